-- What each counted invoice line is worth in reporting currency, and how it is sliced.
with lines as (
    select * from {{ ref('settled_lines') }}
),

months as (
    select
        valid_from,
        coalesce(valid_to, date '9999-12-31') as valid_to,
        to_months(cast(value as integer)) as new_for
    from {{ ref('policy_thresholds') }}
    where threshold_id = 'new_product_months'
),

launches as (
    select
        products.product_id,
        products.launched_on,
        months.valid_from,
        months.valid_to,
        products.launched_on + months.new_for as new_until
    from {{ ref('fin_products') }} as products
    cross join months
    where products.launched_on is not null
)

select
    lines.invoice_line_id,
    lines.invoice_id,
    lines.invoiced_on,
    lines.due_on,
    lines.basis_on,
    lines.account_id,
    lines.account_key_id,
    lines.employee_id,
    lines.opportunity_id,
    lines.product_id,
    lines.net_amount,
    lines.cost_amount,
    lines.tax_amount,
    lines.currency,
    lines.kind,
    lines.reverses_invoice_line_id,
    lines.basis_employee_id,
    lines.basis_opportunity_id,
    cast(round(lines.net_amount * rates.rate, 4) as decimal(18, 4)) as net_amount_rc,
    cast(round(lines.cost_amount * rates.rate, 4) as decimal(18, 4)) as cost_amount_rc,
    cast(round(lines.tax_amount * rates.rate, 4) as decimal(18, 4)) as tax_amount_rc,
    rates.source_object_id as rate_object_id,
    rates.source_row_id as rate_row_id,
    coalesce(customers.customer_class, 'unknown') as customer_class,
    case
        when launches.product_id is null then 'unknown'
        when lines.basis_on >= launches.launched_on and lines.basis_on < launches.new_until then 'new'
        else 'existing'
    end as product_class,
    accounts.industry,
    accounts.tier as customer_tier,
    case when rates.rate is null then 'unknown_currency' end as problem,
    lines.source_object_id,
    lines.source_row_id
from lines
left join {{ ref('customer_days') }} as customers on lines.account_key_id = customers.account_key_id and lines.basis_on = customers.basis_on
left join launches on lines.basis_product_id = launches.product_id and lines.basis_on between launches.valid_from and launches.valid_to
left join {{ ref('crm_accounts') }} as accounts on lines.account_key_id = accounts.account_id
left join {{ ref('fx_rates_daily') }} as rates on lines.currency = rates.currency and lines.basis_on = rates.rate_date
