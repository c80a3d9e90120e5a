-- Who is credited with a deal: its splits; where no revenue split was agreed the owner has all of it; what splits leave open has nobody.
with splits as (
    select
        opportunity_id,
        employee_id as employee_key,
        share,
        split_type
    from {{ ref('crm_credit_splits') }}
),

agreed as (
    select
        opportunity_id,
        sum(share) as share
    from splits
    where split_type = 'revenue'
    group by opportunity_id
)

select * from splits

union all

select
    opportunities.opportunity_id,
    case when agreed.opportunity_id is null then opportunities.owner_employee_id end as employee_key,
    cast(1 - coalesce(agreed.share, 0) as decimal(9, 6)) as share,
    'revenue' as split_type
from {{ ref('crm_opportunities') }} as opportunities
left join agreed on opportunities.opportunity_id = agreed.opportunity_id
where coalesce(agreed.share, 0) < 1
