-- KPIs all of whose entities some staging model in use maps.
select distinct kpi_id
from {{ ref('policy_kpis') }}
where list_has_all((select list(entity) from {{ source('run', 'run_feeds') }}), string_split(replace(entities, ' ', ''), ';'))
