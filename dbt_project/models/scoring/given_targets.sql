-- Targets that somebody gave for a subject, KPI and period, under the subject's id here; of several the one set last stands.
with targets as (
    select
        *,
        cast(date_trunc('month', period_start) as date) as first_day,
        case period_kind when 'Q' then 3 when 'Y' then 12 else 1 end as months
    from {{ ref('fin_targets') }}
),

bounded as (
    select
        *,
        last_day(first_day + to_months(months - 1)) as final_day
    from targets
),

-- A key of a source system becomes the employee's id; ids of regions stay as they are.
keyed as (
    select
        bounded.*,
        coalesce(keys.employee_id, bounded.subject_id) as known_subject_id
    from bounded
    left join {{ ref('employee_keys') }} as keys
        on
            bounded.subject_type in ('employee', 'team')
            and bounded.subject_id = keys.source_key
            and bounded.final_day >= keys.valid_from
            and bounded.first_day <= keys.valid_to
    qualify
        row_number() over (
            partition by bounded.source_object_id, bounded.source_row_id, bounded.first_day
            order by keys.valid_from desc nulls last, keys.employee_id asc
        ) = 1
)

select
    period_kind as grain,
    first_day as period_start,
    subject_type,
    known_subject_id as subject_id,
    kpi_id,
    cast(target as decimal(38, 6)) as target,
    source_object_id,
    source_row_id
from keyed
qualify
    row_number() over (
        partition by period_kind, first_day, subject_type, known_subject_id, kpi_id
        order by set_on desc nulls last, source_object_id desc, source_row_id desc
    ) = 1
