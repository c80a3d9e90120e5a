-- What each KPI weighs for a subject in a period's cycle, by the weights in force on the period's last day; a region's own scheme wins over '*'.
with in_force as (
    select
        periods.grain,
        periods.period,
        weights.*
    from {{ ref('periods') }} as periods
    inner join {{ ref('policy_weights') }} as weights
        on
            periods.grain = weights.cycle
            and periods.period_end >= weights.valid_from
            and (weights.valid_to is null or periods.period_end <= weights.valid_to)
    where weights.weight > 0
),

placed as (
    select
        subjects.grain,
        subjects.period,
        subjects.subject_type,
        subjects.subject_id,
        in_force.scheme,
        in_force.item_kind,
        in_force.item_id,
        in_force.weight
    from {{ ref('subjects') }} as subjects
    inner join in_force
        on
            subjects.grain = in_force.grain
            and subjects.period = in_force.period
            and subjects.subject_type = in_force.subject_type
            and subjects.role = in_force.role
            and (in_force.region = '*' or subjects.region = in_force.region)
    qualify
        rank() over (
            partition by subjects.grain, subjects.period, subjects.subject_type, subjects.subject_id
            order by in_force.region = '*'
        ) = 1
)

select
    items.grain,
    items.period,
    items.subject_type,
    items.subject_id,
    items.scheme,
    kpis.dimension,
    items.item_id as kpi_id,
    cast(dimensions.weight as decimal(9, 6)) as dimension_weight,
    cast(items.weight as decimal(9, 6)) as kpi_weight,
    cast(dimensions.weight * items.weight * 0.01 as decimal(9, 6)) as weight
from placed as items
inner join {{ ref('period_kpis') }} as kpis
    on items.grain = kpis.grain and items.period = kpis.period and items.item_id = kpis.kpi_id
inner join placed as dimensions
    on
        items.grain = dimensions.grain
        and items.period = dimensions.period
        and items.subject_type = dimensions.subject_type
        and items.subject_id = dimensions.subject_id
        and items.scheme = dimensions.scheme
        and kpis.dimension = dimensions.item_id
where items.item_kind = 'kpi' and dimensions.item_kind = 'dimension'
