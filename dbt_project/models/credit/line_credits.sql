-- Who earns each invoice line: its sales person, else whoever shares the deal. A credit note takes from those who earned the line that it takes back.
with lines as (
    select
        invoice_line_id,
        invoice_id,
        invoiced_on as credit_on,
        basis_on,
        basis_employee_id,
        basis_opportunity_id
    from {{ ref('invoice_lines') }}
),

shared as (
    select
        lines.*,
        coalesce(lines.basis_employee_id, deals.employee_key) as employee_key,
        coalesce(deals.share, 1) as share,
        coalesce(deals.split_type, 'revenue') as split_type
    from lines
    left join {{ ref('deal_credits') }} as deals
        on case when lines.basis_employee_id is null then lines.basis_opportunity_id end = deals.opportunity_id
),

known as (
    select
        shared.*,
        keys.employee_id
    from shared
    left join {{ ref('employee_keys') }} as keys
        on shared.employee_key = keys.source_key and shared.basis_on between keys.valid_from and keys.valid_to
)

select
    invoice_line_id,
    invoice_id,
    credit_on,
    employee_key,
    employee_id,
    cast(share as decimal(9, 6)) as share,
    split_type
from known
