-- Who belonged to a team in a period, and for how many days.
select
    period_months.grain,
    period_months.period,
    team_months.team_id,
    team_months.employee_id,
    min(team_months.depth) as depth,
    cast(sum(team_months.days_in_team) as integer) as days_in_team
from {{ ref('team_months') }} as team_months
inner join {{ ref('period_months') }} as period_months on team_months.month_start = period_months.month_start
group by period_months.grain, period_months.period, team_months.team_id, team_months.employee_id
