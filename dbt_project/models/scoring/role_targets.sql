-- Targets of roles, month by month: each lasts as many days as the subject holds the role while the target is in force.
with months as (
    select distinct
        month_start,
        last_day(month_start) as month_end
    from {{ ref('period_months') }}
),

kpis as (
    select
        months.month_start,
        months.month_end,
        kpis.kpi_id,
        kpis.form
    from months
    inner join {{ ref('policy_kpis') }} as kpis
        on months.month_end >= kpis.valid_from and months.month_end <= coalesce(kpis.valid_to, date '9999-12-31')
),

in_force as (
    select
        spans.subject_type,
        spans.subject_id,
        targets.kpi_id,
        targets.target,
        targets.source_object_id,
        targets.source_row_id,
        greatest(spans.valid_from, targets.valid_from) as first_day,
        least(spans.valid_to, coalesce(targets.valid_to, date '9999-12-31')) as final_day
    from {{ ref('subject_spans') }} as spans
    inner join {{ ref('policy_targets') }} as targets
        on
            spans.subject_type = targets.subject_type
            and spans.role = targets.role
            and spans.valid_from <= coalesce(targets.valid_to, date '9999-12-31')
            and spans.valid_to >= targets.valid_from
),

by_month as (
    select
        kpis.month_start,
        kpis.form,
        in_force.subject_type,
        in_force.subject_id,
        in_force.kpi_id,
        sum(in_force.target * (least(in_force.final_day, kpis.month_end) - greatest(in_force.first_day, kpis.month_start) + 1)) as target_days,
        sum(least(in_force.final_day, kpis.month_end) - greatest(in_force.first_day, kpis.month_start) + 1) as days,
        kpis.month_end - kpis.month_start + 1 as days_in_month,
        arg_max(in_force.source_object_id, in_force.first_day) as source_object_id,
        arg_max(in_force.source_row_id, in_force.first_day) as source_row_id
    from in_force
    inner join kpis
        on
            in_force.kpi_id = kpis.kpi_id
            and in_force.first_day <= kpis.month_end
            and in_force.final_day >= kpis.month_start
    group by kpis.month_start, kpis.month_end, kpis.form, in_force.subject_type, in_force.subject_id, in_force.kpi_id
)

select
    month_start,
    subject_type,
    subject_id,
    kpi_id,
    -- A sum's target shrinks with the days in force; any other keeps its size.
    {{ exact_ratio('target_days', "case when form = 'sum' then days_in_month else days end") }} as target,
    cast(target_days as decimal(38, 6)) as target_days,
    cast(days as integer) as days,
    source_object_id,
    source_row_id
from by_month
