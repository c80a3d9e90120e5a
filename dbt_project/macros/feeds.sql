{#- Which staging models feed an entity, of the systems in use. -#}
{% macro feeds_of(entity) -%}
    {%- set systems = var('systems') + ['policy'] -%}
    {%- set feeds = [] -%}
    {%- for feed in var('feeds').get(entity, []) if feed.split('__')[0][4:] in systems -%}
        {%- do feeds.append(feed) -%}
    {%- endfor -%}
    {% do return(feeds) %}
{%- endmacro %}

{% macro canonical_columns(entity) -%}
    {%- set columns = {} -%}
    {%- for domain in [crm_columns(), finance_columns(), hr_columns(), policy_columns()] -%}
        {%- do columns.update(domain) -%}
    {%- endfor -%}
    {% do return(columns[entity]) %}
{%- endmacro %}

{#- The rows of all staging models that feed `entity`, under the entity's columns and types, with the source row and the first broken rule;
    an empty, typed table if nobody feeds it. -#}
{% macro union_feeds(entity) -%}
    {%- set columns = canonical_columns(entity) -%}
    {%- set carried = {'source_object_id': 'integer', 'source_row_id': 'bigint', 'rejected_rule': 'varchar', 'rejected_value': 'varchar'} -%}
    {%- for feed in feeds_of(entity) -%}
    select
        {%- for name, type in (columns.items() | list) + (carried.items() | list) %}
        cast({{ name }} as {{ type }}) as {{ name }}{{ ',' if not loop.last }}
        {%- endfor %}
    from {{ ref(feed) }}
    {%- if not loop.last %}
    union all
    {% endif %}
    {%- else -%}
    select
        {%- for name, type in (columns.items() | list) + (carried.items() | list) %}
        cast(null as {{ type }}) as {{ name }}{{ ',' if not loop.last }}
        {%- endfor %}
    where false
    {%- endfor -%}
{%- endmacro %}
