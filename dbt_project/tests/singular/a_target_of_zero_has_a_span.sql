-- Attainment divides by the span, and by the target where policy gives none: a target of zero needs one.
select
    targets.grain,
    targets.period,
    targets.subject_type,
    targets.subject_id,
    targets.kpi_id,
    targets.source_object_id,
    targets.source_row_id
from {{ ref('kpi_targets') }} as targets
inner join {{ ref('period_kpis') }} as kpis using (grain, period, kpi_id)
where targets.target = 0 and kpis.span is null
