-- The exchange rates that kept every rule.
select * exclude (rejected_rule, rejected_value)
from {{ ref('all_fin_fx_rates') }}
where rejected_rule is null
