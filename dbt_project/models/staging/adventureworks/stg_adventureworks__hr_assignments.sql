-- Assignments: position and manager from the hire date on, cut wherever the sales territory changes. Between territories there is no region.
with employees as (
    select
        *,
        {{ as_text('businessentityid') }} as person_id,
        {{ as_text('organizationnode') }} as node,
        {{ as_date('hiredate') }} as hired_on
    from {{ source('landing', 'erp__employee') }}
),

-- The manager's node is the employee's without its last step: /6/1/3/ reports to /6/1/.
managers as (
    select
        node as below,
        any_value(person_id) as manager_id
    from employees
    group by node
),

territories as (
    select
        {{ as_text('history.businessentityid') }} as person_id,
        {{ as_text('territories.name') }} as region,
        {{ as_date('history.startdate') }} as starts_on,
        coalesce({{ as_date('history.enddate') }}, date '9999-12-31') as ends_on
    from {{ source('landing', 'erp__salesterritoryhistory') }} as history
    inner join {{ source('landing', 'erp__salesterritory') }} as territories
        on {{ as_text('history.territoryid') }} = {{ as_text('territories.territoryid') }}
),

-- A new assignment starts with the hire, with each territory, and on the day after each territory that ended.
starts as (
    select
        person_id,
        hired_on as starts_on
    from employees
    union
    select
        person_id,
        unnest([starts_on, case when ends_on < date '9999-12-31' then ends_on + 1 end]) as starts_on
    from territories
),

spans as (
    select
        employees.*,
        starts.starts_on,
        cast(lead(starts.starts_on) over (partition by employees.person_id order by starts.starts_on) - 1 as date) as ends_on
    from employees
    left join starts on employees.person_id = starts.person_id and employees.hired_on <= starts.starts_on
)

select
    'aw:' || spans.person_id as employee_id,
    spans.starts_on as valid_from,
    spans.ends_on as valid_to,
    {{ as_text('spans.jobtitle') }} as position,
    case
        when {{ as_text('spans.jobtitle') }} = 'Sales Representative' then 'sales_rep'
        when {{ as_text('spans.jobtitle') }} = 'Vice President of Sales' then 'sales_vp'
        when {{ as_text('spans.jobtitle') }} like '% Sales Manager' then 'sales_manager'
        else 'other'
    end as role,
    'aw:' || managers.manager_id as manager_employee_id,
    territories.region,
    cast(null as boolean) as is_core,
    cast(null as boolean) as is_key_position,
    case when spans.starts_on = spans.hired_on then 'hire' else 'transfer' end as change_reason,
    spans._object_id as source_object_id,
    spans._row_id as source_row_id,
    {{ first_broken_rule([
        required('employee_id', 'spans.businessentityid'),
        required('valid_from', 'spans.hiredate'),
        bad_date('valid_from', 'spans.hiredate'),
        duplicate_key('spans.businessentityid')
    ]) }}
from spans
left join managers on regexp_replace(spans.node, '[^/]+/$', '') = managers.below and spans.node <> '/'
left join territories on spans.person_id = territories.person_id and spans.starts_on between territories.starts_on and territories.ends_on
