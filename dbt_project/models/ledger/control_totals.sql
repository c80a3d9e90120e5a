-- Does what the sources hold equal what was posted plus what is listed as unposted? Revenue shares only: overlay credit comes on top.
-- A KPI that counts by period has no row of the sources in a month, so it has no control total.
with sources as (
    select * from {{ ref('source_totals_finance') }}
    union all
    select * from {{ ref('source_totals_people') }}
),

by_period as (
    select kpi_id from {{ ref('policy_kpis') }}
    where additivity = 'by_period'
),

entries as (
    {%- for side, relation in [('source', 'sources'), ('posted', ref('posting_sums')), ('unposted', ref('unposted'))] %}
        select
            kpi_id,
            period_start,
        {%- for column in ['source', 'posted', 'unposted'] %}
            {{ 'numerator' if column == side else 'null' }} as {{ column }}_numerator,
            {{ 'denominator' if column == side else 'null' }} as {{ column }}_denominator{{ ',' if not loop.last }}
        
        {%- endfor %}
        from {{ relation }}
        {{ "where split_type = 'revenue' and grain = 'M'" if side != 'source' }}
        {{ 'union all' if not loop.last }}
    {%- endfor %}
),

totals as (
    select
        kpi_id,
        period_start,
    {%- for column in ['source', 'posted', 'unposted'] %}
        cast(coalesce(sum({{ column }}_numerator), 0) as decimal(38, 4)) as {{ column }}_numerator,
        cast(coalesce(sum({{ column }}_denominator), 0) as decimal(38, 4)) as {{ column }}_denominator{{ ',' if not loop.last }}
    
    {%- endfor %}
    from entries
    where period_start is not null and kpi_id not in (select by_period.kpi_id from by_period)
    group by kpi_id, period_start
)

select
    *,
    source_numerator = posted_numerator + unposted_numerator and source_denominator = posted_denominator + unposted_denominator as is_balanced
from totals
order by kpi_id, period_start
