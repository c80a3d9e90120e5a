-- How many leads and deals took each step in a period; a step that no source feeds has no row, one that nobody took has zero.
with steps as (
    select
        listed.step,
        listed.sort_order
    from (
        values
        ('leads_created', 1, 'crm_leads'),
        ('leads_converted', 2, 'crm_leads'),
        ('opportunities_won', 3, 'crm_opportunities'),
        ('opportunities_lost', 4, 'crm_opportunities')
    ) as listed (step, sort_order, entity)
    where listed.entity in (select feeds.entity from {{ source('run', 'run_feeds') }} as feeds)
),

counted as (
    select
        period_months.grain,
        period_months.period,
        months.subject_type,
        months.subject_id,
        months.step,
        sum(months.items) as items
    from {{ ref('funnel_months') }} as months
    inner join {{ ref('period_months') }} as period_months on months.month_start = period_months.month_start
    group by period_months.grain, period_months.period, months.subject_type, months.subject_id, months.step
),

subjects as (
    select
        grain,
        period,
        subject_type,
        subject_id
    from {{ ref('subjects') }}
    union all
    select
        grain,
        period,
        'company' as subject_type,
        'company' as subject_id
    from {{ ref('periods') }}
)

select
    subjects.grain,
    subjects.period,
    subjects.subject_type,
    subjects.subject_id,
    steps.step,
    cast(steps.sort_order as integer) as sort_order,
    cast(coalesce(counted.items, 0) as bigint) as items
from subjects
cross join steps
left join counted using (grain, period, subject_type, subject_id, step)
order by subjects.grain, subjects.period, subjects.subject_type, subjects.subject_id, steps.sort_order
