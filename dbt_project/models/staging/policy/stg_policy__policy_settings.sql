-- The settings of the company, as text.
select
    {{ as_text('key') }} as key,
    {{ as_text('value') }} as value,
    _object_id as source_object_id,
    _row_id as source_row_id,
    {{ first_broken_rule([
        required('key'),
        duplicate_key('key')
    ]) }}
from {{ source('landing', 'policy__settings') }}
