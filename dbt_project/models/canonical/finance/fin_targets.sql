-- The given targets that kept every rule.
select * exclude (rejected_rule, rejected_value)
from {{ ref('all_fin_targets') }}
where rejected_rule is null
