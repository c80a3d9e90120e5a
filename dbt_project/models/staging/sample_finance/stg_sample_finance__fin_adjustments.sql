-- The controller's manual corrections, in reporting currency.
with landed as (
    select * from {{ source('landing', 'finance__adjustments') }}
)

select
    {{ as_key('fin', 'adjustment_id') }} as adjustment_id,
    {{ as_text('kpi') }} as kpi_id,
    {{ as_key('fin', 'salesperson_code') }} as employee_id,
    {{ as_date('credit_date') }} as credit_date,
    {{ as_money('amount') }} as amount,
    {{ as_text('reason') }} as reason,
    {{ as_text('author') }} as author,
    _object_id as source_object_id,
    _row_id as source_row_id,
    {{ first_broken_rule([
        required('adjustment_id'),
        required('kpi_id', 'kpi'),
        required('employee_id', 'salesperson_code'),
        required('credit_date'),
        bad_date('credit_date'),
        required('amount'),
        bad_number('amount'),
        required('reason'),
        required('author'),
        duplicate_key('adjustment_id')
    ]) }}
from landed
