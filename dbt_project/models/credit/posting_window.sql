-- Which days a build's postings may have.
with months as (
    select min(period_start) as first_day
    from {{ ref('periods') }}
    where grain = 'M'
)

select
    months.first_day,
    run.period_end as last_day,
    least(run.period_end, run.as_of_on) as reached_day,
    greatest(run.period_end, run.as_of_on) as known_day
from {{ source('run', 'run_context') }} as run
cross join months
