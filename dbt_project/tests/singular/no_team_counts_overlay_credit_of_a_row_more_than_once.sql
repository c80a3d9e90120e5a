-- Overlay shares that a team counts of one source row total at most all of it (each share is rounded to six decimals).
select
    team_id,
    kpi_id,
    grain,
    credit_date,
    source_object_id,
    source_row_id,
    sum(share) as team_share
from {{ ref('team_postings') }}
where split_type = 'overlay'
group by team_id, kpi_id, grain, credit_date, source_object_id, source_row_id, numerator < 0
having sum(share) > 1 + 0.000001 * count(*)
