-- A loop in the hierarchy: somebody who is below themselves, directly or through others, on some day.
select
    employee_id,
    valid_from,
    valid_to,
    depth
from {{ ref('team_membership') }}
where team_id = employee_id and depth > 0
