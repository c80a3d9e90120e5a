-- What each of several people earns of an invoice line. Undivided lines are not here: whoever has all of a line needs no arithmetic.
with divided as (
    select
        credits.invoice_line_id,
        credits.employee_key,
        credits.split_type,
        credits.share,
        unnest(['net', 'tax', 'cost', 'line']) as measure,
        unnest([lines.net_amount_rc, lines.tax_amount_rc, lines.cost_amount_rc, 1]) as whole
    from {{ ref('line_credits') }} as credits
    inner join {{ ref('invoice_lines') }} as lines on credits.invoice_line_id = lines.invoice_line_id
    where credits.share <> 1
),

revenue as (
    select * from divided
    where split_type = 'revenue'
),

parts as (
    select
        invoice_line_id,
        employee_key,
        split_type,
        measure,
        part
    from {{ largest_remainder('revenue', ['invoice_line_id', 'measure'], 'whole', 'share', ['employee_key'], 'part') }}

    union all

    select
        invoice_line_id,
        employee_key,
        split_type,
        measure,
        {{ converted('whole', 'share') }} as part
    from divided
    where split_type = 'overlay'
)

select
    invoice_line_id,
    employee_key,
    split_type,
    max(part) filter (where measure = 'net') as net_amount,
    max(part) filter (where measure = 'tax') as tax_amount,
    max(part) filter (where measure = 'cost') as cost_amount,
    max(part) filter (where measure = 'line') as line_part
from parts
group by invoice_line_id, employee_key, split_type
