-- The target of each subject, KPI and period. A longer period's is given, else sums the months' (sums), or weighs them by days (all others).
with months as (
    select * from {{ ref('month_targets') }}
),

given as (
    select
        kpis.grain,
        kpis.period,
        given.subject_type,
        given.subject_id,
        given.kpi_id,
        given.target,
        'given' as target_kind,
        given.source_object_id,
        given.source_row_id
    from {{ ref('given_targets') }} as given
    inner join {{ ref('period_kpis') }} as kpis
        on given.grain = kpis.grain and given.period_start = kpis.period_start and given.kpi_id = kpis.kpi_id
    where given.grain in ('Q', 'Y')
),

gathered as (
    select
        kpis.grain,
        kpis.period,
        months.subject_type,
        months.subject_id,
        months.kpi_id,
        kpis.form,
        sum(months.target) as total,
        sum(months.target_days) as target_days,
        sum(months.days) as days,
        count(*) as months,
        any_value(months.target) as only_target,
        max(months.target_kind) as last_kind,
        any_value(months.source_object_id) as source_object_id,
        any_value(months.source_row_id) as source_row_id
    from months
    inner join {{ ref('period_months') }} as period_months on months.month_start = period_months.month_start
    inner join {{ ref('period_kpis') }} as kpis
        on period_months.grain = kpis.grain and period_months.period = kpis.period and months.kpi_id = kpis.kpi_id
    group by kpis.grain, kpis.period, kpis.form, months.subject_type, months.subject_id, months.kpi_id
),

derived as (
    select
        grain,
        period,
        subject_type,
        subject_id,
        kpi_id,
        case
            when months = 1 then only_target
            when form = 'sum' then total
            else {{ exact_ratio('target_days', 'days') }}
        end as target,
        -- The least certain of the months' kinds: given < role < team_sum in the alphabet as well.
        last_kind as target_kind,
        case when months = 1 then source_object_id end as source_object_id,
        case when months = 1 then source_row_id end as source_row_id
    from gathered
    anti join given using (grain, period, subject_type, subject_id, kpi_id)
),

chosen as (
    select * from given
    union all
    select * from derived
)

select * replace (cast(target as decimal(38, 6)) as target)
from chosen
