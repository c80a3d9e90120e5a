-- Who earns each invoice line: its sales person, else whoever shares the deal. A credit note takes from those who earned the line that it takes back.
with lines as (
    select
        invoice_line_id,
        invoice_id,
        invoiced_on as credit_on,
        basis_on,
        kind,
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
    left join {{ ref('deal_credits') }} as deals on lines.basis_employee_id is null and lines.basis_opportunity_id = deals.opportunity_id
),

known as (
    select
        shared.*,
        keys.employee_id
    from shared
    left join {{ ref('employee_keys') }} as keys
        on shared.employee_key = keys.source_key and shared.basis_on between keys.valid_from and keys.valid_to
),

-- Somebody who has left still answers for credit notes, in the last position held.
terms as (
    select
        employee_id,
        valid_from,
        valid_to,
        case when lead(valid_from) over (partition by employee_id order by valid_from) is null then date '9999-12-31' else valid_to end as answers_to
    from {{ ref('assignments') }}
)

select
    known.invoice_line_id,
    known.invoice_id,
    known.credit_on,
    known.employee_key,
    known.employee_id,
    cast(known.share as decimal(9, 6)) as share,
    known.split_type,
    least(known.credit_on, terms.valid_to) as organised_on,
    case
        when known.employee_key is null then 'no_owner'
        when known.employee_id is null then 'unknown_employee'
        when terms.employee_id is null then 'no_assignment'
    end as problem
from known
left join terms
    on
        known.employee_id = terms.employee_id
        and known.credit_on >= terms.valid_from
        and known.credit_on <= case when known.kind = 'credit_note' and known.basis_on < known.credit_on then terms.answers_to else terms.valid_to end
