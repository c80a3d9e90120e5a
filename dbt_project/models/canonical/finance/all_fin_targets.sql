-- The given targets of all systems in use, accepted or not.
with fed as (
    {{ union_feeds('fin_targets') }}
)

select
    * exclude (rejected_rule, rejected_value),
    {{ first_broken_rule_after_staging([
        orphan('kpi_id', ['policy_kpis.kpi_id']),
        orphan('subject_id', ['hr_employees.employee_id', 'hr_employee_keys.source_key'], only_if="subject_type in ('employee', 'team')")
    ]) }}
from fed
