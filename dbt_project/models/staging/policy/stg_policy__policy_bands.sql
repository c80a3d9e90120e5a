-- The rows of bands.csv, typed.
select
    {{ as_text('grade') }} as grade,
    {{ as_number('lower_bound', 'decimal(9,1)') }} as lower_bound,
    {{ as_date('valid_from') }} as valid_from,
    {{ as_date('valid_to') }} as valid_to,
    _object_id as source_object_id,
    _row_id as source_row_id,
    {{ first_broken_rule([
        required('grade'),
        required('valid_from'),
        required('lower_bound'),
        bad_number('lower_bound', type='decimal(9,1)'),
        bad_date('valid_from'),
        bad_date('valid_to'),
        duplicate_key('grade')
    ]) }}
from {{ source('landing', 'policy__bands') }}
