-- Every posting that stands, of all posting models. Each of them is sorted by month, KPI, employee and source row, so the ledger is too, KPI by KPI.
{%- set columns = [
    'kpi_id', 'period_start', 'grain', 'credit_date', 'organised_on', 'employee_id', 'share', 'split_type', 'numerator', 'denominator',
    'source_object_id', 'source_row_id', 'customer_class', 'product_class', 'region', 'industry', 'customer_tier', 'rate_object_id', 'rate_row_id'
] %}
{%- for model in var('posting_models') %}
    select {{ columns | join(', ') }}
    from {{ ref(model) }}
    where problem is null
    {{ 'union all' if not loop.last }}
{%- endfor %}
