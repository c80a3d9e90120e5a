-- What each party to an invoice gets of each payment, pro rata to gross, at the invoice's rate.
with parties as (
    select * from {{ ref('invoice_parties') }}
),

invoices as (
    select
        invoice_id,
        min(due_on) as due_on,
        min(basis_on) as basis_on,
        count(*) filter (where split_type = 'revenue') as revenue_parties,
        sum(gross_amount) filter (where split_type = 'revenue') as gross_amount
    from parties
    group by invoice_id
),

payments as (
    select
        payments.payment_id,
        payments.invoice_id,
        payments.paid_on,
        payments.reversed_on,
        invoices.due_on,
        {{ converted('payments.amount', 'rates.rate') }} as amount,
        rates.source_object_id as rate_object_id,
        rates.source_row_id as rate_row_id,
        payments.source_object_id,
        payments.source_row_id,
        coalesce(invoices.revenue_parties, 0) as revenue_parties,
        cast(invoices.gross_amount as decimal(38, 4)) as invoice_gross_amount,
        case when rates.rate is null then 'unknown_currency' end as rate_problem
    from {{ ref('fin_payments') }} as payments
    left join invoices on payments.invoice_id = invoices.invoice_id
    left join {{ ref('fx_rates_daily') }} as rates
        on payments.currency = rates.currency and coalesce(invoices.basis_on, payments.paid_on) = rates.rate_date
),

shared as (
    select
        payments.* exclude (rate_problem),
        parties.employee_key,
        parties.employee_id,
        coalesce(parties.split_type, 'revenue') as split_type,
        cast(coalesce(parties.gross_amount, 0) as decimal(38, 4)) as gross_amount,
        try_cast({{ exact_ratio('parties.gross_amount', 'payments.invoice_gross_amount') }} as decimal(9, 6)) as party_share,
        parties.customer_class,
        parties.industry,
        parties.customer_tier,
        coalesce(payments.rate_problem, parties.problem, {{ owner_problem('parties.employee_key', 'parties.employee_id') }}) as problem
    from payments
    left join parties on payments.invoice_id = parties.invoice_id
),

divided as (
    select * from shared
    where split_type = 'revenue' and revenue_parties > 1
)

select
    * exclude (part, amount),
    part as amount
from {{ largest_remainder('divided', ['payment_id'], 'amount', 'gross_amount', ['employee_key', 'problem'], 'part') }}

union all

select
    * exclude (amount) replace (1 as party_share),
    amount
from shared
where split_type = 'revenue' and revenue_parties <= 1

union all

select
    * exclude (amount),
    coalesce({{ exact_ratio('cast(amount as decimal(38, 4)) * gross_amount', 'invoice_gross_amount', decimals=4, scale=8) }}, 0) as amount
from shared
where split_type = 'overlay'
