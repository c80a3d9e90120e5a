-- The invoice lines that kept every rule.
select * exclude (rejected_rule, rejected_value)
from {{ ref('all_fin_invoices') }}
where rejected_rule is null
