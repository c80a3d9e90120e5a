-- How many days of each month a person in a scored role belonged to a team; depth 0 is the manager.
with months as (
    select distinct
        month_start,
        last_day(month_start) as month_end
    from {{ ref('period_months') }}
),

in_team as (
    select
        membership.team_id,
        membership.employee_id,
        membership.depth,
        greatest(membership.valid_from, spans.valid_from) as first_day,
        least(membership.valid_to, spans.valid_to) as final_day
    from {{ ref('team_membership') }} as membership
    inner join {{ ref('subject_spans') }} as spans
        on
            membership.employee_id = spans.employee_id
            and spans.subject_type = 'employee'
            and membership.valid_from <= spans.valid_to
            and membership.valid_to >= spans.valid_from
)

select
    months.month_start,
    in_team.team_id,
    in_team.employee_id,
    min(in_team.depth) as depth,
    cast(sum(least(in_team.final_day, months.month_end) - greatest(in_team.first_day, months.month_start) + 1) as integer) as days_in_team
from in_team
inner join months on in_team.first_day <= months.month_end and in_team.final_day >= months.month_start
group by months.month_start, in_team.team_id, in_team.employee_id
