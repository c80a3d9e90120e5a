-- What finance's rows come to, month by month: straight from the canonical rows, without asking who is credited.
with lines as (
    select
        invoices.*,
        coalesce(reversed.due_on, reversed.invoiced_on, invoices.due_on, invoices.invoiced_on) as falls_due_on,
        classes.customer_class,
        classes.product_class,
        {{ converted('invoices.net_amount', 'rates.rate') }} as net_amount_rc,
        {{ converted('invoices.tax_amount', 'rates.rate') }} as tax_amount_rc,
        {{ converted('invoices.cost_amount', 'rates.rate') }} as cost_amount_rc
    from {{ ref('fin_invoices') }} as invoices
    inner join {{ ref('invoice_lines') }} as classes on invoices.invoice_line_id = classes.invoice_line_id
    left join {{ ref('fin_invoices') }} as reversed
        on case when invoices.kind = 'credit_note' then invoices.reverses_invoice_line_id end = reversed.invoice_line_id
    left join {{ ref('fx_rates_daily') }} as rates
        on invoices.currency = rates.currency and coalesce(reversed.invoiced_on, invoices.invoiced_on) = rates.rate_date
),

invoices as (
    select
        invoice_id,
        min(falls_due_on) as falls_due_on,
        min(classes.basis_on) as basis_on
    from lines
    inner join {{ ref('invoice_lines') }} as classes using (invoice_line_id, invoice_id)
    group by invoice_id
),

cash as (
    select
        payments.*,
        invoices.falls_due_on,
        {{ converted('payments.amount', 'rates.rate') }} as amount_rc
    from {{ ref('fin_payments') }} as payments
    left join invoices on payments.invoice_id = invoices.invoice_id
    left join {{ ref('fx_rates_daily') }} as rates
        on payments.currency = rates.currency and coalesce(invoices.basis_on, payments.paid_on) = rates.rate_date
),

{% set amounts = [
    ('revenue', 'lines', 'invoiced_on', 'invoiced_on', 'net_amount_rc', 'null', 'true'),
    ('revenue_new_customer', 'lines', 'invoiced_on', 'invoiced_on', 'net_amount_rc', 'null', "customer_class = 'new'"),
    ('revenue_new_product', 'lines', 'invoiced_on', 'invoiced_on', 'net_amount_rc', 'null', "product_class = 'new'"),
    ('new_product_share', 'lines', 'invoiced_on', 'invoiced_on', "case when product_class = 'new' then net_amount_rc else 0 end", 'net_amount_rc',
        "product_class <> 'unknown'"),
    ('profit_margin', 'lines', 'invoiced_on', 'invoiced_on', 'net_amount_rc - cost_amount_rc', 'net_amount_rc', "kind <> 'unitemised'"),
    ('collection_rate', 'lines', 'invoiced_on', 'falls_due_on', '0', 'net_amount_rc + coalesce(tax_amount_rc, 0)', 'true'),
    ('collection_rate', 'cash', 'paid_on', 'greatest(paid_on, falls_due_on)', 'amount_rc', '0', 'true'),
    ('collection_rate', 'cash', 'reversed_on', 'greatest(reversed_on, falls_due_on)', '-amount_rc', '0', 'reversed_on is not null')
] %}
entries as (
    {%- for kpi_id, source, happened_on, credit_date, numerator, denominator, condition in amounts %}
        select
            '{{ kpi_id }}' as kpi_id,
            {{ happened_on }} as happened_on,
            {{ credit_date }} as credit_date,
            {{ numerator }} as numerator,
            {{ denominator }} as denominator
        from {{ source }}
        where {{ condition }}
        union all
    {%- endfor %}
    select
        'profit_margin' as kpi_id,
        claims.incurred_on as happened_on,
        claims.incurred_on as credit_date,
        -{{ converted('claims.amount', 'rates.rate') }} as numerator,
        0 as denominator
    from {{ ref('fin_expenses') }} as claims
    left join {{ ref('fx_rates_daily') }} as rates on claims.currency = rates.currency and claims.incurred_on = rates.rate_date
    where claims.status is distinct from 'rejected'
)

{{ monthly_totals('entries') }}
