-- depends_on: {{ ref('rpt_kpis') }}
-- Every number of the product is exact: no table has a column of floating point.
select
    table_name,
    column_name,
    data_type
from information_schema.columns
where table_schema = 'main' and data_type in ('DOUBLE', 'FLOAT')
