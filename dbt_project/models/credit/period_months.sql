-- The months of each period; of a fiscal year that the build does not hold wholly, the others too.
select
    grain,
    period,
    cast(unnest(generate_series(period_start, period_end, interval 1 month)) as date) as month_start
from {{ ref('periods') }}
