-- Which invoice each line bills, and when that is due. A credit note lowers what is due on the invoice that it takes back, on that invoice's day.
with lines as (
    select * from {{ ref('invoice_lines') }}
),

notes as (
    select reverses_invoice_line_id from lines
    where kind = 'credit_note'
),

reversed as (
    select * from {{ ref('fin_invoices') }}
    where invoice_line_id in (select notes.reverses_invoice_line_id from notes)
)

select
    lines.invoice_line_id,
    coalesce(reversed.invoice_id, lines.invoice_id) as bills_invoice_id,
    coalesce(reversed.due_on, reversed.invoiced_on, lines.due_on, lines.invoiced_on) as due_on,
    lines.invoiced_on,
    lines.basis_on,
    lines.kind,
    lines.currency,
    lines.net_amount + coalesce(lines.tax_amount, 0) as gross_amount
from lines
left join reversed on case when lines.kind = 'credit_note' then lines.reverses_invoice_line_id end = reversed.invoice_line_id
