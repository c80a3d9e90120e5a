-- The CRM's credit splits; it keeps percent, we keep shares of 1.
with landed as (
    select * from {{ source('landing', 'crm__deal_splits') }}
)

select
    {{ as_key('crm', 'opportunity_id') }} as opportunity_id,
    {{ as_key('crm', 'user_id') }} as employee_id,
    cast({{ as_number('percent', 'decimal(18,4)') }} * 0.01 as decimal(9, 6)) as share,
    lower({{ as_text('kind') }}) as split_type,
    _object_id as source_object_id,
    _row_id as source_row_id,
    {{ first_broken_rule([
        required('opportunity_id'),
        required('employee_id', 'user_id'),
        required('share', 'percent'),
        bad_number('share', 'percent'),
        negative('share', 'percent'),
        required('split_type', 'kind'),
        unknown('split_type', ['revenue', 'overlay'], 'kind'),
        duplicate_key("opportunity_id || ':' || user_id || ':' || kind")
    ]) }}
from landed
