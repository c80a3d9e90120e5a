-- What each credited employee earns of each invoice line: all of it, or a part that split_line_parts holds.
select
    lines.invoice_line_id,
    lines.invoice_id,
    lines.kind,
    lines.invoiced_on,
    lines.basis_on,
    lines.kind = 'credit_note' and lines.basis_on < lines.invoiced_on as keeps_last_assignment,
    credits.employee_key,
    credits.employee_id,
    credits.share,
    credits.split_type,
    coalesce(parts.net_amount, lines.net_amount_rc) as net_amount,
    coalesce(parts.net_amount, lines.net_amount_rc) + coalesce(parts.tax_amount, lines.tax_amount_rc, 0) as gross_amount,
    coalesce(parts.cost_amount, lines.cost_amount_rc) as cost_amount,
    coalesce(parts.line_part, 1) as line_part,
    lines.customer_class,
    lines.product_class,
    lines.industry,
    lines.customer_tier,
    lines.rate_object_id,
    lines.rate_row_id,
    coalesce(lines.problem, {{ owner_problem('credits.employee_key', 'credits.employee_id') }}) as problem,
    lines.source_object_id,
    lines.source_row_id
from {{ ref('invoice_lines') }} as lines
inner join {{ ref('line_credits') }} as credits on lines.invoice_line_id = credits.invoice_line_id
left join {{ ref('split_line_parts') }} as parts
    on
        credits.invoice_line_id = parts.invoice_line_id
        and credits.split_type = parts.split_type
        and credits.employee_key is not distinct from parts.employee_key
