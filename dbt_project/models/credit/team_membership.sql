-- Who belongs to whose team, on which days: all who report to a manager, directly or through others, and the manager.
-- A line of reporting holds on the days on which each of its assignments holds. One that comes back to where it started stops there;
-- the test `nobody_reports_to_themselves` refuses it. Own sales count in one's own team on the days on which one's role leads a team: what somebody
-- sold before a promotion stays with the team of then.
with recursive reporting as (
    select
        employee_id,
        manager_employee_id,
        role,
        valid_from,
        valid_to
    from {{ ref('assignments') }}
),

membership as (
    select
        manager_employee_id as team_id,
        employee_id,
        valid_from,
        valid_to,
        1 as depth,
        [employee_id, manager_employee_id] as path
    from reporting
    where manager_employee_id is not null

    union all

    select
        above.manager_employee_id as team_id,
        membership.employee_id,
        greatest(membership.valid_from, above.valid_from) as valid_from,
        least(membership.valid_to, above.valid_to) as valid_to,
        membership.depth + 1 as depth,
        list_append(membership.path, above.manager_employee_id) as path
    from membership
    inner join reporting as above
        on
            membership.team_id = above.employee_id
            and membership.valid_from <= above.valid_to
            and membership.valid_to >= above.valid_from
    where
        membership.team_id <> membership.employee_id
        and above.manager_employee_id is not null
        and not list_contains(membership.path[2:], above.manager_employee_id)
)

select
    team_id,
    employee_id,
    valid_from,
    valid_to,
    depth
from membership

union all

select
    employee_id as team_id,
    employee_id,
    valid_from,
    valid_to,
    0 as depth
from reporting
where
    employee_id in (select below.manager_employee_id from reporting as below)
    and role in (
        select weights.role
        from {{ ref('policy_weights') }} as weights
        where weights.subject_type = 'team'
    )
