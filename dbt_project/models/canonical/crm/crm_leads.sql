-- The leads that kept every rule.
select * exclude (rejected_rule, rejected_value)
from {{ ref('all_crm_leads') }}
where rejected_rule is null
