-- What the sources hold against what was posted and what was not.
select
    strftime(period_start, '%Y-%m') as period,
    period_start,
    kpi_id,
    source_numerator,
    posted_numerator,
    unposted_numerator,
    source_denominator,
    posted_denominator,
    unposted_denominator,
    is_balanced
from {{ ref('control_totals') }}
order by period_start, kpi_id
