-- The definition of each KPI that holds on a period's last day, and whether the period is long enough to score it.
with periods as (
    select * from {{ ref('periods') }}
),

kpis as (
    select * from {{ ref('policy_kpis') }}
)

select
    periods.grain,
    periods.period,
    periods.period_start,
    periods.period_end,
    kpis.kpi_id,
    kpis.version as kpi_version,
    kpis.dimension,
    kpis.unit,
    kpis.scale,
    kpis.direction,
    kpis.cadence,
    kpis.form,
    kpis.additivity,
    kpis.span,
    kpis.curve_id,
    kpis.sort_order,
    case
        when periods.grain = 'YTD' then true
        when kpis.cadence = 'M' then true
        when kpis.cadence = 'Q' then periods.grain in ('Q', 'Y')
        else periods.grain = 'Y'
    end as is_in_scope
from periods
inner join kpis
    on
        periods.period_end >= kpis.valid_from
        and (kpis.valid_to is null or periods.period_end <= kpis.valid_to)
