-- The customer keys of all systems in use, accepted or not.
with fed as (
    {{ union_feeds('crm_account_keys') }}
)

select
    * exclude (rejected_rule, rejected_value),
    {{ first_broken_rule_after_staging([
        orphan('account_id', ['crm_accounts.account_id'])
    ]) }}
from fed
