-- Finance's invoice lines: INV invoices, CRN credit notes, UNI what could not be itemised; a line names a sales person or a deal of the CRM.
with landed as (
    select * from {{ source('landing', 'finance__invoices') }}
)

select
    {{ as_key('fin', 'line_id') }} as invoice_line_id,
    {{ as_key('fin', 'invoice_no') }} as invoice_id,
    {{ as_date('invoice_date') }} as invoiced_on,
    {{ as_date('due_date') }} as due_on,
    {{ as_key('fin', 'customer_no') }} as account_id,
    {{ as_key('fin', 'salesperson_code') }} as employee_id,
    {{ as_key('crm', 'crm_opportunity') }} as opportunity_id,
    {{ as_key('fin', 'product_code') }} as product_id,
    {{ as_money('net_amount') }} as net_amount,
    {{ as_money('cost_amount') }} as cost_amount,
    {{ as_money('tax_amount') }} as tax_amount,
    upper({{ as_text('currency') }}) as currency,
    case upper({{ as_text('doc_type') }}) when 'INV' then 'invoice' when 'CRN' then 'credit_note' when 'UNI' then 'unitemised' end as kind,
    {{ as_key('fin', 'reverses_line') }} as reverses_invoice_line_id,
    coalesce(upper({{ as_text('voided') }}) = 'Y', false) as voided,
    _object_id as source_object_id,
    _row_id as source_row_id,
    {{ first_broken_rule([
        required('invoice_line_id', 'line_id'),
        required('invoice_id', 'invoice_no'),
        required('invoiced_on', 'invoice_date'),
        bad_date('invoiced_on', 'invoice_date'),
        bad_date('due_on', 'due_date'),
        required('net_amount'),
        bad_number('net_amount'),
        bad_number('cost_amount'),
        bad_number('tax_amount'),
        required('currency'),
        unknown('kind', ['inv', 'crn', 'uni'], 'doc_type'),
        {'rule': 'negative_net_amount', 'when': "upper(doc_type) = 'INV' and " ~ as_money('net_amount') ~ ' < 0', 'value': 'net_amount'},
        unknown('voided', ['y', 'n']),
        duplicate_key('line_id')
    ]) }}
from landed
