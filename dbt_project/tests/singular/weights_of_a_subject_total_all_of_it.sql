-- The weights that apply to a subject in a period total 100 %.
select
    grain,
    period,
    subject_type,
    subject_id,
    sum(weight) as weight
from {{ ref('kpi_weights') }}
group by grain, period, subject_type, subject_id
having sum(weight) <> 100
