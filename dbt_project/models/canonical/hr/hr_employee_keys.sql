-- The employee keys that kept every rule.
select * exclude (rejected_rule, rejected_value)
from {{ ref('all_hr_employee_keys') }}
where rejected_rule is null
