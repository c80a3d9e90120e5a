-- Cash that finance allocated to invoices.
with landed as (
    select * from {{ source('landing', 'finance__payments') }}
)

select
    {{ as_key('fin', 'payment_id') }} as payment_id,
    {{ as_key('fin', 'invoice_no') }} as invoice_id,
    {{ as_date('paid_on') }} as paid_on,
    {{ as_money('amount') }} as amount,
    upper({{ as_text('currency') }}) as currency,
    {{ as_date('reversed_on') }} as reversed_on,
    _object_id as source_object_id,
    _row_id as source_row_id,
    {{ first_broken_rule([
        required('payment_id'),
        required('invoice_id', 'invoice_no'),
        required('paid_on'),
        bad_date('paid_on'),
        required('amount'),
        bad_number('amount'),
        negative('amount'),
        required('currency'),
        bad_date('reversed_on'),
        duplicate_key('payment_id')
    ]) }}
from landed
