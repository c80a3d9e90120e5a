-- Cash against what is due. Due is an invoice line's gross amount, on its due date; cash counts once, on the later of payment and due date, and a
-- reversal takes it back on the later of its own day and the due date. An invoice is on time if all of it was paid by the due date.
with lines as not materialized (
    select
        credited.* exclude (keeps_last_assignment),
        receivables.due_on
    from {{ ref('credited_lines') }} as credited
    inner join {{ ref('receivable_lines') }} as receivables on credited.invoice_line_id = receivables.invoice_line_id
),

due as (
    select
        'collection_rate' as kpi_id,
        invoiced_on as happened_on,
        due_on as credit_date,
        0 as numerator,
        gross_amount as denominator,
        lines.*
    from lines
),

on_time as (
    select
        'on_time_payment_rate' as kpi_id,
        lines.invoiced_on as happened_on,
        invoices.due_on as credit_date,
        case when invoices.is_paid_on_time then lines.line_part else 0 end as numerator,
        lines.line_part as denominator,
        lines.*
    from {{ ref('due_invoices') }} as invoices
    inner join lines on invoices.first_line_id = lines.invoice_line_id
),

cash as (
    select
        'collection_rate' as kpi_id,
        case moves.sign when 1 then parts.paid_on else parts.reversed_on end as happened_on,
        greatest(case moves.sign when 1 then parts.paid_on else parts.reversed_on end, parts.due_on) as credit_date,
        moves.sign * parts.amount as numerator,
        0 as denominator,
        parts.party_share as share,
        parts.*
    from {{ ref('payment_parts') }} as parts
    cross join (values (1), (-1)) as moves (sign)
    where moves.sign = 1 or parts.reversed_on is not null
),

candidates as (
    select
        *,
        true as keeps_last_assignment
    from (
        select * from due
        union all by name
        select * from on_time
        union all by name
        select * from cash
    ) as entries
)

{{ monthly_postings('candidates') }}
