-- A source system's key that means two customers.
select
    source_key,
    string_agg(account_id, ', ' order by account_id) as customers
from {{ ref('account_keys') }}
group by source_key
having count(*) > 1
