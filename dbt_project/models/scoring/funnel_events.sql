-- The steps of leads and deals on the day on which each was taken, under the employee who owned it then.
with calendar as (
    select * from {{ ref('company_calendar') }}
),

events as (
    select
        'leads_created' as step,
        {{ company_date('leads.created_at', 'calendar.timezone') }} as happened_on,
        leads.owner_employee_id as owner_key
    from {{ ref('crm_leads') }} as leads
    cross join calendar
    union all
    select
        'leads_converted' as step,
        {{ company_date('leads.converted_at', 'calendar.timezone') }} as happened_on,
        leads.owner_employee_id as owner_key
    from {{ ref('crm_leads') }} as leads
    cross join calendar
    union all
    select
        'opportunities_' || status as step,
        closed_on as happened_on,
        owner_employee_id as owner_key
    from {{ ref('crm_opportunities') }}
    where status in ('won', 'lost')
)

select
    events.step,
    events.happened_on,
    cast(date_trunc('month', events.happened_on) as date) as month_start,
    keys.employee_id
from events
left join {{ ref('employee_keys') }} as keys
    on events.owner_key = keys.source_key and events.happened_on >= keys.valid_from and events.happened_on <= keys.valid_to
where events.happened_on is not null
