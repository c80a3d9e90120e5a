-- The values, and the only division of what was posted: a ratio is Σ numerator / Σ denominator, a sum is Σ numerator, both times the KPI's scale.
with scope as (
    select
        grain,
        period,
        subject_type,
        subject_id,
        true as is_in_force
    from {{ ref('subjects') }}
    union all
    select
        grain,
        period,
        'company' as subject_type,
        'company' as subject_id,
        true as is_in_force
    from {{ ref('periods') }}
    union all
    select distinct
        grain,
        period,
        subject_type,
        subject_id,
        subject_type not in ('employee', 'team') as is_in_force
    from {{ ref('period_sums') }}
    where subject_type <> 'team' or subject_id in (
        select teams.subject_id from {{ ref('subjects') }} as teams
        where teams.subject_type = 'team'
    )
),

subjects as (
    select
        * exclude (is_in_force),
        bool_or(is_in_force) as is_in_force
    from scope
    group by all
),

measured as (
    select
        subjects.*,
        kpis.period_start,
        kpis.period_end,
        kpis.kpi_id,
        kpis.form,
        kpis.scale,
        fed.kpi_id is not null as is_fed,
        coalesce(sums.numerator, case when is_fed and (kpis.form = 'ratio' or subjects.is_in_force) then 0 end) as numerator,
        case when kpis.form = 'ratio' then coalesce(sums.denominator, case when is_fed then 0 end) end as denominator,
        coalesce(sums.postings, 0) as postings,
        md5(concat_ws('|', coalesce(sums.postings, 0), coalesce(sums.digest, 0))) as postings_digest
    from subjects
    inner join {{ ref('period_kpis') }} as kpis using (grain, period)
    left join {{ ref('period_sums') }} as sums using (grain, period, subject_type, subject_id, kpi_id)
    left join {{ ref('fed_kpis') }} as fed on kpis.kpi_id = fed.kpi_id
)

select
    grain,
    period,
    period_start,
    period_end,
    subject_type,
    subject_id,
    kpi_id,
    cast(numerator as decimal(38, 4)) as numerator,
    cast(denominator as decimal(38, 4)) as denominator,
    case
        when form = 'sum' then {{ exact_ratio('numerator * scale', '1', scale=10) }}
        when denominator > 0 then {{ exact_ratio('numerator * scale', 'denominator', scale=10) }}
    end as value,
    postings,
    postings_digest,
    is_fed
from measured
order by grain, period_start, kpi_id, subject_type, subject_id
