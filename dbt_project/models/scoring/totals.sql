-- The total: dimension scores by weight, rounded once to one decimal, if enough of the weight has a score; then the grade of its half-open band.
with scoped as (
    select
        grain,
        period,
        subject_type,
        subject_id,
        count(*) filter (where status = 'scored') as scored_kpis,
        count(*) as scoped_kpis,
        coalesce(sum(weight) filter (where status = 'scored'), 0) as scored_weight
    from {{ ref('kpi_scores') }}
    where status <> 'not_weighted'
    group by grain, period, subject_type, subject_id
),

points as (
    select
        grain,
        period,
        subject_type,
        subject_id,
        sum(cast(score as decimal(38, 4)) * weight) as points,
        sum(weight) as weight
    from {{ ref('dimension_scores') }}
    where score is not null
    group by grain, period, subject_type, subject_id
),

thresholds as (
    select
        periods.grain,
        periods.period,
        periods.period_end,
        try_cast(thresholds.value as decimal(9, 6)) as min_scored_weight
    from {{ ref('periods') }} as periods
    inner join {{ ref('policy_thresholds') }} as thresholds
        on
            thresholds.threshold_id = 'min_scored_weight'
            and periods.period_end >= thresholds.valid_from
            and (thresholds.valid_to is null or periods.period_end <= thresholds.valid_to)
),

totals as (
    select
        scoped.*,
        thresholds.period_end,
        case
            when scoped.scored_weight >= thresholds.min_scored_weight
                then cast({{ exact_ratio('points.points', 'points.weight', 1, 10) }} as decimal(9, 1))
        end as total
    from scoped
    left join points using (grain, period, subject_type, subject_id)
    left join thresholds using (grain, period)
)

select
    totals.grain,
    totals.period,
    totals.subject_type,
    totals.subject_id,
    totals.total,
    bands.grade,
    cast(totals.scored_kpis as integer) as scored_kpis,
    cast(totals.scoped_kpis as integer) as scoped_kpis,
    cast(totals.scored_weight as decimal(9, 6)) as scored_weight
from totals
left join {{ ref('policy_bands') }} as bands
    on
        totals.total >= bands.lower_bound
        and totals.period_end >= bands.valid_from
        and (bands.valid_to is null or totals.period_end <= bands.valid_to)
qualify
    row_number() over (
        partition by totals.grain, totals.period, totals.subject_type, totals.subject_id
        order by bands.lower_bound desc nulls last
    ) = 1
