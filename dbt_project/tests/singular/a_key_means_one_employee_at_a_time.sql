-- A source system's key that means two employees on the same day: whose sales would they be?
select
    source_key,
    employee_id,
    valid_from,
    valid_to,
    next_employee_id,
    next_valid_from
from (
    select
        *,
        lead(employee_id) over (partition by source_key order by valid_from, valid_to) as next_employee_id,
        lead(valid_from) over (partition by source_key order by valid_from, valid_to) as next_valid_from
    from {{ ref('employee_keys') }}
)
where next_valid_from <= valid_to
