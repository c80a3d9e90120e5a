-- The straight pieces of each score curve as it stands on a period's last day, with a flat one before the first anchor and one from the last on.
with anchors as (
    select
        days.period_end,
        curves.curve_id,
        cast(curves.attainment as decimal(18, 6)) as attainment,
        cast(curves.score as decimal(18, 4)) as score
    from (select distinct period_end from {{ ref('periods') }}) as days
    inner join {{ ref('policy_curves') }} as curves
        on
            days.period_end >= curves.valid_from
            and (curves.valid_to is null or days.period_end <= curves.valid_to)
)

select
    period_end,
    curve_id,
    attainment as from_attainment,
    lead(attainment) over anchors_in_order as to_attainment,
    score as from_score,
    coalesce(lead(score) over anchors_in_order, score) as to_score
from anchors
window anchors_in_order as (partition by period_end, curve_id order by attainment)
union all
select
    period_end,
    curve_id,
    null as from_attainment,
    min(attainment) as to_attainment,
    arg_min(score, attainment) as from_score,
    arg_min(score, attainment) as to_score
from anchors
group by period_end, curve_id
