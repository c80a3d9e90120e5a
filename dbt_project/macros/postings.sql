{#- What every monthly posting model ends with: places candidates in the organisation and in a month, and says what keeps one from being posted.

    candidates: a CTE with kpi_id, happened_on (the event), credit_date (when it counts: the same day, or a later one such as a due date),
    keeps_last_assignment (whether it still counts for somebody without an assignment on the day: cash and credit notes of leavers), employee_key,
    employee_id, share, split_type, numerator, denominator, source_object_id, source_row_id, customer_class, product_class, industry, customer_tier,
    rate_object_id, rate_row_id, problem.

    Left out: KPIs that no source feeds, and what counts after the run's last day or, if it counts later than it happened, after its as-of. -#}
{% macro monthly_postings(candidates) -%}
select * replace (case when problem is not null then employee_key end as employee_key)
from (
    select
        entry.kpi_id,
        cast(date_trunc('month', entry.credit_date) as date) as period_start,
        'M' as grain,
        entry.credit_date,
        least(entry.credit_date, held.valid_to) as organised_on,
        entry.employee_id,
        cast(entry.share as decimal(9, 6)) as share,
        entry.split_type,
        cast(entry.numerator as decimal(18, 4)) as numerator,
        cast(entry.denominator as decimal(18, 4)) as denominator,
        cast(entry.source_object_id as integer) as source_object_id,
        cast(entry.source_row_id as bigint) as source_row_id,
        cast(entry.customer_class as varchar) as customer_class,
        cast(entry.product_class as varchar) as product_class,
        held.region,
        cast(entry.industry as varchar) as industry,
        cast(entry.customer_tier as varchar) as customer_tier,
        cast(entry.rate_object_id as integer) as rate_object_id,
        cast(entry.rate_row_id as bigint) as rate_row_id,
        case
            when entry.credit_date is null or entry.credit_date < span.first_day or entry.happened_on > span.known_day then 'outside_periods'
            when entry.problem is not null then entry.problem
            when held.employee_id is null then 'no_assignment'
            when entry.credit_date > held.valid_to and not entry.keeps_last_assignment then 'no_assignment'
        end as problem,
        entry.employee_key
    from {{ candidates }} as entry
    cross join {{ ref('posting_window') }} as span
    left join {{ ref('lasting_assignments') }} as held
        on entry.employee_id = held.employee_id and entry.credit_date between held.valid_from and held.lasts_to
    where
        entry.kpi_id in (select fed.kpi_id from {{ ref('fed_kpis') }} as fed)
        and {{ belongs_to_build('entry') }}
)
order by period_start, kpi_id, employee_id, source_row_id
{%- endmacro %}

{#- The problem of an owner's key that was looked up in employee_keys: nobody named, or nobody known by that key on the day. -#}
{% macro owner_problem(employee_key, employee_id) -%}
    case
        when {{ employee_key }} is null then 'no_owner'
        when {{ employee_id }} is null then 'unknown_employee'
    end
{%- endmacro %}

{#- Whether a row concerns this build: it counts on a day that has been reached, or can never count (no date, or an event of the future). -#}
{% macro belongs_to_build(entry) -%}
    (
        {{ entry }}.credit_date is null
        or {{ entry }}.happened_on > span.known_day
        or {{ entry }}.credit_date <= case when {{ entry }}.credit_date > {{ entry }}.happened_on then span.reached_day else span.last_day end
    )
{%- endmacro %}

{#- Digest of a set of postings, whatever their order: the sum of a half of each one's MD5. -#}
{% macro postings_digest() -%}
    sum(md5_number_lower(concat_ws('|', source_object_id, source_row_id, credit_date, numerator, denominator)))
{%- endmacro %}

{#- Sums, by KPI and month, of entries with kpi_id, happened_on, credit_date, numerator and denominator: those of fed KPIs that concern this build. -#}
{% macro monthly_totals(entries) -%}
select
    entry.kpi_id,
    cast(date_trunc('month', entry.credit_date) as date) as period_start,
    cast(sum(entry.numerator) as decimal(38, 4)) as numerator,
    cast(sum(entry.denominator) as decimal(38, 4)) as denominator
from {{ entries }} as entry
cross join {{ ref('posting_window') }} as span
where
    entry.kpi_id in (select fed.kpi_id from {{ ref('fed_kpis') }} as fed)
    and {{ belongs_to_build('entry') }}
group by entry.kpi_id, period_start
{%- endmacro %}
