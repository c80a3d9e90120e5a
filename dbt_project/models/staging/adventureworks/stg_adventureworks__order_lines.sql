-- The lines of each order with the amounts that they contribute to its sub-total.
with exact as (
    select
        *,
        {{ as_text('salesorderid') }} as order_id,
        {{ as_number('salesorderdetailid', 'bigint') }} as line_number,
        {{ as_number('orderqty', 'decimal(9,0)') }} as quantity,
        {{ as_money('unitprice') }}
        * cast(1 - coalesce({{ as_number('unitpricediscount', 'decimal(7,6)') }}, 0) as decimal(7, 6))
        * {{ as_number('orderqty', 'decimal(9,0)') }} as amount
    from {{ source('landing', 'erp__salesorderdetail') }}
),

rounded as (
    select
        *,
        round(amount, 4) as line_amount,
        round(sum(amount) over of_order, 4) - sum(round(amount, 4)) over of_order as order_difference,
        line_number = max(line_number) over of_order as is_last_line
    from exact
    window of_order as (partition by order_id)
)

select
    order_id,
    salesorderdetailid,
    productid,
    orderqty,
    unitprice,
    unitpricediscount,
    quantity,
    -- What rounding its lines loses or gains for the order goes to the last of them.
    cast(line_amount + case when is_last_line then order_difference else 0 end as decimal(18, 4)) as net_amount,
    _object_id,
    _row_id,
    _is_duplicate
from rounded
