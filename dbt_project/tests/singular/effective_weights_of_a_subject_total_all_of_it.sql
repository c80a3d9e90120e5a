-- After the weight of what has no score is shared out, what is left totals 100 % again.
select
    grain,
    period,
    subject_type,
    subject_id,
    sum(effective_weight) as effective_weight
from {{ ref('kpi_scores') }}
where status = 'scored'
group by grain, period, subject_type, subject_id
having sum(effective_weight) <> 100
