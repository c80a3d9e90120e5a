-- The rate to reporting currency on each day that needs one: the last known on or before it.
with needed as (
    select
        currency,
        invoiced_on as rate_date
    from {{ ref('fin_invoices') }}
    union
    select
        currency,
        paid_on
    from {{ ref('fin_payments') }}
    union
    select
        currency,
        incurred_on
    from {{ ref('fin_expenses') }}
),

calendar as (
    select reporting_currency from {{ ref('company_calendar') }}
),

foreign_days as (
    select needed.*
    from needed
    inner join calendar on needed.currency <> calendar.reporting_currency
)

select
    days.currency,
    days.rate_date,
    rates.rate,
    rates.source_object_id,
    rates.source_row_id
from foreign_days as days
asof inner join {{ ref('fin_fx_rates') }} as rates
    on days.currency = rates.currency and days.rate_date >= rates.rate_date

union all

select
    needed.currency,
    needed.rate_date,
    cast(1 as decimal(18, 8)) as rate,
    cast(null as integer) as source_object_id,
    cast(null as bigint) as source_row_id
from needed
inner join calendar on needed.currency = calendar.reporting_currency
