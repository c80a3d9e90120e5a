-- The rows of weights.csv, typed.
select
    {{ as_text('scheme') }} as scheme,
    {{ as_text('cycle') }} as cycle,
    {{ as_text('subject_type') }} as subject_type,
    {{ as_text('role') }} as role,
    {{ as_text('region') }} as region,
    {{ as_text('item_kind') }} as item_kind,
    {{ as_text('item_id') }} as item_id,
    {{ as_number('weight', 'decimal(9,4)') }} as weight,
    {{ as_date('valid_from') }} as valid_from,
    {{ as_date('valid_to') }} as valid_to,
    {{ as_text('decided_by') }} as decided_by,
    {{ as_text('reason') }} as reason,
    _object_id as source_object_id,
    _row_id as source_row_id,
    {{ first_broken_rule([
        required('scheme'),
        required('cycle'),
        required('subject_type'),
        required('role'),
        required('region'),
        required('item_kind'),
        required('item_id'),
        required('valid_from'),
        required('weight'),
        bad_number('weight', type='decimal(9,4)'),
        bad_date('valid_from'),
        bad_date('valid_to'),
        duplicate_key('scheme')
    ]) }}
from {{ source('landing', 'policy__weights') }}
