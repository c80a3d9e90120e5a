-- Months, fiscal quarters, fiscal years and years to date that overlap the months of the build.
with months as (
    select
        months.month_start,
        calendar.fiscal_year_start,
        run.as_of_on,
        (month(months.month_start) - calendar.fiscal_year_start + 12) % 12 as fiscal_month
    from {{ ref('months') }} as months
    cross join {{ ref('company_calendar') }} as calendar
    cross join {{ source('run', 'run_context') }} as run
),

-- A period starts a number of months before a month that it holds, and lasts a number of months; a year to date ends with its month.
spans as (
    select
        months.*,
        grains.grain,
        months.month_start - to_months(cast(months.fiscal_month % grains.cycle_months as integer)) as first_day,
        case grains.grain when 'YTD' then months.fiscal_month + 1 else grains.cycle_months end as length_months,
        year(months.month_start - to_months(cast(months.fiscal_month as integer)) + interval 11 months) as fiscal_year
    from months
    cross join (values ('M', 1), ('Q', 3), ('Y', 12), ('YTD', 12)) as grains (grain, cycle_months)
)

select distinct
    grain,
    case grain
        when 'Q' then format('{:04d}-Q{}', fiscal_year, fiscal_month // 3 + 1)
        when 'Y' then format('{:04d}', fiscal_year)
        else strftime(month_start, '%Y-%m')
    end as period,
    cast(first_day as date) as period_start,
    last_day(first_day + to_months(cast(length_months - 1 as integer))) as period_end,
    cast(fiscal_year as integer) as fiscal_year,
    cast(case when grain <> 'Y' then fiscal_month // 3 + 1 end as integer) as fiscal_quarter,
    last_day(first_day + to_months(cast(length_months - 1 as integer))) < as_of_on as is_over
from spans
