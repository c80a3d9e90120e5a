-- Every source row that was expected to post and does not, with the reason.
{%- for model in var('posting_models') %}
    select
        kpi_id,
        period_start,
        grain,
        credit_date,
        problem as reason,
        employee_key,
        employee_id,
        split_type,
        numerator,
        denominator,
        source_object_id,
        source_row_id
    from {{ ref(model) }}
    where problem is not null
    {{ 'union all' if not loop.last }}
{%- endfor %}
