-- The customer keys that kept every rule.
select * exclude (rejected_rule, rejected_value)
from {{ ref('all_crm_account_keys') }}
where rejected_rule is null
