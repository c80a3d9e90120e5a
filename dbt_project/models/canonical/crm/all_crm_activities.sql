-- The activities of all systems in use, accepted or not.
with fed as (
    {{ union_feeds('crm_activities') }}
)

select
    * exclude (rejected_rule, rejected_value),
    {{ first_broken_rule_after_staging([
        orphan('account_id', ['crm_accounts.account_id', 'crm_account_keys.source_key']),
        orphan('opportunity_id', ['crm_opportunities.opportunity_id']),
        orphan('lead_id', ['crm_leads.lead_id'])
    ]) }}
from fed
