-- What was expected to post and did not, by reason.
select
    strftime(period_start, '%Y-%m') as period,
    period_start,
    kpi_id,
    reason,
    employee_id,
    employee_key,
    count(*) as rows,
    cast(sum(numerator) as decimal(38, 4)) as numerator,
    cast(sum(denominator) as decimal(38, 4)) as denominator
from {{ ref('unposted') }}
group by period_start, kpi_id, reason, employee_id, employee_key
order by period_start, kpi_id, reason, employee_id, employee_key
