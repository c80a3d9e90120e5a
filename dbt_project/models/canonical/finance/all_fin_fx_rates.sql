-- The exchange rates of all systems in use, accepted or not.
{{ union_feeds('fin_fx_rates') }}
