-- The weight of what has no score, shared out: within its dimension, and where a dimension has nothing left, among the other dimensions.
-- In millionths of a percent, by largest remainder, so that the parts sum to 100 %.
with scored as (
    select
        *,
        cast(dimension_weight * 1000000 as hugeint) as dimension_part,
        cast(kpi_weight * 1000000 as hugeint) as kpi_part
    from {{ ref('kpi_statuses') }}
    where status = 'scored'
),

dimensions as (
    select
        grain,
        period,
        subject_type,
        subject_id,
        dimension,
        any_value(dimension_part) as part,
        sum(any_value(dimension_part)) over (partition by grain, period, subject_type, subject_id) as total
    from scored
    group by grain, period, subject_type, subject_id, dimension
),

dimension_wholes as (
    select
        *,
        (100000000 * part) // total as whole,
        (100000000 * part) % total as remainder
    from dimensions
),

dimension_units as (
    select
        *,
        whole + case
            when
                row_number() over (subject_dimensions order by remainder desc, dimension asc)
                <= 100000000 - sum(whole) over subject_dimensions
                then 1
            else 0
        end as units
    from dimension_wholes
    window subject_dimensions as (partition by grain, period, subject_type, subject_id)
),

kpi_wholes as (
    select
        scored.*,
        dimension_units.units as dimension_units,
        (dimension_units.units * scored.kpi_part) // sum(scored.kpi_part) over dimension_kpis as whole,
        (dimension_units.units * scored.kpi_part) % sum(scored.kpi_part) over dimension_kpis as remainder
    from scored
    inner join dimension_units using (grain, period, subject_type, subject_id, dimension)
    window dimension_kpis as (partition by grain, period, subject_type, subject_id, dimension)
)

select
    grain,
    period,
    subject_type,
    subject_id,
    kpi_id,
    dimension,
    cast(cast(whole + case
        when
            row_number() over (dimension_kpis order by remainder desc, kpi_id asc)
            <= dimension_units - sum(whole) over dimension_kpis
            then 1
        else 0
    end as decimal(18, 0)) * 0.000001 as decimal(9, 6)) as effective_weight
from kpi_wholes
window dimension_kpis as (partition by grain, period, subject_type, subject_id, dimension)
