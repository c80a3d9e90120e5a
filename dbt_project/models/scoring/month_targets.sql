-- One target per month: given, else of the role, else (sums of teams) the sum of the members' targets for their days in the team.
with months as (
    select distinct month_start from {{ ref('period_months') }}
),

sums as (
    select kpi_id from {{ ref('policy_kpis') }}
    where form = 'sum'
),

force_days as (
    select
        spans.subject_type,
        spans.subject_id,
        months.month_start,
        cast(sum(least(spans.valid_to, last_day(months.month_start)) - greatest(spans.valid_from, months.month_start) + 1) as integer) as days
    from {{ ref('subject_spans') }} as spans
    inner join months
        on spans.valid_from <= last_day(months.month_start) and spans.valid_to >= months.month_start
    group by spans.subject_type, spans.subject_id, months.month_start
),

given as (
    select
        given.period_start as month_start,
        given.subject_type,
        given.subject_id,
        given.kpi_id,
        given.target,
        coalesce(force_days.days, cast(day(last_day(given.period_start)) as integer)) as days,
        given.source_object_id,
        given.source_row_id
    from {{ ref('given_targets') }} as given
    left join force_days
        on
            given.subject_type = force_days.subject_type
            and given.subject_id = force_days.subject_id
            and given.period_start = force_days.month_start
    where given.grain = 'M'
),

own as (
    select
        *,
        target * days as target_days,
        'given' as target_kind
    from given
    union all by name
    select
        *,
        'role' as target_kind
    from {{ ref('role_targets') }}
    anti join given using (month_start, subject_type, subject_id, kpi_id)
),

team_sums as (
    select
        own.month_start,
        'team' as subject_type,
        team_months.team_id as subject_id,
        own.kpi_id,
        sum({{ exact_ratio('own.target * team_months.days_in_team', 'force_days.days') }}) as target
    from own
    inner join {{ ref('team_months') }} as team_months
        on own.month_start = team_months.month_start and own.subject_id = team_months.employee_id
    inner join force_days
        on own.subject_type = force_days.subject_type and own.subject_id = force_days.subject_id and own.month_start = force_days.month_start
    where
        own.subject_type = 'employee'
        and own.kpi_id in (select sums.kpi_id from sums)
    group by own.month_start, team_months.team_id, own.kpi_id
)

select * from own
union all by name
select
    *,
    'team_sum' as target_kind
from team_sums
anti join own using (month_start, subject_type, subject_id, kpi_id)
