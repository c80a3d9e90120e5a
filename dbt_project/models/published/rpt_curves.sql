-- The anchors of the curve that scores each KPI.
select distinct
    curves.curve_id,
    kpis.kpi_id,
    curves.attainment,
    curves.score,
    curves.valid_from,
    curves.valid_to
from {{ ref('policy_curves') }} as curves
inner join {{ ref('policy_kpis') }} as kpis on curves.curve_id = kpis.curve_id
order by curves.curve_id, kpis.kpi_id, curves.valid_from, curves.attainment
