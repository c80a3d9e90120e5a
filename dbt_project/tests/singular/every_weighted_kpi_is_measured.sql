-- A KPI that weighs something for a subject has a row among the values, with or without a value.
select
    weights.grain,
    weights.period,
    weights.subject_type,
    weights.subject_id,
    weights.kpi_id
from {{ ref('kpi_weights') }} as weights
anti join {{ ref('kpi_scores') }} using (grain, period, subject_type, subject_id, kpi_id)
