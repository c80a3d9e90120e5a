-- The grades and the totals from which they are given.
select
    grade,
    lower_bound,
    valid_from,
    valid_to
from {{ ref('policy_bands') }}
order by valid_from asc, lower_bound desc
