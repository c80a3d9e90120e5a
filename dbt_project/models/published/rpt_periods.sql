-- The periods that the other tables name.
select
    grain,
    period,
    period_start,
    period_end,
    fiscal_year,
    fiscal_quarter,
    is_over
from {{ ref('periods') }}
order by grain, period
