-- The assignments that kept every rule.
select * exclude (rejected_rule, rejected_value)
from {{ ref('all_hr_assignments') }}
where rejected_rule is null
