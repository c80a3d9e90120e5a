-- Employees with name and e-mail address; nobody in these data has left.
with people as (
    select
        {{ as_text('businessentityid') }} as person_id,
        concat_ws(' ', {{ as_text('firstname') }}, {{ as_text('lastname') }}) as full_name
    from {{ source('landing', 'erp__person') }}
),

addresses as (
    select
        {{ as_text('businessentityid') }} as person_id,
        min_by({{ as_text('emailaddress') }}, {{ as_number('emailaddressid', 'bigint') }}) as email
    from {{ source('landing', 'erp__emailaddress') }}
    group by all
)

select
    {{ as_key('aw', 'employees.businessentityid') }} as employee_id,
    people.full_name,
    addresses.email,
    cast(null as varchar) as locale,
    {{ as_date('employees.hiredate') }} as hired_on,
    cast(null as date) as left_on,
    cast(null as varchar) as leave_reason,
    cast(null as decimal(18, 4)) as bonus_base,
    cast(null as varchar) as currency,
    employees._object_id as source_object_id,
    employees._row_id as source_row_id,
    {{ first_broken_rule([
        required('employee_id', 'employees.businessentityid'),
        required('full_name', 'people.full_name'),
        required('hired_on', 'employees.hiredate'),
        bad_date('hired_on', 'employees.hiredate'),
        duplicate_key('employees.businessentityid')
    ]) }}
from {{ source('landing', 'erp__employee') }} as employees
left join people on {{ as_text('employees.businessentityid') }} = people.person_id
left join addresses on {{ as_text('employees.businessentityid') }} = addresses.person_id
