-- Each assignment with the days for which it remains the last one known.
select
    employee_id,
    valid_from,
    valid_to,
    coalesce(lead(valid_from) over (partition by employee_id order by valid_from) - 1, date '9999-12-31') as lasts_to,
    region
from {{ ref('assignments') }}
