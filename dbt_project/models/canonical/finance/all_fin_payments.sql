-- The payments of all systems in use, accepted or not.
with fed as (
    {{ union_feeds('fin_payments') }}
)

select
    * exclude (rejected_rule, rejected_value),
    {{ first_broken_rule_after_staging([
        orphan('invoice_id', ['fin_invoices.invoice_id'])
    ]) }}
from fed
