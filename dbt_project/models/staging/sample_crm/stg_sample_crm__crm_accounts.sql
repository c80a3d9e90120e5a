-- The CRM's accounts as customers.
with landed as (
    select * from {{ source('landing', 'crm__accounts') }}
)

select
    {{ as_key('crm', 'id') }} as account_id,
    {{ as_text('name') }} as account_name,
    {{ as_text('industry') }} as industry,
    {{ as_text('region') }} as region,
    lower({{ as_text('tier') }}) as tier,
    {{ as_key('crm', 'owner_user_id') }} as owner_employee_id,
    {{ as_date('created_on') }} as created_on,
    _object_id as source_object_id,
    _row_id as source_row_id,
    {{ first_broken_rule([
        required('account_id', 'id'),
        required('account_name', 'name'),
        unknown('tier', ['strategic', 'potential', 'standard', 'lost']),
        bad_date('created_on'),
        duplicate_key('id')
    ]) }}
from landed
