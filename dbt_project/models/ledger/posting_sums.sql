-- The one pass over the ledger: every value is summed from here.
select
    postings.kpi_id,
    postings.grain,
    postings.period_start,
    postings.employee_id,
    stretches.starts_on as stretch_starts_on,
    postings.region,
    postings.industry,
    postings.split_type,
    cast(sum(postings.numerator) as decimal(38, 4)) as numerator,
    cast(sum(postings.denominator) as decimal(38, 4)) as denominator,
    count(*) as postings,
    {{ postings_digest() }} as digest
from {{ ref('ledger') }} as postings
left join {{ ref('membership_stretches') }} as stretches
    on postings.employee_id = stretches.employee_id and postings.organised_on between stretches.starts_on and stretches.ends_on
group by
    postings.kpi_id, postings.grain, postings.period_start, postings.employee_id, stretches.starts_on, postings.region, postings.industry,
    postings.split_type
