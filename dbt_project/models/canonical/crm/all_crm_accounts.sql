-- The customers of all systems in use, accepted or not.
{{ union_feeds('crm_accounts') }}
