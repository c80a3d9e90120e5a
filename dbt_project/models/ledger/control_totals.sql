-- Does what the sources hold equal what was posted plus what is listed as unposted? Revenue shares only: overlay credit comes on top.
-- A KPI that counts by period has no row of the sources in a month, so it has no control total.
with sources as (
    select * from {{ ref('source_totals_finance') }}
    union all
    select * from {{ ref('source_totals_people') }}
),

by_period as (
    select kpi_id from {{ ref('policy_kpis') }}
    where additivity = 'by_period'
),

entries as (
    select
        kpi_id,
        period_start,
        numerator as source_numerator,
        denominator as source_denominator
    from sources

    union all by name

    select
        kpi_id,
        period_start,
        numerator as posted_numerator,
        denominator as posted_denominator
    from {{ ref('posting_sums') }}
    where split_type = 'revenue' and grain = 'M'

    union all by name

    select
        kpi_id,
        period_start,
        numerator as unposted_numerator,
        denominator as unposted_denominator
    from {{ ref('unposted') }}
    where split_type = 'revenue' and grain = 'M'
),

totals as (
    select
        kpi_id,
        period_start,
        cast(coalesce(sum(source_numerator), 0) as decimal(38, 4)) as source_numerator,
        cast(coalesce(sum(source_denominator), 0) as decimal(38, 4)) as source_denominator,
        cast(coalesce(sum(posted_numerator), 0) as decimal(38, 4)) as posted_numerator,
        cast(coalesce(sum(posted_denominator), 0) as decimal(38, 4)) as posted_denominator,
        cast(coalesce(sum(unposted_numerator), 0) as decimal(38, 4)) as unposted_numerator,
        cast(coalesce(sum(unposted_denominator), 0) as decimal(38, 4)) as unposted_denominator
    from entries
    where period_start is not null and kpi_id not in (select by_period.kpi_id from by_period)
    group by kpi_id, period_start
)

select
    *,
    source_numerator = posted_numerator + unposted_numerator and source_denominator = posted_denominator + unposted_denominator as is_balanced
from totals
order by kpi_id, period_start
