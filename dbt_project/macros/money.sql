{#- Amounts in the reporting currency: four decimals, rounded half away from zero. The amount is widened first: DuckDB multiplies two decimals of
    18 digits within 18 digits. -#}
{% macro converted(amount, rate) -%}
    cast(round(cast({{ amount }} as decimal(38, 4)) * {{ rate }}, 4) as decimal(18, 4))
{%- endmacro %}

{#- The whole number of smallest units (0.0001) in an amount, wide enough to multiply. -#}
{% macro units(amount) -%}
    cast(cast({{ amount }} as decimal(38, 4)) * 10000 as hugeint)
{%- endmacro %}
