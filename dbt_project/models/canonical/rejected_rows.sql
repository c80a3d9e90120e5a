-- Rows that broke a rule: set aside with the rule, what stood there, and whom and when they concern.
{%- set entities = {
    'crm_accounts': ['owner_employee_id', 'created_on'],
    'crm_account_keys': ['null', 'null'],
    'crm_leads': ['owner_employee_id', 'created_at'],
    'crm_opportunities': ['owner_employee_id', 'coalesce(closed_on, created_on)'],
    'crm_credit_splits': ['employee_id', 'null'],
    'crm_activities': ['employee_id', 'held_at'],
    'fin_products': ['null', 'null'],
    'fin_invoices': ['employee_id', 'invoiced_on'],
    'fin_payments': ['null', 'paid_on'],
    'fin_adjustments': ['employee_id', 'credit_date'],
    'fin_expenses': ['employee_id', 'incurred_on'],
    'fin_targets': ['subject_id', 'period_start'],
    'fin_fx_rates': ['null', 'rate_date'],
    'hr_employees': ['employee_id', 'hired_on'],
    'hr_employee_keys': ['source_key', 'valid_from'],
    'hr_assignments': ['employee_id', 'valid_from']
} %}
{% for entity, (employee_key, business_date) in entities.items() %}
    select
        '{{ entity }}' as entity,
        source_object_id,
        source_row_id,
        rejected_rule as rule,
        rejected_value as value,
        cast({{ employee_key }} as varchar) as employee_key,
        cast({{ business_date }} as date) as business_date
    from {{ ref('all_' ~ entity) }}
    where rejected_rule is not null
    {{ 'union all' if not loop.last }}
{% endfor %}
