-- The months that a build holds: from the start of history to the run's last month.
select
    cast(month as date) as month_start,
    last_day(month) as month_end
from (
    select unnest(generate_series(date_trunc('month', calendar.history_starts_on), run.period_end, interval 1 month)) as month
    from {{ ref('company_calendar') }} as calendar
    cross join {{ source('run', 'run_context') }} as run
)
