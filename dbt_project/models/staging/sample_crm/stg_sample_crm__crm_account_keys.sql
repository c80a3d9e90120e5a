-- The CRM's links from finance's customer numbers to accounts.
with landed as (
    select * from {{ source('landing', 'crm__account_links') }}
)

select
    {{ as_text('system') }} as system,
    {{ as_text('system') }} || ':' || {{ as_text('external_no') }} as source_key,
    {{ as_key('crm', 'account_id') }} as account_id,
    _object_id as source_object_id,
    _row_id as source_row_id,
    {{ first_broken_rule([
        required('system'),
        required('source_key', 'external_no'),
        required('account_id'),
        duplicate_key("system || ':' || external_no")
    ]) }}
from landed
