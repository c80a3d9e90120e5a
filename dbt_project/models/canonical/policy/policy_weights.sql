-- The company's weights that kept every rule.
with fed as (
    {{ union_feeds('policy_weights') }}
)

select * exclude (rejected_rule, rejected_value)
from fed
where rejected_rule is null
