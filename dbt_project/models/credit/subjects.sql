-- Who gets a scorecard for which period, as what: role, region and manager as on the last day in force.
with periods as (
    select * from {{ ref('periods') }}
),

spans as (
    select * from {{ ref('subject_spans') }}
),

in_period as (
    select
        periods.grain,
        periods.period,
        spans.subject_type,
        spans.subject_id,
        spans.employee_id,
        greatest(spans.valid_from, periods.period_start) as first_day,
        least(spans.valid_to, periods.period_end) as last_day,
        struct_pack(
            role := spans.role,
            region := spans.region,
            job := spans.position,
            manager_employee_id := spans.manager_employee_id
        ) as held,
        periods.period_end - periods.period_start + 1 as days_in_period
    from periods
    inner join spans on periods.period_end >= spans.valid_from and periods.period_start <= spans.valid_to
),

folded as (
    select
        grain,
        period,
        subject_type,
        subject_id,
        employee_id,
        arg_max(held, last_day) as held,
        sum(last_day - first_day + 1) as days_in_force,
        max(last_day) as last_day_in_force,
        days_in_period
    from in_period
    group by all
)

select
    grain,
    period,
    subject_type,
    subject_id,
    employee_id,
    held.role,
    held.region,
    held.job as position,
    held.manager_employee_id,
    last_day_in_force,
    cast(days_in_force as integer) as days_in_force,
    cast(days_in_period as integer) as days_in_period
from folded
