-- What the dimensions bring is the total, but for its rounding to one decimal (and theirs to four).
select
    totals.grain,
    totals.period,
    totals.subject_type,
    totals.subject_id,
    totals.total,
    sum(dimensions.contribution) as contributions
from {{ ref('totals') }} as totals
inner join {{ ref('dimension_scores') }} as dimensions using (grain, period, subject_type, subject_id)
where totals.total is not null
group by totals.grain, totals.period, totals.subject_type, totals.subject_id, totals.total
having abs(sum(dimensions.contribution) - totals.total) > 0.0502
