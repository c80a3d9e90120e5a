-- When somebody or some team is in force: the assignments in a role that policy weighs for that kind of subject.
with scored_roles as (
    select distinct
        subject_type,
        role
    from {{ ref('policy_weights') }}
),

assignments as (
    select * from {{ ref('assignments') }}
),

-- A manager without anybody below is not a team.
teams as (
    select
        team_id,
        valid_from,
        valid_to
    from {{ ref('team_membership') }}
    where depth > 0
)

select
    scored_roles.subject_type,
    assignments.employee_id as subject_id,
    assignments.employee_id,
    assignments.role,
    assignments.region,
    assignments.position,
    assignments.manager_employee_id,
    assignments.valid_from,
    assignments.valid_to
from assignments
inner join scored_roles on assignments.role = scored_roles.role
where
    scored_roles.subject_type = 'employee'
    or exists (
        select 1
        from teams
        where
            teams.team_id = assignments.employee_id
            and teams.valid_from <= assignments.valid_to
            and teams.valid_to >= assignments.valid_from
    )
