-- What a period is compared with: the one of its length before it, and the year to date at its end (or at the last month of the build).
with periods as (
    select * from {{ ref('periods') }}
)

select
    periods.grain,
    periods.period,
    earlier.period as previous_period,
    strftime(least(periods.period_end, run.period_end), '%Y-%m') as ytd_period
from periods
cross join {{ source('run', 'run_context') }} as run
left join periods as earlier
    on
        periods.grain = earlier.grain
        and periods.grain <> 'YTD'
        and periods.period_start = earlier.period_end + 1
