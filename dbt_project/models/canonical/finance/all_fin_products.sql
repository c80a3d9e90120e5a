-- The products of all systems in use, accepted or not.
{{ union_feeds('fin_products') }}
