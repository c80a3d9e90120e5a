{{ config(severity='warn') }}
-- Invoices that hold more than their lines: in revenue, but without product and cost, so not in margin.
select
    invoice_id,
    invoiced_on,
    employee_id,
    net_amount,
    currency,
    source_object_id,
    source_row_id
from {{ ref('fin_invoices') }}
where kind = 'unitemised'
