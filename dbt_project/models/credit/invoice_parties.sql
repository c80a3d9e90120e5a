-- Among whom an invoice's cash is divided: who earns its lines, by what is billed to each.
select
    lines.invoice_id,
    lines.employee_key,
    lines.employee_id,
    lines.split_type,
    lines.problem,
    min(receivables.due_on) as due_on,
    min(lines.basis_on) as basis_on,
    coalesce(sum(lines.gross_amount), 0) as gross_amount,
    min(lines.customer_class) as customer_class,
    min(lines.industry) as industry,
    min(lines.customer_tier) as customer_tier
from {{ ref('credited_lines') }} as lines
inner join {{ ref('receivable_lines') }} as receivables on lines.invoice_line_id = receivables.invoice_line_id
group by lines.invoice_id, lines.employee_key, lines.employee_id, lines.split_type, lines.problem
