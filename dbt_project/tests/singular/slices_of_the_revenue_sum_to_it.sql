-- The slices of each kind sum to the revenue that is printed above them.
with slices as (
    select
        grain,
        period,
        subject_type,
        subject_id,
        slice_kind,
        sum(amount) as amount
    from {{ ref('rpt_slices') }}
    group by grain, period, subject_type, subject_id, slice_kind
)

select
    slices.grain,
    slices.period,
    slices.subject_type,
    slices.subject_id,
    slices.slice_kind,
    slices.amount,
    revenue.numerator
from slices
inner join {{ ref('rpt_kpis') }} as revenue using (grain, period, subject_type, subject_id)
where revenue.kpi_id = 'revenue' and slices.amount is distinct from revenue.numerator
