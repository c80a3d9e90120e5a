-- Who held which position when: assignments cut to the time of employment.
with bounded as (
    select
        assignments.*,
        greatest(assignments.valid_from, employees.hired_on) as first_day,
        least(coalesce(assignments.valid_to, date '9999-12-31'), coalesce(employees.left_on, date '9999-12-31')) as final_day
    from {{ ref('hr_assignments') }} as assignments
    inner join {{ ref('hr_employees') }} as employees on assignments.employee_id = employees.employee_id
)

select
    employee_id,
    first_day as valid_from,
    final_day as valid_to,
    position,
    role,
    manager_employee_id,
    region,
    coalesce(is_core, false) as is_core,
    coalesce(is_key_position, false) as is_key_position,
    change_reason
from bounded
where first_day <= final_day
