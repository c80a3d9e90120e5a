-- The score of each KPI, what it weighs by policy, and what it weighs after the KPIs without score are left out.
select
    statuses.grain,
    statuses.period,
    statuses.subject_type,
    statuses.subject_id,
    statuses.kpi_id,
    statuses.kpi_version,
    statuses.dimension,
    statuses.is_in_scope,
    statuses.value,
    statuses.target,
    statuses.target_kind,
    statuses.attainment,
    case when statuses.status = 'scored' then statuses.curve_score end as score,
    statuses.scheme,
    statuses.dimension_weight,
    statuses.kpi_weight,
    statuses.weight,
    case
        when statuses.status = 'scored' then effective.effective_weight
        when statuses.status <> 'not_weighted' then cast(0 as decimal(9, 6))
    end as effective_weight,
    statuses.status
from {{ ref('kpi_statuses') }} as statuses
left join {{ ref('effective_weights') }} as effective using (grain, period, subject_type, subject_id, kpi_id)
