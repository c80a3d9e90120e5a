-- Leads whose window has ended, and whether they had become opportunities by then.
with windows as (
    select
        valid_from,
        coalesce(valid_to, date '9999-12-31') as valid_to,
        cast(value as integer) as window_days
    from {{ ref('policy_thresholds') }}
    where threshold_id = 'lead_window_days'
),

dated as (
    select
        leads.*,
        {{ company_date('leads.created_at', 'calendar.timezone') }} as created_on,
        {{ company_date('leads.converted_at', 'calendar.timezone') }} as converted_on
    from {{ ref('crm_leads') }} as leads
    cross join {{ ref('company_calendar') }} as calendar
),

watched as (
    select
        dated.*,
        dated.created_on + windows.window_days as window_ends_on
    from dated
    inner join windows on dated.created_on between windows.valid_from and windows.valid_to
),

candidates as (
    select
        'lead_conversion_rate' as kpi_id,
        watched.created_on as happened_on,
        watched.window_ends_on as credit_date,
        false as keeps_last_assignment,
        watched.owner_employee_id as employee_key,
        keys.employee_id,
        1 as share,
        'revenue' as split_type,
        case when watched.converted_on <= watched.window_ends_on then 1 else 0 end as numerator,
        1 as denominator,
        watched.source_object_id,
        watched.source_row_id,
        null as customer_class,
        null as product_class,
        accounts.industry,
        accounts.tier as customer_tier,
        null as rate_object_id,
        null as rate_row_id,
        {{ owner_problem('watched.owner_employee_id', 'keys.employee_id') }} as problem
    from watched
    left join {{ ref('employee_keys') }} as keys
        on watched.owner_employee_id = keys.source_key and watched.window_ends_on between keys.valid_from and keys.valid_to
    left join {{ ref('account_keys') }} as customers on watched.account_id = customers.source_key
    left join {{ ref('crm_accounts') }} as accounts on customers.account_id = accounts.account_id
)

{{ monthly_postings('candidates') }}
