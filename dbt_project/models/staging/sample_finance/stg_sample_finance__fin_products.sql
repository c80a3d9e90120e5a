-- The product list.
with landed as (
    select * from {{ source('landing', 'finance__products') }}
)

select
    {{ as_key('fin', 'product_code') }} as product_id,
    {{ as_text('product_name') }} as product_name,
    {{ as_text('product_line') }} as line,
    {{ as_date('launched_on') }} as launched_on,
    {{ as_money('unit_cost') }} as unit_cost,
    _object_id as source_object_id,
    _row_id as source_row_id,
    {{ first_broken_rule([
        required('product_id', 'product_code'),
        required('product_name'),
        bad_date('launched_on'),
        bad_number('unit_cost'),
        negative('unit_cost'),
        duplicate_key('product_code')
    ]) }}
from landed
