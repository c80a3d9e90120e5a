{#- The columns together name one row. -#}
{% test unique_combination(model, columns) %}
select
    {{ columns | join(', ') }},
    count(*) as rows_with_this_key
from {{ model }}
group by all
having count(*) > 1
{% endtest %}
