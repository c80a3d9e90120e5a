-- The invoice lines of all systems in use, accepted or not.
with fed as (
    {{ union_feeds('fin_invoices') }}
),

-- Lines that a credit note takes back.
reversed as (
    select invoice_line_id
    from fed
    where
        rejected_rule is null
        and invoice_line_id in (select lines.reverses_invoice_line_id from fed as lines)
)

select
    * exclude (rejected_rule, rejected_value),
    {{ first_broken_rule_after_staging([
        orphan('account_id', ['crm_accounts.account_id', 'crm_account_keys.source_key']),
        orphan('opportunity_id', ['crm_opportunities.opportunity_id']),
        orphan('product_id', ['fin_products.product_id']),
        {'rule': 'orphan_reverses_invoice_line_id', 'when': 'reverses_invoice_line_id is not null and reverses_invoice_line_id not in (select invoice_line_id from reversed)', 'value': 'reverses_invoice_line_id'}
    ]) }}
from fed
