-- Each value with everything that is printed beside it.
select
    scores.grain,
    scores.period,
    kpis.period_start,
    kpis.period_end,
    scores.subject_type,
    scores.subject_id,
    scores.kpi_id,
    scores.kpi_version,
    scores.dimension,
    kpis.sort_order,
    kpis.unit,
    kpis.direction,
    kpis.cadence,
    kpis.form,
    measured.numerator,
    measured.denominator,
    scores.value,
    measured.postings,
    measured.postings_digest,
    scores.target,
    scores.target_kind,
    scores.attainment,
    scores.score,
    scores.weight,
    scores.effective_weight,
    cast({{ exact_ratio('cast(scores.score as decimal(38, 4)) * scores.effective_weight', '100', 4, 10) }} as decimal(18, 4)) as weighted_score,
    scores.status,
    scores.is_in_scope,
    comparisons.team_mean,
    comparisons.rank,
    comparisons.rank_of,
    comparisons.ytd_value,
    comparisons.ytd_target,
    comparisons.previous_value,
    comparisons.previous_score,
    'R' || upper(left(md5(concat_ws('|', scores.grain, scores.period, scores.subject_type, scores.subject_id, scores.kpi_id)), 10)) as reference
from {{ ref('kpi_scores') }} as scores
inner join {{ ref('period_kpis') }} as kpis using (grain, period, kpi_id)
inner join {{ ref('kpi_values') }} as measured using (grain, period, subject_type, subject_id, kpi_id)
inner join {{ ref('kpi_comparisons') }} as comparisons using (grain, period, subject_type, subject_id, kpi_id)
order by scores.grain, scores.period, scores.subject_type, scores.subject_id, kpis.sort_order, scores.kpi_id
