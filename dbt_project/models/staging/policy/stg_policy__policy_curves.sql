-- The rows of curves.csv, typed.
select
    {{ as_text('curve_id') }} as curve_id,
    {{ as_number('attainment', 'decimal(18,6)') }} as attainment,
    {{ as_number('score', 'decimal(18,4)') }} as score,
    {{ as_date('valid_from') }} as valid_from,
    {{ as_date('valid_to') }} as valid_to,
    _object_id as source_object_id,
    _row_id as source_row_id,
    {{ first_broken_rule([
        required('curve_id'),
        required('attainment'),
        required('valid_from'),
        required('score'),
        bad_number('attainment', type='decimal(18,6)'),
        bad_number('score', type='decimal(18,4)'),
        bad_date('valid_from'),
        bad_date('valid_to'),
        duplicate_key('curve_id')
    ]) }}
from {{ source('landing', 'policy__curves') }}
