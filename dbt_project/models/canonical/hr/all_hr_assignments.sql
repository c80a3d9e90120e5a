-- The assignments of all systems in use, accepted or not.
with fed as (
    {{ union_feeds('hr_assignments') }}
)

select
    * exclude (rejected_rule, rejected_value),
    {{ first_broken_rule_after_staging([
        orphan('employee_id', ['hr_employees.employee_id']),
        orphan('manager_employee_id', ['hr_employees.employee_id'])
    ]) }}
from fed
