-- Invoice lines that count, each with its basis: the line whose rate, class and people it takes. That is the line itself,
-- or for a credit note the one that it takes back (which may be voided).
with lines as (
    select * from {{ ref('fin_invoices') }}
),

reversed as (
    select * from lines
    where invoice_line_id in (
        select notes.reverses_invoice_line_id from lines as notes
        where notes.kind = 'credit_note'
    )
),

based as (
    select
        lines.*,
    {%- for column in ['invoiced_on', 'account_id', 'product_id', 'employee_id', 'opportunity_id'] %}
        case when reversed.invoice_line_id is null then lines.{{ column }} else reversed.{{ column }} end
            as basis_{{ 'on' if column == 'invoiced_on' else column }}{{ ',' if not loop.last }}
    
    {%- endfor %}
    from lines
    left join reversed on case when lines.kind = 'credit_note' then lines.reverses_invoice_line_id end = reversed.invoice_line_id
    where not coalesce(lines.voided, false)
)

select
    based.*,
    coalesce(accounts.account_id, based.basis_account_id) as account_key_id
from based
left join {{ ref('account_keys') }} as accounts on based.basis_account_id = accounts.source_key
