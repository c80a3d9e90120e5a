-- The CRM's leads.
with landed as (
    select * from {{ source('landing', 'crm__leads') }}
)

select
    {{ as_key('crm', 'id') }} as lead_id,
    {{ as_instant('created_at') }} as created_at,
    {{ as_key('crm', 'owner_user_id') }} as owner_employee_id,
    {{ as_text('channel') }} as channel,
    {{ as_money('channel_cost') }} as channel_cost,
    {{ as_instant('converted_at') }} as converted_at,
    {{ as_key('crm', 'opportunity_id') }} as opportunity_id,
    {{ as_key('crm', 'account_id') }} as account_id,
    {{ as_text('status') }} as status,
    _object_id as source_object_id,
    _row_id as source_row_id,
    {{ first_broken_rule([
        required('lead_id', 'id'),
        required('created_at'),
        bad_date('created_at'),
        bad_date('converted_at'),
        bad_number('channel_cost'),
        negative('channel_cost'),
        duplicate_key('id')
    ]) }}
from landed
