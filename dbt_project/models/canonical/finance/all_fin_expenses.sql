-- The expense lines of all systems in use, accepted or not.
{{ union_feeds('fin_expenses') }}
