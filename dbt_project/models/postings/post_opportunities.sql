-- Deals decided: the share won, and the days that the won ones took.
with deals as (
    select
        opportunities.*,
        opportunities.owner_employee_id as employee_key,
        keys.employee_id,
        accounts.industry,
        accounts.tier as customer_tier
    from {{ ref('crm_opportunities') }} as opportunities
    left join {{ ref('employee_keys') }} as keys
        on opportunities.owner_employee_id = keys.source_key and opportunities.closed_on between keys.valid_from and keys.valid_to
    left join {{ ref('account_keys') }} as customers on opportunities.account_id = customers.source_key
    left join {{ ref('crm_accounts') }} as accounts on customers.account_id = accounts.account_id
    where opportunities.status in ('won', 'lost')
),

candidates as (
    select
        kpis.kpi_id,
        deals.closed_on as happened_on,
        deals.closed_on as credit_date,
        false as keeps_last_assignment,
        deals.employee_key,
        deals.employee_id,
        1 as share,
        'revenue' as split_type,
        case
            when kpis.kpi_id = 'sales_cycle_days' then deals.closed_on - deals.created_on
            when deals.status = 'won' then 1
            else 0
        end as numerator,
        1 as denominator,
        deals.source_object_id,
        deals.source_row_id,
        null as customer_class,
        null as product_class,
        deals.industry,
        deals.customer_tier,
        null as rate_object_id,
        null as rate_row_id,
        {{ owner_problem('deals.employee_key', 'deals.employee_id') }} as problem
    from deals
    cross join (values ('win_rate'), ('sales_cycle_days')) as kpis (kpi_id)
    where kpis.kpi_id = 'win_rate' or deals.status = 'won'
)

{{ monthly_postings('candidates') }}
