-- Invoices with something due on them, and whether all of it had been paid by then. Sums stay unrounded, so that partial payments add up.
with billed as (
    select
        lines.bills_invoice_id as invoice_id,
        min(lines.invoice_line_id) filter (where lines.kind <> 'credit_note') as first_line_id,
        arg_min(lines.due_on, lines.invoice_line_id) filter (where lines.kind <> 'credit_note') as due_on,
        arg_min(lines.basis_on, lines.invoice_line_id) filter (where lines.kind <> 'credit_note') as basis_on,
        sum(cast(lines.gross_amount as decimal(38, 4)) * rates.rate) as due_amount
    from {{ ref('receivable_lines') }} as lines
    left join {{ ref('fx_rates_daily') }} as rates on lines.currency = rates.currency and lines.basis_on = rates.rate_date
    group by lines.bills_invoice_id
),

paid as (
    select
        payments.invoice_id,
        sum(cast(payments.amount as decimal(38, 4)) * rates.rate) as paid_amount
    from {{ ref('fin_payments') }} as payments
    inner join billed on payments.invoice_id = billed.invoice_id
    inner join {{ ref('fx_rates_daily') }} as rates on payments.currency = rates.currency and billed.basis_on = rates.rate_date
    where payments.paid_on <= billed.due_on and (payments.reversed_on is null or payments.reversed_on > billed.due_on)
    group by payments.invoice_id
)

select
    billed.invoice_id,
    billed.first_line_id,
    billed.due_on,
    coalesce(paid.paid_amount, 0) >= billed.due_amount as is_paid_on_time
from billed
left join paid on billed.invoice_id = paid.invoice_id
where billed.first_line_id is not null and (billed.due_amount > 0 or billed.due_amount is null)
