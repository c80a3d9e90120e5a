-- How many leads and deals took each step in a month, by whose they were on the day: a person, all teams above, the company.
with credited as (
    select
        'employee' as subject_type,
        employee_id as subject_id,
        step,
        month_start
    from {{ ref('funnel_events') }}
    union all
    select
        'team' as subject_type,
        membership.team_id as subject_id,
        events.step,
        events.month_start
    from {{ ref('funnel_events') }} as events
    inner join {{ ref('team_membership') }} as membership
        on
            events.employee_id = membership.employee_id
            and events.happened_on >= membership.valid_from
            and events.happened_on <= membership.valid_to
    union all
    select
        'company' as subject_type,
        'company' as subject_id,
        step,
        month_start
    from {{ ref('funnel_events') }}
)

select
    month_start,
    subject_type,
    subject_id,
    step,
    count(*) as items
from credited
where subject_id is not null
group by month_start, subject_type, subject_id, step
