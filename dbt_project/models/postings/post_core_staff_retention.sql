-- Core staff of a period's first day, and whether they are still employed after its last. What counts depends on the period's own ends, so each grain
-- has its own postings. They belong to the teams of the first day: a transfer within the company is no loss to anybody.
with excluded as (
    select
        valid_from,
        coalesce(valid_to, date '9999-12-31') as valid_to,
        string_split(value, ';') as leave_reasons
    from {{ ref('policy_thresholds') }}
    where threshold_id = 'retention_excluded_leave_reasons'
),

core_staff as (
    select
        periods.grain,
        periods.period_start as first_day,
        periods.period_end as last_day,
        assignments.employee_id,
        assignments.region
    from {{ ref('periods') }} as periods
    inner join {{ ref('assignments') }} as assignments
        on assignments.is_core and periods.period_start between assignments.valid_from and assignments.valid_to
),

judged as (
    select
        core_staff.*,
        employees.source_object_id,
        employees.source_row_id,
        coalesce(employees.left_on <= core_staff.last_day, false) as has_left,
        coalesce(list_contains(excluded.leave_reasons, employees.leave_reason), false) as has_excluded_reason
    from core_staff
    inner join {{ ref('hr_employees') }} as employees on core_staff.employee_id = employees.employee_id
    left join excluded on core_staff.last_day between excluded.valid_from and excluded.valid_to
)

select
    'core_staff_retention' as kpi_id,
    cast(date_trunc('month', last_day) as date) as period_start,
    grain,
    last_day as credit_date,
    first_day as organised_on,
    employee_id,
    cast(1 as decimal(9, 6)) as share,
    'revenue' as split_type,
    cast(case when has_left then 0 else 1 end as decimal(18, 4)) as numerator,
    cast(1 as decimal(18, 4)) as denominator,
    source_object_id,
    source_row_id,
    cast(null as varchar) as customer_class,
    cast(null as varchar) as product_class,
    region,
    cast(null as varchar) as industry,
    cast(null as varchar) as customer_tier,
    cast(null as integer) as rate_object_id,
    cast(null as bigint) as rate_row_id,
    cast(null as varchar) as problem,
    cast(null as varchar) as employee_key
from judged
where
    'core_staff_retention' in (select fed.kpi_id from {{ ref('fed_kpis') }} as fed)
    and not (has_left and has_excluded_reason)
order by period_start, grain, employee_id, source_row_id
