-- Manual corrections post like any row: the amount on the numerator of the KPI that they name. For a KPI that counts by period they post once in
-- each period that holds their day.
with kpis as (
    select
        kpi_id,
        arg_max(form, version) as form,
        arg_max(additivity, version) as additivity
    from {{ ref('policy_kpis') }}
    group by kpi_id
),

candidates as (
    select
        kpis.kpi_id,
        adjustments.credit_date as happened_on,
        adjustments.credit_date,
        false as keeps_last_assignment,
        adjustments.employee_id as employee_key,
        keys.employee_id,
        1 as share,
        'revenue' as split_type,
        adjustments.amount as numerator,
        case when kpis.form = 'ratio' then 0 end as denominator,
        adjustments.source_object_id,
        adjustments.source_row_id,
        null as customer_class,
        null as product_class,
        null as industry,
        null as customer_tier,
        null as rate_object_id,
        null as rate_row_id,
        {{ owner_problem('adjustments.employee_id', 'keys.employee_id') }} as problem
    from {{ ref('fin_adjustments') }} as adjustments
    inner join kpis on adjustments.kpi_id = kpis.kpi_id
    left join {{ ref('employee_keys') }} as keys
        on adjustments.employee_id = keys.source_key and adjustments.credit_date between keys.valid_from and keys.valid_to
),

monthly as (
    {{ monthly_postings('candidates') }}
)

select * from monthly

union all by name

select monthly.* replace (cast(date_trunc('month', periods.period_end) as date) as period_start, periods.grain as grain)
from monthly
inner join kpis on monthly.kpi_id = kpis.kpi_id and kpis.additivity = 'by_period'
inner join {{ ref('periods') }} as periods
    on periods.grain <> 'M' and monthly.credit_date between periods.period_start and periods.period_end
