-- Scores of the dimensions and what each brings to the total, with the period before: the bars of the bridge.
with dimensions as (
    select
        dimensions.*,
        neighbours.previous_period
    from {{ ref('dimension_scores') }} as dimensions
    inner join {{ ref('neighbouring_periods') }} as neighbours using (grain, period)
)

select
    dimensions.grain,
    dimensions.period,
    dimensions.subject_type,
    dimensions.subject_id,
    dimensions.dimension,
    cast(list_position(['performance', 'process', 'team', 'strategy', 'customer'], dimensions.dimension) as integer) as sort_order,
    dimensions.weight,
    dimensions.effective_weight,
    dimensions.score,
    earlier.score as previous_score,
    dimensions.contribution,
    earlier.contribution as previous_contribution
from dimensions
left join dimensions as earlier
    on
        dimensions.grain = earlier.grain
        and dimensions.previous_period = earlier.period
        and dimensions.subject_type = earlier.subject_type
        and dimensions.subject_id = earlier.subject_id
        and dimensions.dimension = earlier.dimension
order by dimensions.grain, dimensions.period, dimensions.subject_type, dimensions.subject_id, sort_order
