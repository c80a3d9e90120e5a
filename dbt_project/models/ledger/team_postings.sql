-- What each team counts. Revenue shares count as they stand. Overlay shares count only where no member holds a revenue share of the row, and for
-- one whole row at most: those that total more are scaled down.
with overlays as (
    select
        members.team_id,
        postings.*,
        coalesce(postings.numerator < 0, false) as is_taken_back
    from {{ ref('ledger') }} as postings
    inner join {{ ref('team_membership') }} as members
        on postings.employee_id = members.employee_id and postings.organised_on between members.valid_from and members.valid_to
    where postings.split_type = 'overlay'
),

revenue as (
    select
        members.team_id,
        postings.*
    from {{ ref('ledger') }} as postings
    inner join {{ ref('team_membership') }} as members
        on postings.employee_id = members.employee_id and postings.organised_on between members.valid_from and members.valid_to
    where postings.split_type = 'revenue'
),

alone as (
    select overlays.*
    from overlays
    anti join revenue using (team_id, kpi_id, grain, source_object_id, source_row_id)
),

{% set row = ['team_id', 'kpi_id', 'grain', 'period_start', 'credit_date', 'source_object_id', 'source_row_id', 'is_taken_back'] %}
totalled as (
    select
        *,
        coalesce(share, 0) as own_share,
        sum(coalesce(share, 0)) over (partition by {{ row | join(', ') }}) as team_share,
        sum(numerator) over (partition by {{ row | join(', ') }}) as team_numerator,
        sum(denominator) over (partition by {{ row | join(', ') }}) as team_denominator
    from alone
),

crowded as (
    select
        *,
        cast({{ exact_ratio('team_numerator', 'team_share', decimals=4) }} as decimal(18, 4)) as whole_numerator,
        cast({{ exact_ratio('team_denominator', 'team_share', decimals=4) }} as decimal(18, 4)) as whole_denominator
    from totalled
    where team_share > 1
),

halfway as (
    select * from {{ largest_remainder('crowded', row, 'whole_numerator', 'own_share', ['employee_id'], 'counted_numerator') }}
),

scaled as (
    select * from {{ largest_remainder('halfway', row, 'whole_denominator', 'own_share', ['employee_id'], 'counted_denominator') }}
)

select * from revenue
union all by name
select * exclude (is_taken_back, own_share, team_share, team_numerator, team_denominator)
from totalled
where team_share <= 1
union all by name
select
    * exclude (
        is_taken_back, own_share, team_share, team_numerator, team_denominator, whole_numerator, whole_denominator, counted_numerator,
        counted_denominator
    ) replace (
        counted_numerator as numerator,
        counted_denominator as denominator,
        cast({{ exact_ratio('own_share', 'team_share') }} as decimal(9, 6)) as share
    )
from scaled
