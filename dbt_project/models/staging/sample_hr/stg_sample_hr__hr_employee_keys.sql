-- HR's map of CRM users and finance codes to staff numbers.
with landed as (
    select * from {{ source('landing', 'hr__employee_keys') }}
)

select
    {{ as_text('system') }} as system,
    {{ as_text('system') }} || ':' || {{ as_text('source_key') }} as source_key,
    {{ as_key('hr', 'staff_no') }} as employee_id,
    {{ as_date('valid_from') }} as valid_from,
    {{ as_date('valid_to') }} as valid_to,
    _object_id as source_object_id,
    _row_id as source_row_id,
    {{ first_broken_rule([
        required('system'),
        required('source_key'),
        required('employee_id', 'staff_no'),
        bad_date('valid_from'),
        bad_date('valid_to'),
        duplicate_key("system || ':' || source_key || ':' || staff_no")
    ]) }}
from landed
