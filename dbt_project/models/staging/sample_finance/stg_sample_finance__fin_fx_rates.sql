-- Exchange rates to CNY, every weekday.
with landed as (
    select * from {{ source('landing', 'finance__fx_rates') }}
)

select
    upper({{ as_text('currency') }}) as currency,
    {{ as_date('rate_date') }} as rate_date,
    {{ as_number('rate_to_cny', 'decimal(18,8)') }} as rate,
    _object_id as source_object_id,
    _row_id as source_row_id,
    {{ first_broken_rule([
        required('currency'),
        required('rate_date'),
        bad_date('rate_date'),
        required('rate', 'rate_to_cny'),
        bad_number('rate', 'rate_to_cny', 'decimal(18,8)'),
        {'rule': 'negative_rate', 'when': as_number('rate_to_cny', 'decimal(18,8)') ~ ' <= 0', 'value': 'rate_to_cny'},
        duplicate_key("currency || ':' || rate_date")
    ]) }}
from landed
