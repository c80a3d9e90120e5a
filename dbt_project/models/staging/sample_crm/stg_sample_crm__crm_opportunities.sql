-- The CRM's deals; product codes are finance's.
with landed as (
    select * from {{ source('landing', 'crm__opportunities') }}
)

select
    {{ as_key('crm', 'id') }} as opportunity_id,
    {{ as_key('crm', 'account_id') }} as account_id,
    {{ as_key('crm', 'owner_user_id') }} as owner_employee_id,
    {{ as_date('created_on') }} as created_on,
    {{ as_text('stage') }} as stage,
    lower({{ as_text('status') }}) as status,
    {{ as_date('closed_on') }} as closed_on,
    {{ as_date('expected_close_on') }} as expected_close_on,
    {{ as_money('amount') }} as amount,
    upper({{ as_text('currency') }}) as currency,
    {{ as_text('lost_reason') }} as lost_reason,
    {{ as_key('fin', 'product_code') }} as product_id,
    _object_id as source_object_id,
    _row_id as source_row_id,
    {{ first_broken_rule([
        required('opportunity_id', 'id'),
        required('owner_employee_id', 'owner_user_id'),
        required('created_on'),
        bad_date('created_on'),
        required('stage'),
        required('status'),
        unknown('status', ['open', 'won', 'lost']),
        bad_date('closed_on'),
        {'rule': 'required_closed_on', 'when': "lower(status) in ('won', 'lost') and " ~ as_text('closed_on') ~ ' is null', 'value': 'null'},
        bad_date('expected_close_on'),
        bad_number('amount'),
        negative('amount'),
        duplicate_key('id')
    ]) }}
from landed
