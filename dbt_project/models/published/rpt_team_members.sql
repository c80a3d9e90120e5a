-- A team's people, the manager among them, with what they brought.
select
    members.grain,
    members.period,
    members.team_id,
    members.employee_id,
    subjects.bare_id,
    subjects.name,
    subjects.role,
    members.days_in_team,
    totals.total,
    totals.grade,
    revenue.value as revenue,
    revenue.target as revenue_target,
    revenue.attainment as revenue_attainment
from {{ ref('team_members') }} as members
inner join {{ ref('subjects') }} as teams
    on
        teams.subject_type = 'team'
        and members.grain = teams.grain
        and members.period = teams.period
        and members.team_id = teams.subject_id
inner join {{ ref('rpt_subjects') }} as subjects
    on
        subjects.subject_type = 'employee'
        and members.grain = subjects.grain
        and members.period = subjects.period
        and members.employee_id = subjects.subject_id
left join {{ ref('totals') }} as totals
    on
        totals.subject_type = 'employee'
        and members.grain = totals.grain
        and members.period = totals.period
        and members.employee_id = totals.subject_id
left join {{ ref('kpi_scores') }} as revenue
    on
        revenue.subject_type = 'employee'
        and revenue.kpi_id = 'revenue'
        and members.grain = revenue.grain
        and members.period = revenue.period
        and members.employee_id = revenue.subject_id
order by members.grain, members.period, members.team_id, members.employee_id
