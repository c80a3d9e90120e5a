-- Revenue cut by whether the customer, and the product, is new: the parts of the revenue of each subject.
{%- set kinds = ['customer_class', 'product_class'] %}
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
        unnest(['region', 'company']) as subject_type,
        unnest([region, 'company']) as subject_id,
        period_start,
        numerator,
        customer_class,
        product_class
    from {{ ref('ledger') }}
    where kpi_id = 'revenue' and split_type = 'revenue'
),

months as (
    {%- for kind in kinds %}
    select
        period_start,
        subject_type,
        subject_id,
        '{{ kind }}' as slice_kind,
        coalesce({{ kind }}, 'unknown') as slice,
        sum(numerator) as amount,
        count(*) as postings
    from postings
    group by period_start, subject_type, subject_id, coalesce({{ kind }}, 'unknown')
    {{ 'union all' if not loop.last }}
    {%- endfor %}
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
where months.subject_id is not null
group by
    period_months.grain, period_months.period, months.subject_type, months.subject_id, months.slice_kind, months.slice
order by period_months.grain, period_months.period, months.subject_type, months.subject_id, months.slice_kind, months.slice
