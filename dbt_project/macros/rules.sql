{#- Rules on the way in. A rule is {'rule': name, 'when': SQL that is true for a bad row, 'value': SQL of what stood there}.
    The first broken one of a row's rules names why the row is rejected. -#}
{% macro first_broken_rule(rules) -%}
    {{ _first_name(rules) }} as rejected_rule,
    {{ _first_value(rules) }} as rejected_value
{%- endmacro %}

{#- The same for rows that staging has judged already: its verdict stands, the rules given here come after it. -#}
{% macro first_broken_rule_after_staging(rules) -%}
    coalesce(rejected_rule, {{ _first_name(rules) }}) as rejected_rule,
    case when rejected_rule is null then {{ _first_value(rules) }} else rejected_value end as rejected_value
{%- endmacro %}

{% macro _first_name(rules) -%}
    case {%- for rule in rules %} when {{ rule.when }} then '{{ rule.rule }}' {%- endfor %} else cast(null as varchar) end
{%- endmacro %}

{% macro _first_value(rules) -%}
    case {%- for rule in rules %} when {{ rule.when }} then cast({{ rule.value }} as varchar) {%- endfor %} else cast(null as varchar) end
{%- endmacro %}

{#- column: the canonical column that the rule is named after. raw: the source's expression, by default the column of the same name. -#}
{% macro required(column, raw=none) -%}
    {% do return({'rule': 'required_' ~ column, 'when': as_text(raw or column) ~ ' is null', 'value': 'null'}) %}
{%- endmacro %}

{% macro bad_date(column, raw=none) -%}
    {%- set given = raw or column -%}
    {% do return({'rule': 'bad_date_' ~ column, 'when': as_text(given) ~ ' is not null and ' ~ as_date(given) ~ ' is null', 'value': given}) %}
{%- endmacro %}

{#- Money, counts and shares alike: the text is no number, or one that is too large for `type`. -#}
{% macro bad_number(column, raw=none, type='decimal(18,4)') -%}
    {%- set given = raw or column -%}
    {% do return({'rule': 'bad_number_' ~ column, 'when': as_text(given) ~ ' is not null and ' ~ as_number(given, type) ~ ' is null', 'value': given}) %}
{%- endmacro %}

{% macro negative(column, raw=none) -%}
    {%- set given = raw or column -%}
    {% do return({'rule': 'negative_' ~ column, 'when': as_number(given, 'double') ~ ' < 0', 'value': given}) %}
{%- endmacro %}

{#- The value, in lower case, is none of `values`. -#}
{% macro unknown(column, values, raw=none) -%}
    {%- set given = raw or column -%}
    {% do return({'rule': 'unknown_' ~ column, 'when': 'lower(' ~ as_text(given) ~ ") not in ('" ~ values | join("', '") ~ "')", 'value': given}) %}
{%- endmacro %}

{#- Landing found differing versions of one key in one pull. -#}
{% macro duplicate_key(key) -%}
    {% do return({'rule': 'duplicate_key', 'when': '_is_duplicate', 'value': key}) %}
{%- endmacro %}

{#- parents: canonical columns (`entity.column`) of which one must hold the value. Parents that nobody feeds cannot be asked. -#}
{% macro orphan(column, parents, only_if='true') -%}
    {%- set missing = [] -%}
    {%- for parent in parents if feeds_of(parent.split('.')[0]) -%}
        {%- set entity, key = parent.split('.') -%}
        {%- do missing.append(column ~ ' not in (select parent.' ~ key ~ ' from ' ~ ref(entity) ~ ' as parent)') -%}
    {%- endfor -%}
    {%- set when = ([column ~ ' is not null', only_if] + missing) | join(' and ') if missing else 'false' -%}
    {% do return({'rule': 'orphan_' ~ column, 'when': when, 'value': column}) %}
{%- endmacro %}
