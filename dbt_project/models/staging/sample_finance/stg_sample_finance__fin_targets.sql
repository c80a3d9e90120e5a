-- The planning workbook: monthly targets of employees, by staff number.
with landed as (
    select * from {{ source('landing', 'finance__targets') }}
)

select
    {{ as_text('kpi') }} as kpi_id,
    'employee' as subject_type,
    {{ as_key('hr', 'staff_no') }} as subject_id,
    {{ as_date('month') }} as period_start,
    'M' as period_kind,
    {{ as_number('target', 'decimal(18,6)') }} as target,
    {{ as_text('set_by') }} as set_by,
    {{ as_date('set_on') }} as set_on,
    lower({{ as_text('reason_kind') }}) as reason_kind,
    {{ as_text('reason') }} as reason,
    {{ as_text('approved_by') }} as approved_by,
    cast(null as varchar) as replaces,
    _object_id as source_object_id,
    _row_id as source_row_id,
    {{ first_broken_rule([
        required('kpi_id', 'kpi'),
        required('subject_id', 'staff_no'),
        required('period_start', 'month'),
        bad_date('period_start', 'month'),
        required('target'),
        bad_number('target', type='decimal(18,6)'),
        bad_date('set_on'),
        unknown('reason_kind', ['initial', 'competitor_price', 'policy', 'other']),
        duplicate_key("kpi || ':' || staff_no || ':' || month")
    ]) }}
from landed
