-- Which KPIs count for a subject's total, and why the others do not.
select
    attained.grain,
    attained.period,
    attained.subject_type,
    attained.subject_id,
    attained.kpi_id,
    attained.kpi_version,
    attained.dimension,
    attained.is_in_scope,
    attained.value,
    attained.target,
    attained.target_kind,
    attained.attainment,
    attained.curve_score,
    weights.scheme,
    weights.dimension_weight,
    weights.kpi_weight,
    weights.weight,
    case
        when weights.weight is null then 'not_weighted'
        when attained.value is null then 'no_value'
        when attained.curve_score is null then 'no_target'
        else 'scored'
    end as status
from {{ ref('kpi_attainments') }} as attained
left join {{ ref('kpi_weights') }} as weights using (grain, period, subject_type, subject_id, kpi_id)
