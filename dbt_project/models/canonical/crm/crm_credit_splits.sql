-- The deal splits that kept every rule.
select * exclude (rejected_rule, rejected_value)
from {{ ref('all_crm_credit_splits') }}
where rejected_rule is null
