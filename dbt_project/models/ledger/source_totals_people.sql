-- What the rows of CRM, HR and the controller's corrections come to, month by month; and the invoices due. Straight from the canonical rows, without
-- asking who is credited.
with windows as (
    select * from {{ ref('policy_thresholds') }}
    where threshold_id = 'lead_window_days'
),

leads as (
    select
        {{ company_date('leads.created_at', 'calendar.timezone') }} as created_on,
        {{ company_date('leads.converted_at', 'calendar.timezone') }} as converted_on
    from {{ ref('crm_leads') }} as leads
    cross join {{ ref('company_calendar') }} as calendar
),

watched as (
    select
        leads.*,
        leads.created_on + cast(windows.value as integer) as window_ends_on
    from leads
    inner join windows on leads.created_on >= windows.valid_from and (windows.valid_to is null or leads.created_on <= windows.valid_to)
),

visits as (
    select {{ company_date('activities.held_at', 'calendar.timezone') }} as held_on
    from {{ ref('crm_activities') }} as activities
    cross join {{ ref('company_calendar') }} as calendar
    where activities.kind = 'visit'
),

due as (
    select
        lines.invoiced_on,
        invoices.due_on,
        invoices.is_paid_on_time
    from {{ ref('due_invoices') }} as invoices
    inner join {{ ref('fin_invoices') }} as lines on invoices.first_line_id = lines.invoice_line_id
),

kpis as (
    select
        kpi_id,
        arg_max(form, version) as form,
        arg_max(additivity, version) as additivity
    from {{ ref('policy_kpis') }}
    group by kpi_id
),

corrections as (
    select
        adjustments.*,
        case when kpis.form = 'ratio' then 0 end as nothing
    from {{ ref('fin_adjustments') }} as adjustments
    inner join kpis on adjustments.kpi_id = kpis.kpi_id
    where kpis.additivity = 'additive'
),

{% set won = "cast(status = 'won' as integer)" %}
entries as (
    {%- for kpi_id, source, happened_on, credit_date, numerator, denominator, condition in [
            ("'win_rate'", ref('crm_opportunities'), 'closed_on', 'closed_on', won, '1', "status in ('won', 'lost')"),
            ("'sales_cycle_days'", ref('crm_opportunities'), 'closed_on', 'closed_on', 'closed_on - created_on', '1', "status = 'won'"),
            ("'lead_conversion_rate'", 'watched', 'created_on', 'window_ends_on', 'coalesce(cast(converted_on <= window_ends_on as integer), 0)', '1', 'true'),
            ("'visits'", 'visits', 'held_on', 'held_on', '1', 'null', 'true'),
            ("'on_time_payment_rate'", 'due', 'invoiced_on', 'due_on', 'coalesce(cast(is_paid_on_time as integer), 0)', '1', 'true'),
            ('kpi_id', 'corrections', 'credit_date', 'credit_date', 'amount', 'nothing', 'true')
        ] %}
        select
            {{ kpi_id }} as kpi_id,
            {{ happened_on }} as happened_on,
            {{ credit_date }} as credit_date,
            {{ numerator }} as numerator,
            {{ denominator }} as denominator
        from {{ source }}
        where {{ condition }}
        {{ 'union all' if not loop.last }}
    {%- endfor %}
)

{{ monthly_totals('entries') }}
