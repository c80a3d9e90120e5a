-- What each KPI means, version by version.
select
    kpi_id,
    version,
    name_en,
    name_zh,
    dimension,
    unit,
    direction,
    cadence,
    form,
    formula_en,
    formula_zh,
    valid_from,
    valid_to,
    sort_order
from {{ ref('policy_kpis') }}
order by sort_order, kpi_id, version
