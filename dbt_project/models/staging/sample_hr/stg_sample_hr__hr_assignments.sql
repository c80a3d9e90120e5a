-- HR's dated assignments.
with landed as (
    select * from {{ source('landing', 'hr__assignments') }}
)

select
    {{ as_key('hr', 'staff_no') }} as employee_id,
    {{ as_date('valid_from') }} as valid_from,
    {{ as_date('valid_to') }} as valid_to,
    {{ as_text('position') }} as position,
    {{ as_text('role') }} as role,
    {{ as_key('hr', 'manager_staff_no') }} as manager_employee_id,
    {{ as_text('region') }} as region,
    {{ as_flag('is_core') }} as is_core,
    {{ as_flag('is_key_position') }} as is_key_position,
    {{ as_text('change_reason') }} as change_reason,
    _object_id as source_object_id,
    _row_id as source_row_id,
    {{ first_broken_rule([
        required('employee_id', 'staff_no'),
        required('valid_from'),
        bad_date('valid_from'),
        bad_date('valid_to'),
        {'rule': 'negative_length', 'when': as_date('valid_to') ~ ' < ' ~ as_date('valid_from'), 'value': 'valid_to'},
        duplicate_key("staff_no || ':' || valid_from")
    ]) }}
from landed
