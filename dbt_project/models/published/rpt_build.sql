-- What the build is about, and how its company is called and prints.
select
    run.company,
    run.period_start,
    run.period_end,
    run.as_of,
    run.as_of_on,
    run.head,
    run.issues_head,
    run.build_id,
    run.code_digest,
    calendar.display_name_en,
    calendar.display_name_zh,
    calendar.reporting_currency,
    calendar.default_locale,
    calendar.timezone,
    calendar.fiscal_year_start
from {{ source('run', 'run_context') }} as run
cross join {{ ref('company_calendar') }} as calendar
