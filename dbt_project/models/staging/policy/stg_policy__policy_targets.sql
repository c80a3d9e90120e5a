-- The rows of targets.csv, typed.
select
    {{ as_text('subject_type') }} as subject_type,
    {{ as_text('role') }} as role,
    {{ as_text('kpi_id') }} as kpi_id,
    {{ as_number('target', 'decimal(18,6)') }} as target,
    {{ as_date('valid_from') }} as valid_from,
    {{ as_date('valid_to') }} as valid_to,
    {{ as_text('decided_by') }} as decided_by,
    {{ as_text('reason') }} as reason,
    _object_id as source_object_id,
    _row_id as source_row_id,
    {{ first_broken_rule([
        required('subject_type'),
        required('role'),
        required('kpi_id'),
        required('valid_from'),
        required('target'),
        bad_number('target', type='decimal(18,6)'),
        bad_date('valid_from'),
        bad_date('valid_to'),
        duplicate_key('subject_type')
    ]) }}
from {{ source('landing', 'policy__targets') }}
