-- The expense lines that kept every rule.
select * exclude (rejected_rule, rejected_value)
from {{ ref('all_fin_expenses') }}
where rejected_rule is null
