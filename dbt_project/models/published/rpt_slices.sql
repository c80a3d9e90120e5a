-- Revenue cut by whether the customer, and the product, is new: the parts of the revenue of each subject.
with postings as (
    select
        'employee' as subject_type,
        employee_id as subject_id,
        period_start,
        numerator,
        customer_class,
        product_class
    from {{ ref('ledger') }}
    where kpi_id = 'revenue'
    union all
    select
        'team' as subject_type,
        team_id as subject_id,
        period_start,
        numerator,
        customer_class,
        product_class
    from {{ ref('team_postings') }}
    where kpi_id = 'revenue'
    union all
    select
        unnest(['region', 'industry', 'company']) as subject_type,
        unnest([region, industry, 'company']) as subject_id,
        period_start,
        numerator,
        customer_class,
        product_class
    from {{ ref('ledger') }}
    where kpi_id = 'revenue' and split_type = 'revenue'
),

-- One row per posting and kind of slice.
sliced as (
    select
        period_start,
        subject_type,
        subject_id,
        numerator,
        unnest(['customer_class', 'product_class']) as slice_kind,
        unnest([coalesce(customer_class, 'unknown'), coalesce(product_class, 'unknown')]) as slice
    from postings
    where subject_id is not null
),

months as (
    select
        period_start,
        subject_type,
        subject_id,
        slice_kind,
        slice,
        sum(numerator) as amount,
        count(*) as postings
    from sliced
    group by period_start, subject_type, subject_id, slice_kind, slice
)

select
    period_months.grain,
    period_months.period,
    months.subject_type,
    months.subject_id,
    months.slice_kind,
    months.slice,
    cast(sum(months.amount) as decimal(38, 4)) as amount,
    cast(sum(months.postings) as bigint) as postings
from months
inner join {{ ref('period_months') }} as period_months on months.period_start = period_months.month_start
group by
    period_months.grain, period_months.period, months.subject_type, months.subject_id, months.slice_kind, months.slice
order by period_months.grain, period_months.period, months.subject_type, months.subject_id, months.slice_kind, months.slice
