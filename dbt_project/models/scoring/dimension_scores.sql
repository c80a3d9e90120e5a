-- The score of a dimension: its KPIs' scores, weighed among those that have one.
with weighted as (
    select * from {{ ref('kpi_scores') }}
    where status <> 'not_weighted'
),

dimensions as (
    select
        grain,
        period,
        subject_type,
        subject_id,
        dimension,
        any_value(dimension_weight) as weight,
        cast(sum(effective_weight) as decimal(9, 6)) as effective_weight,
        sum(cast(score as decimal(38, 4)) * kpi_weight) as points,
        sum(kpi_weight) filter (where status = 'scored') as scored_weight
    from weighted
    group by grain, period, subject_type, subject_id, dimension
),

scored as (
    select
        *,
        {{ exact_ratio('points', 'scored_weight', 4, 10) }} as score
    from dimensions
),

shared as (
    select
        *,
        sum(weight) filter (where score is not null) over (partition by grain, period, subject_type, subject_id) as total_weight
    from scored
)

select
    grain,
    period,
    subject_type,
    subject_id,
    dimension,
    weight,
    effective_weight,
    cast(score as decimal(18, 4)) as score,
    cast({{ exact_ratio('cast(score as decimal(38, 4)) * weight', 'total_weight', 4, 10) }} as decimal(18, 4)) as contribution
from shared
