-- The company's calendar, currency and languages, from its settings; history starts with the setting, else with the first invoice.
with settings as (
    select
        max(value) filter (where key = 'name') as name,
        max(value) filter (where key = 'display_name.en') as display_name_en,
        max(value) filter (where key = 'display_name.zh_CN') as display_name_zh,
        max(value) filter (where key = 'timezone') as timezone,
        max(value) filter (where key = 'reporting_currency') as reporting_currency,
        max(value) filter (where key = 'default_locale') as default_locale,
        max(value) filter (where key = 'fiscal_year_start') as fiscal_year_start,
        max(value) filter (where key = 'history_starts_on') as history_starts_on
    from {{ ref('policy_settings') }}
),

first_invoice as (
    select min(invoiced_on) as invoiced_on
    from {{ ref('fin_invoices') }}
    where not coalesce(voided, false)
),

run as (
    select period_start from {{ source('run', 'run_context') }}
)

select
    settings.name,
    settings.display_name_en,
    settings.display_name_zh,
    settings.timezone,
    settings.reporting_currency,
    settings.default_locale,
    cast(coalesce(settings.fiscal_year_start, '1') as integer) as fiscal_year_start,
    coalesce(cast(nullif(settings.history_starts_on, '') as date), first_invoice.invoiced_on, run.period_start) as history_starts_on
from settings
cross join first_invoice
cross join run
