-- Value against target, then attainment against the curve: the two sums that turn a number into points.
with measured as (
    select
        measured.grain,
        measured.period,
        measured.subject_type,
        measured.subject_id,
        measured.kpi_id,
        kpis.kpi_version,
        kpis.dimension,
        kpis.is_in_scope,
        kpis.curve_id,
        kpis.period_end,
        measured.value,
        targets.target,
        targets.target_kind,
        coalesce(cast(kpis.span as decimal(38, 6)), abs(targets.target)) as span,
        case kpis.direction when 'up' then 1 else -1 end * (measured.value - targets.target) as gain
    from {{ ref('kpi_values') }} as measured
    inner join {{ ref('period_kpis') }} as kpis
        on measured.grain = kpis.grain and measured.period = kpis.period and measured.kpi_id = kpis.kpi_id
    left join {{ ref('kpi_targets') }} as targets
        on
            measured.grain = targets.grain
            and measured.period = targets.period
            and measured.subject_type = targets.subject_type
            and measured.subject_id = targets.subject_id
            and measured.kpi_id = targets.kpi_id
),

attained as (
    select
        *,
        {{ exact_ratio('span + gain', 'span') }} as reached,
        -- Not greatest(): it would make a zero of what is missing.
        case when reached < 0 then 0 else reached end as attainment
    from measured
)

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
    cast(attained.attainment as decimal(38, 6)) as attainment,
    cast(case
        when segments.from_score = segments.to_score then segments.from_score
        else {{ exact_ratio(
            'cast(segments.from_score as decimal(38, 4)) * (segments.to_attainment - segments.from_attainment)'
            ~ ' + (attained.attainment - segments.from_attainment) * (segments.to_score - segments.from_score)',
            'segments.to_attainment - segments.from_attainment', 4, 10) }}
    end as decimal(18, 4)) as curve_score
from attained
left join {{ ref('curve_segments') }} as segments
    on
        attained.period_end = segments.period_end
        and attained.curve_id = segments.curve_id
        and (segments.from_attainment is null or attained.attainment >= segments.from_attainment)
        and (segments.to_attainment is null or attained.attainment < segments.to_attainment)
