-- Under which keys the systems know an employee, and when; each employee's own id is a key too.
select
    employee_id as source_key,
    employee_id,
    date '1900-01-01' as valid_from,
    date '9999-12-31' as valid_to
from {{ ref('hr_employees') }}

union all

select
    source_key,
    employee_id,
    coalesce(valid_from, date '1900-01-01') as valid_from,
    coalesce(valid_to, date '9999-12-31') as valid_to
from {{ ref('hr_employee_keys') }}
where source_key <> employee_id
