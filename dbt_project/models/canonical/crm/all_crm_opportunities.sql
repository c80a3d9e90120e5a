-- The opportunities of all systems in use, accepted or not.
with fed as (
    {{ union_feeds('crm_opportunities') }}
)

select
    * exclude (rejected_rule, rejected_value),
    {{ first_broken_rule_after_staging([
        orphan('account_id', ['crm_accounts.account_id', 'crm_account_keys.source_key'])
    ]) }}
from fed
