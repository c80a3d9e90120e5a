{#- Reading raw columns: whatever the source delivers, text (CSV) or native types (a database), gives the same value; what cannot be read gives null,
    and a rule in rules.sql says so. -#}
{% macro as_text(raw) -%}
    nullif(trim(cast({{ raw }} as varchar)), '')
{%- endmacro %}

{% macro as_number(raw, type='decimal(18,4)') -%}
    try_cast({{ as_text(raw) }} as {{ type }})
{%- endmacro %}

{% macro as_money(raw) -%}
    {{ as_number(raw, 'decimal(18,4)') }}
{%- endmacro %}

{#- An instant in UTC; text with an offset is converted, text without one is taken as UTC. (A cast to timestamp alone would drop the offset.) -#}
{% macro as_instant(raw) -%}
    case
        when regexp_matches({{ as_text(raw) }}, ':[0-9:.]+[+-][0-9]{2}') then timezone('UTC', try_cast({{ as_text(raw) }} as timestamptz))
        else try_cast({{ as_text(raw) }} as timestamp)
    end
{%- endmacro %}

{#- A day as it is written. -#}
{% macro as_date(raw) -%}
    cast(try_cast({{ as_text(raw) }} as timestamp) as date)
{%- endmacro %}

{% macro as_flag(raw) -%}
    try_cast({{ as_text(raw) }} as boolean)
{%- endmacro %}

{#- A key of ours: the system's prefix, a colon, the source's own id. -#}
{% macro as_key(prefix, raw) -%}
    '{{ prefix }}:' || {{ as_text(raw) }}
{%- endmacro %}

{#- The day of an instant (UTC) in the company's time zone, e.g. company_date('created_at', 'calendar.timezone'). -#}
{% macro company_date(instant, timezone) -%}
    cast(timezone({{ timezone }}, timezone('UTC', {{ instant }})) as date)
{%- endmacro %}
