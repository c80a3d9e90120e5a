-- Sums of postings for whole periods: of KPIs that add up, the months' together; of those that count by period, the period's own.
with kpis as (
    select * from {{ ref('period_kpis') }}
),

sums as (
    select * from {{ ref('subject_sums') }}
),

matched as (
    select
        kpis.grain as period_grain,
        kpis.period,
        sums.*
    from kpis
    inner join {{ ref('period_months') }} as months on kpis.grain = months.grain and kpis.period = months.period
    inner join sums on kpis.kpi_id = sums.kpi_id and months.month_start = sums.period_start and sums.grain = 'M'
    where kpis.additivity = 'additive'
    union all
    select
        kpis.grain as period_grain,
        kpis.period,
        sums.*
    from kpis
    inner join sums
        on kpis.kpi_id = sums.kpi_id and kpis.grain = sums.grain and cast(date_trunc('month', kpis.period_end) as date) = sums.period_start
    where kpis.additivity = 'by_period'
)

select
    period_grain as grain,
    period,
    kpi_id,
    subject_type,
    subject_id,
    cast(sum(numerator) as decimal(38, 4)) as numerator,
    cast(sum(denominator) as decimal(38, 4)) as denominator,
    cast(sum(postings) as bigint) as postings,
    sum(digest) as digest
from matched
group by period_grain, period, kpi_id, subject_type, subject_id
