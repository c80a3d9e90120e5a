-- Corrections made by hand, under the employee whom they concern.
select
    strftime(adjustments.credit_date, '%Y-%m') as period,
    coalesce(keys.employee_id, adjustments.employee_id) as employee_id,
    adjustments.kpi_id,
    adjustments.amount,
    adjustments.reason,
    adjustments.author,
    adjustments.credit_date
from {{ ref('fin_adjustments') }} as adjustments
left join {{ ref('employee_keys') }} as keys
    on
        adjustments.employee_id = keys.source_key
        and adjustments.credit_date >= keys.valid_from
        and adjustments.credit_date <= keys.valid_to
order by adjustments.credit_date, adjustments.adjustment_id
