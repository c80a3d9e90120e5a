-- Who is appraised, under which name, in which role, and in whose team.
with subjects as (
    select
        *,
        substr(subject_id, instr(subject_id, ':') + 1) as short_id
    from {{ ref('subjects') }}
),

unambiguous as (
    select
        subject_type,
        short_id
    from subjects
    group by subject_type, short_id
    having count(distinct subject_id) = 1
),

members as (
    select
        grain,
        period,
        team_id,
        count(*) as members
    from {{ ref('team_members') }}
    where depth > 0
    group by grain, period, team_id
)

select
    subjects.grain,
    subjects.period,
    subjects.subject_type,
    subjects.subject_id,
    coalesce(unambiguous.short_id, subjects.subject_id) as bare_id,
    people.full_name as name,
    coalesce(people.locale, calendar.default_locale) as locale,
    people.email,
    subjects.position,
    subjects.role,
    subjects.region,
    subjects.manager_employee_id as manager_id,
    managers.full_name as manager_name,
    people.hired_on,
    people.left_on,
    cast(members.members as integer) as members,
    subjects.days_in_force,
    subjects.days_in_period
from subjects
cross join {{ ref('company_calendar') }} as calendar
left join unambiguous on subjects.subject_type = unambiguous.subject_type and subjects.short_id = unambiguous.short_id
left join {{ ref('hr_employees') }} as people on subjects.employee_id = people.employee_id
left join {{ ref('hr_employees') }} as managers on subjects.manager_employee_id = managers.employee_id
left join members
    on
        subjects.subject_type = 'team'
        and subjects.grain = members.grain
        and subjects.period = members.period
        and subjects.subject_id = members.team_id
order by subjects.grain, subjects.period, subjects.subject_type, subjects.subject_id
