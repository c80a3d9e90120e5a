-- Revenue shares of all employees sum to the company's value, month by month.
with earned as (
    select
        kpi_id,
        period_start,
        sum(numerator) as numerator,
        sum(denominator) as denominator
    from {{ ref('ledger') }}
    where grain = 'M' and split_type = 'revenue'
    group by kpi_id, period_start
),

company as (
    select
        kpi_id,
        period_start,
        numerator,
        denominator
    from {{ ref('kpi_values') }}
    where grain = 'M' and subject_type = 'company' and is_fed
)

select
    company.kpi_id,
    company.period_start,
    company.numerator,
    earned.numerator as earned_numerator,
    company.denominator,
    earned.denominator as earned_denominator
from company
left join earned on company.kpi_id = earned.kpi_id and company.period_start = earned.period_start
where
    company.numerator <> coalesce(earned.numerator, 0)
    or company.denominator <> coalesce(earned.denominator, 0)
