-- Invoice lines that count, each with its basis: the line whose rate, class and people it takes. That is the line itself,
-- or for a credit note the one that it takes back (which may be voided).
with lines as (
    select * from {{ ref('fin_invoices') }}
),

reversed as (
    select * from lines
    where
        invoice_line_id in (
            select notes.reverses_invoice_line_id
            from lines as notes
            where notes.kind = 'credit_note'
        )
),

based as (
    select
        lines.*,
        reversed.invoice_line_id is not null as takes_back,
        case when takes_back then reversed.invoiced_on else lines.invoiced_on end as basis_on,
        case when takes_back then reversed.account_id else lines.account_id end as basis_account_id,
        case when takes_back then reversed.product_id else lines.product_id end as basis_product_id,
        case when takes_back then reversed.employee_id else lines.employee_id end as basis_employee_id,
        case when takes_back then reversed.opportunity_id else lines.opportunity_id end as basis_opportunity_id
    from lines
    left join reversed on case when lines.kind = 'credit_note' then lines.reverses_invoice_line_id end = reversed.invoice_line_id
    where not coalesce(lines.voided, false)
)

select
    based.* exclude (takes_back),
    coalesce(accounts.account_id, based.basis_account_id) as account_key_id
from based
left join {{ ref('account_keys') }} as accounts on based.basis_account_id = accounts.source_key
