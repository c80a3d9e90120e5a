-- A value's place among those of the same role; equal values share it.
with valued as (
    select
        measured.grain,
        measured.period,
        measured.subject_type,
        measured.subject_id,
        measured.kpi_id,
        subjects.role,
        case kpis.direction when 'up' then measured.value else -measured.value end as goodness
    from {{ ref('kpi_values') }} as measured
    inner join {{ ref('subjects') }} as subjects
        on
            measured.grain = subjects.grain
            and measured.period = subjects.period
            and measured.subject_type = subjects.subject_type
            and measured.subject_id = subjects.subject_id
    inner join {{ ref('period_kpis') }} as kpis
        on measured.grain = kpis.grain and measured.period = kpis.period and measured.kpi_id = kpis.kpi_id
    where measured.value is not null
)

select
    grain,
    period,
    subject_type,
    subject_id,
    kpi_id,
    cast(rank() over (peers order by goodness desc) as integer) as rank,
    cast(count(*) over peers as integer) as rank_of
from valued
window peers as (partition by grain, period, subject_type, role, kpi_id)
