-- Two assignments of one employee that hold on the same day.
select
    employee_id,
    valid_from,
    valid_to,
    position,
    next_valid_from
from (
    select
        *,
        lead(valid_from) over (partition by employee_id order by valid_from, valid_to) as next_valid_from
    from {{ ref('assignments') }}
)
where next_valid_from <= valid_to
