-- What stands beside a value: the mean of the team that the subject belongs to, its rank, the year to date and the period before.
with scores as (
    select * from {{ ref('kpi_scores') }}
)

select
    scores.grain,
    scores.period,
    scores.subject_type,
    scores.subject_id,
    scores.kpi_id,
    case when scores.subject_type = 'employee' or means.form <> 'sum' then means.team_mean end as team_mean,
    ranks.rank,
    ranks.rank_of,
    to_date.value as ytd_value,
    to_date.target as ytd_target,
    earlier.value as previous_value,
    earlier.score as previous_score
from scores
inner join {{ ref('neighbouring_periods') }} as neighbours
    on scores.grain = neighbours.grain and scores.period = neighbours.period
left join {{ ref('subjects') }} as subjects
    on
        scores.grain = subjects.grain
        and scores.period = subjects.period
        and scores.subject_type = subjects.subject_type
        and scores.subject_id = subjects.subject_id
left join {{ ref('team_means') }} as means
    on
        scores.grain = means.grain
        and scores.period = means.period
        and scores.kpi_id = means.kpi_id
        and subjects.manager_employee_id = means.team_id
left join {{ ref('kpi_ranks') }} as ranks
    on
        scores.grain = ranks.grain
        and scores.period = ranks.period
        and scores.subject_type = ranks.subject_type
        and scores.subject_id = ranks.subject_id
        and scores.kpi_id = ranks.kpi_id
left join scores as to_date
    on
        to_date.grain = 'YTD'
        and neighbours.ytd_period = to_date.period
        and scores.subject_type = to_date.subject_type
        and scores.subject_id = to_date.subject_id
        and scores.kpi_id = to_date.kpi_id
left join scores as earlier
    on
        scores.grain = earlier.grain
        and neighbours.previous_period = earlier.period
        and scores.subject_type = earlier.subject_type
        and scores.subject_id = earlier.subject_id
        and scores.kpi_id = earlier.kpi_id
