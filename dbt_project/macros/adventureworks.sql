{#- What a row made from an AdventureWorks order must keep; the row has the columns of the order and, if it is a line, of the line. -#}
{% macro order_rules() -%}
    {% do return([
        {'rule': 'orphan_invoice_id', 'when': 'salesorderid is null', 'value': 'order_id'},
        duplicate_key('order_id'),
        required('invoice_line_id', 'line_id'),
        required('invoiced_on', 'orderdate'),
        bad_date('invoiced_on', 'orderdate'),
        bad_date('due_on', 'duedate'),
        {'rule': 'required_product_id', 'when': "kind = 'invoice' and productid is null", 'value': 'null'},
        {'rule': 'required_net_amount', 'when': "subtotal is null or (kind = 'invoice' and (orderqty is null or unitprice is null))", 'value': 'null'},
        bad_number('net_amount', 'subtotal'),
        bad_number('net_amount', 'unitprice'),
        bad_number('net_amount', 'unitpricediscount', 'decimal(7,6)'),
        bad_number('net_amount', 'orderqty', 'decimal(9,0)'),
        negative('net_amount', "case kind when 'invoice' then net_amount end")
    ]) %}
{%- endmacro %}
