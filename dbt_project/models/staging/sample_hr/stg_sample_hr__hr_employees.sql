-- Everybody whom HR has employed.
with landed as (
    select * from {{ source('landing', 'hr__employees') }}
)

select
    {{ as_key('hr', 'staff_no') }} as employee_id,
    {{ as_text('full_name') }} as full_name,
    {{ as_text('email') }} as email,
    {{ as_text('locale') }} as locale,
    {{ as_date('hired_on') }} as hired_on,
    {{ as_date('left_on') }} as left_on,
    {{ as_text('leave_reason') }} as leave_reason,
    {{ as_money('bonus_base') }} as bonus_base,
    upper({{ as_text('currency') }}) as currency,
    _object_id as source_object_id,
    _row_id as source_row_id,
    {{ first_broken_rule([
        required('employee_id', 'staff_no'),
        required('full_name'),
        required('hired_on'),
        bad_date('hired_on'),
        bad_date('left_on'),
        bad_number('bonus_base'),
        unknown('locale', ['en', 'zh_cn']),
        duplicate_key('staff_no')
    ]) }}
from landed
