-- The manual corrections of all systems in use, accepted or not.
with fed as (
    {{ union_feeds('fin_adjustments') }}
)

select
    * exclude (rejected_rule, rejected_value),
    {{ first_broken_rule_after_staging([
        orphan('kpi_id', ['policy_kpis.kpi_id'])
    ]) }}
from fed
