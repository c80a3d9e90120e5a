-- The deal splits of all systems in use, accepted or not.
with fed as (
    {{ union_feeds('crm_credit_splits') }}
)

select
    * exclude (rejected_rule, rejected_value),
    {{ first_broken_rule_after_staging([
        orphan('opportunity_id', ['crm_opportunities.opportunity_id'])
    ]) }}
from fed
