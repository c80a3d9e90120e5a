-- Totals and grades, with the period before and the place among the same role.
with totals as (
    select
        totals.*,
        subjects.role,
        neighbours.previous_period
    from {{ ref('totals') }} as totals
    inner join {{ ref('subjects') }} as subjects using (grain, period, subject_type, subject_id)
    inner join {{ ref('neighbouring_periods') }} as neighbours using (grain, period)
),

ranked as (
    select
        grain,
        period,
        subject_type,
        subject_id,
        cast(rank() over (peers order by total desc) as integer) as rank,
        cast(count(*) over peers as integer) as rank_of
    from totals
    where total is not null
    window peers as (partition by grain, period, subject_type, role)
)

select
    totals.grain,
    totals.period,
    totals.subject_type,
    totals.subject_id,
    totals.total,
    totals.grade,
    totals.scored_kpis,
    totals.scoped_kpis,
    totals.scored_weight,
    earlier.total as previous_total,
    earlier.grade as previous_grade,
    ranked.rank,
    ranked.rank_of
from totals
left join totals as earlier
    on
        totals.grain = earlier.grain
        and totals.previous_period = earlier.period
        and totals.subject_type = earlier.subject_type
        and totals.subject_id = earlier.subject_id
left join ranked
    on
        totals.grain = ranked.grain
        and totals.period = ranked.period
        and totals.subject_type = ranked.subject_type
        and totals.subject_id = ranked.subject_id
order by totals.grain, totals.period, totals.subject_type, totals.subject_id
