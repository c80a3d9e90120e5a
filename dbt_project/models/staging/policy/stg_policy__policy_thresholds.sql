-- The rows of thresholds.csv, typed.
select
    {{ as_text('threshold_id') }} as threshold_id,
    {{ as_text('value') }} as value,
    {{ as_text('unit') }} as unit,
    {{ as_date('valid_from') }} as valid_from,
    {{ as_date('valid_to') }} as valid_to,
    {{ as_text('reason') }} as reason,
    _object_id as source_object_id,
    _row_id as source_row_id,
    {{ first_broken_rule([
        required('threshold_id'),
        required('valid_from'),
        required('value'),
        bad_date('valid_from'),
        bad_date('valid_to'),
        duplicate_key('threshold_id')
    ]) }}
from {{ source('landing', 'policy__thresholds') }}
