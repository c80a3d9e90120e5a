-- Orders as invoices: a row per order line, and one for what the sub-total holds beyond them. Tax is given per order, not per line: not mapped.
with headers as (
    select
        *,
        {{ as_text('salesorderid') }} as order_id,
        {{ as_date('orderdate') }} as ordered_on,
        {{ as_money('subtotal') }} as sub_total
    from {{ source('landing', 'erp__salesorderheader') }}
),

itemised as (
    select
        order_id,
        sum(net_amount) as net_amount
    from {{ ref('stg_adventureworks__order_lines') }}
    group by order_id
),

costs as (
    select
        {{ as_text('productid') }} as product_id,
        {{ as_date('startdate') }} as starts_on,
        coalesce({{ as_date('enddate') }}, date '9999-12-31') as ends_on,
        {{ as_money('standardcost') }} as cost
    from {{ source('landing', 'erp__productcosthistory') }}
),

-- An order that cannot be read stands here too, so that its own row is rejected beside those of its lines.
unitemised as (
    select
        headers.*,
        headers.sub_total - coalesce(itemised.net_amount, 0) as net_amount
    from headers
    left join itemised on headers.order_id = itemised.order_id
    where
        headers.sub_total is distinct from coalesce(itemised.net_amount, 0)
        or headers.ordered_on is null
        or headers._is_duplicate
),

invoice_rows as (
    select
        'invoice' as kind,
        lines.salesorderdetailid as line_id,
        headers.* exclude (order_id, _object_id, _row_id, _is_duplicate),
        lines.* exclude (salesorderdetailid, _is_duplicate),
        lines.quantity * costs.cost as cost_amount,
        lines._is_duplicate or headers._is_duplicate as _is_duplicate
    from {{ ref('stg_adventureworks__order_lines') }} as lines
    left join headers on lines.order_id = headers.order_id
    left join costs on {{ as_text('lines.productid') }} = costs.product_id and headers.ordered_on between costs.starts_on and costs.ends_on
    union all by name
    select
        'unitemised' as kind,
        'unitemised' as line_id,
        *
    from unitemised
)

select
    {{ as_key('aw', 'order_id') }} || '/' || {{ as_text('line_id') }} as invoice_line_id,
    {{ as_key('aw', 'order_id') }} as invoice_id,
    ordered_on as invoiced_on,
    {{ as_date('duedate') }} as due_on,
    {{ as_key('aw', 'customerid') }} as account_id,
    {{ as_key('aw', 'salespersonid') }} as employee_id,
    cast(null as varchar) as opportunity_id,
    {{ as_key('aw', 'productid') }} as product_id,
    net_amount,
    cost_amount,
    cast(null as decimal(18, 4)) as tax_amount,
    'USD' as currency,
    kind,
    cast(null as varchar) as reverses_invoice_line_id,
    -- 4 rejected, 6 cancelled
    {{ as_text('status') }} in ('4', '6') as voided,
    _object_id as source_object_id,
    _row_id as source_row_id,
    {{ first_broken_rule(order_rules()) }}
from invoice_rows
