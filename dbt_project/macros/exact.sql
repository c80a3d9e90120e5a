{#- The only division: exact, rounded half away from zero, in whole numbers. DuckDB divides decimals as floating point, which is off by a unit
    in the last place for some ratios.

    numerator, denominator: expressions of decimal or integer type with at most `scale` decimals; a zero or null denominator gives null.
    The result is DECIMAL(38, decimals). -#}
{% macro exact_ratio(numerator, denominator, decimals=6, scale=6) -%}
    {%- set unit = 'cast(1' ~ '0' * scale ~ ' as decimal(38, 0))' -%}
    {%- set n = 'cast((' ~ numerator ~ ') * ' ~ unit ~ ' as hugeint)' -%}
    {%- set d = 'nullif(cast((' ~ denominator ~ ') * ' ~ unit ~ ' as hugeint), 0)' -%}
    {%- set whole = '(2 * 1' ~ '0' * decimals ~ '::hugeint * abs(' ~ n ~ ') + abs(' ~ d ~ ')) // (2 * abs(' ~ d ~ '))' -%}
    {%- set sign = 'case when (' ~ n ~ ' < 0) <> (' ~ d ~ ' < 0) then -1 else 1 end' -%}
    {%- set step = 'cast(' ~ ('0.' ~ '0' * (decimals - 1) ~ '1' if decimals else '1') ~ ' as decimal(' ~ (decimals + 1) ~ ', ' ~ decimals ~ '))' -%}
    cast(cast(({{ sign }}) * ({{ whole }}) as decimal(38, 0)) * {{ step }} as decimal(38, {{ decimals }}))
{%- endmacro %}
