-- Customer visits held, by the day on which they took place in the company's time zone.
with visits as (
    select
        activities.*,
        {{ company_date('activities.held_at', 'calendar.timezone') }} as held_on
    from {{ ref('crm_activities') }} as activities
    cross join {{ ref('company_calendar') }} as calendar
    where activities.kind = 'visit'
),

candidates as (
    select
        'visits' as kpi_id,
        visits.held_on as happened_on,
        visits.held_on as credit_date,
        false as keeps_last_assignment,
        visits.employee_id as employee_key,
        keys.employee_id,
        1 as share,
        'revenue' as split_type,
        1 as numerator,
        null as denominator,
        visits.source_object_id,
        visits.source_row_id,
        null as customer_class,
        null as product_class,
        accounts.industry,
        accounts.tier as customer_tier,
        null as rate_object_id,
        null as rate_row_id,
        {{ owner_problem('visits.employee_id', 'keys.employee_id') }} as problem
    from visits
    left join {{ ref('employee_keys') }} as keys
        on visits.employee_id = keys.source_key and visits.held_on between keys.valid_from and keys.valid_to
    left join {{ ref('account_keys') }} as customers on visits.account_id = customers.source_key
    left join {{ ref('crm_accounts') }} as accounts on customers.account_id = accounts.account_id
)

{{ monthly_postings('candidates') }}
