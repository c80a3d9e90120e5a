-- What a subject compares itself with: the mean of the team that it belongs to, never a mean of the members' percentages.
-- A ratio's is the team's own pooled value; a sum's is the team's total without the manager's own, per full-time person.
with full_time as (
    select
        grain,
        period,
        team_id,
        sum(days_in_team) as days
    from {{ ref('team_members') }}
    where depth > 0
    group by grain, period, team_id
),

manager_own as (
    select
        kpis.grain,
        kpis.period,
        postings.team_id,
        postings.kpi_id,
        sum(postings.numerator) as numerator
    from {{ ref('team_postings') }} as postings
    inner join {{ ref('period_kpis') }} as kpis on postings.kpi_id = kpis.kpi_id and kpis.form = 'sum' and kpis.additivity = 'additive'
    inner join {{ ref('period_months') }} as period_months
        on kpis.grain = period_months.grain and kpis.period = period_months.period and postings.period_start = period_months.month_start
    where postings.employee_id = postings.team_id
    group by kpis.grain, kpis.period, postings.team_id, postings.kpi_id
)

select
    teams.grain,
    teams.period,
    teams.subject_id as team_id,
    teams.kpi_id,
    kpis.form,
    cast(case
        when kpis.form <> 'sum' then teams.value
        when teams.value is not null
            then {{ exact_ratio(
                '(teams.numerator - coalesce(manager_own.numerator, 0)) * kpis.scale * (kpis.period_end - kpis.period_start + 1)',
                'full_time.days', 6, 10) }}
    end as decimal(38, 6)) as team_mean
from {{ ref('kpi_values') }} as teams
inner join {{ ref('period_kpis') }} as kpis
    on teams.grain = kpis.grain and teams.period = kpis.period and teams.kpi_id = kpis.kpi_id
left join full_time on teams.grain = full_time.grain and teams.period = full_time.period and teams.subject_id = full_time.team_id
left join manager_own
    on
        teams.grain = manager_own.grain
        and teams.period = manager_own.period
        and teams.subject_id = manager_own.team_id
        and teams.kpi_id = manager_own.kpi_id
where teams.subject_type = 'team'
