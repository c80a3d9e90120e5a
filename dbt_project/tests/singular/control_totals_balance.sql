-- What the sources hold is what was posted plus what is listed as unposted, for each KPI and month.
select *
from {{ ref('control_totals') }}
where not is_balanced
