-- The months of a fiscal year sum to the year, for every subject and every KPI that adds up.
with months as (
    select
        years.period,
        monthly.subject_type,
        monthly.subject_id,
        monthly.kpi_id,
        sum(monthly.numerator) as numerator,
        sum(monthly.denominator) as denominator,
        sum(monthly.postings) as postings
    from {{ ref('kpi_values') }} as monthly
    inner join {{ ref('period_months') }} as years on years.grain = 'Y' and monthly.grain = 'M' and monthly.period_start = years.month_start
    group by years.period, monthly.subject_type, monthly.subject_id, monthly.kpi_id
)

select
    yearly.period,
    yearly.subject_type,
    yearly.subject_id,
    yearly.kpi_id,
    yearly.numerator,
    months.numerator as months_numerator,
    yearly.denominator,
    months.denominator as months_denominator
from {{ ref('kpi_values') }} as yearly
inner join {{ ref('period_kpis') }} as kpis
    on yearly.grain = kpis.grain and yearly.period = kpis.period and yearly.kpi_id = kpis.kpi_id and kpis.additivity = 'additive'
left join months
    on
        yearly.period = months.period
        and yearly.subject_type = months.subject_type
        and yearly.subject_id = months.subject_id
        and yearly.kpi_id = months.kpi_id
where
    yearly.grain = 'Y'
    and (
        coalesce(yearly.numerator, 0) <> coalesce(months.numerator, 0)
        or coalesce(yearly.denominator, 0) <> coalesce(months.denominator, 0)
        or yearly.postings <> coalesce(months.postings, 0)
    )
