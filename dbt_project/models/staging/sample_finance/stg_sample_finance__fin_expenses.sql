-- Expense claims; finance notes instants with Shanghai's offset.
with landed as (
    select * from {{ source('landing', 'finance__expenses') }}
)

select
    {{ as_key('fin', 'claim_line') }} as expense_id,
    {{ as_key('fin', 'salesperson_code') }} as employee_id,
    {{ as_date('incurred_on') }} as incurred_on,
    {{ as_money('amount') }} as amount,
    upper({{ as_text('currency') }}) as currency,
    {{ as_instant('submitted_at') }} as submitted_at,
    {{ as_instant('decided_at') }} as decided_at,
    lower({{ as_text('status') }}) as status,
    {{ as_number('violations', 'integer') }} as violations,
    _object_id as source_object_id,
    _row_id as source_row_id,
    {{ first_broken_rule([
        required('expense_id', 'claim_line'),
        required('employee_id', 'salesperson_code'),
        required('incurred_on'),
        bad_date('incurred_on'),
        required('amount'),
        bad_number('amount'),
        negative('amount'),
        required('currency'),
        bad_date('submitted_at'),
        bad_date('decided_at'),
        unknown('status', ['pending', 'approved', 'rejected']),
        bad_number('violations'),
        negative('violations'),
        duplicate_key('claim_line')
    ]) }}
from landed
