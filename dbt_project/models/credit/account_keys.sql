-- Under which keys the systems know a customer; each customer's own id is a key too.
select
    account_id as source_key,
    account_id
from {{ ref('crm_accounts') }}

union all

select
    source_key,
    account_id
from {{ ref('crm_account_keys') }}
where source_key <> account_id
