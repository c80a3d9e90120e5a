-- Revenue parts of an invoice line that several people share sum to the line.
select
    parts.invoice_line_id,
    lines.net_amount_rc,
    sum(parts.net_amount) as net_parts,
    lines.cost_amount_rc,
    sum(parts.cost_amount) as cost_parts,
    sum(parts.line_part) as line_parts
from {{ ref('split_line_parts') }} as parts
inner join {{ ref('invoice_lines') }} as lines on parts.invoice_line_id = lines.invoice_line_id
where parts.split_type = 'revenue'
group by parts.invoice_line_id, lines.net_amount_rc, lines.cost_amount_rc
having net_parts <> lines.net_amount_rc or cost_parts <> lines.cost_amount_rc or line_parts <> 1
