-- Stretches of time in which an employee belongs to the same teams.
with bounds as (
    select
        employee_id,
        valid_from as starts_on
    from {{ ref('team_membership') }}
    union
    select
        employee_id,
        valid_to + 1 as starts_on
    from {{ ref('team_membership') }}
    where valid_to < date '9999-12-31'
)

select
    employee_id,
    starts_on,
    coalesce(lead(starts_on) over (partition by employee_id order by starts_on) - 1, date '9999-12-31') as ends_on
from bounds
