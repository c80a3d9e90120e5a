-- The employees that kept every rule.
select * exclude (rejected_rule, rejected_value)
from {{ ref('all_hr_employees') }}
where rejected_rule is null
