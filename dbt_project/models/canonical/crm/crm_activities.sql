-- The activities that kept every rule.
select * exclude (rejected_rule, rejected_value)
from {{ ref('all_crm_activities') }}
where rejected_rule is null
