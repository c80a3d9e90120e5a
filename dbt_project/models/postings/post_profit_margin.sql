-- Margin after selling expenses: revenue less cost of goods and selling expenses, over revenue. A line whose cost is unknown counts on neither side;
-- what an invoice holds beyond its lines has no cost and is no part of the margin.
with lines as (
    select
        employee_key,
        employee_id,
        share,
        split_type,
        invoiced_on as happened_on,
        keeps_last_assignment,
        net_amount - cost_amount as numerator,
        net_amount as denominator,
        customer_class,
        product_class,
        industry,
        customer_tier,
        rate_object_id,
        rate_row_id,
        coalesce(problem, case when cost_amount is null then 'no_cost' end) as problem,
        source_object_id,
        source_row_id
    from {{ ref('credited_lines') }}
    where kind <> 'unitemised'
),

expenses as (
    select
        claims.employee_id as employee_key,
        keys.employee_id,
        1 as share,
        'revenue' as split_type,
        claims.incurred_on as happened_on,
        false as keeps_last_assignment,
        -{{ converted('claims.amount', 'rates.rate') }} as numerator,
        0 as denominator,
        null as customer_class,
        null as product_class,
        null as industry,
        null as customer_tier,
        rates.source_object_id as rate_object_id,
        rates.source_row_id as rate_row_id,
        case when rates.rate is null then 'unknown_currency' else {{ owner_problem('claims.employee_id', 'keys.employee_id') }} end as problem,
        claims.source_object_id,
        claims.source_row_id
    from {{ ref('fin_expenses') }} as claims
    left join {{ ref('employee_keys') }} as keys
        on claims.employee_id = keys.source_key and claims.incurred_on between keys.valid_from and keys.valid_to
    left join {{ ref('fx_rates_daily') }} as rates on claims.currency = rates.currency and claims.incurred_on = rates.rate_date
    where claims.status is distinct from 'rejected'
),

candidates as (
    select
        'profit_margin' as kpi_id,
        happened_on as credit_date,
        costs_and_sales.*
    from (
        select * from lines
        union all
        select * from expenses
    ) as costs_and_sales
)

{{ monthly_postings('candidates') }}
