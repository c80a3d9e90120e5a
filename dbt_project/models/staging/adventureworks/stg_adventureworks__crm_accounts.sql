-- Customers: a store under its name, or a person under theirs.
with customers as (
    select * from {{ source('landing', 'erp__customer') }}
),

stores as (
    select
        {{ as_text('businessentityid') }} as store_id,
        {{ as_text('name') }} as name,
        {{ as_text('salespersonid') }} as sales_person_id
    from {{ source('landing', 'erp__store') }}
),

people as (
    select
        {{ as_text('businessentityid') }} as person_id,
        concat_ws(' ', {{ as_text('firstname') }}, {{ as_text('lastname') }}) as name
    from {{ source('landing', 'erp__person') }}
),

territories as (
    select
        {{ as_text('territoryid') }} as territory_id,
        {{ as_text('name') }} as name
    from {{ source('landing', 'erp__salesterritory') }}
),

named as (
    select
        customers.*,
        coalesce(stores.name, people.name) as account_name,
        territories.name as region,
        stores.sales_person_id
    from customers
    left join stores on {{ as_text('customers.storeid') }} = stores.store_id
    left join people on {{ as_text('customers.personid') }} = people.person_id
    left join territories on {{ as_text('customers.territoryid') }} = territories.territory_id
)

select
    {{ as_key('aw', 'customerid') }} as account_id,
    account_name,
    cast(null as varchar) as industry,
    region,
    cast(null as varchar) as tier,
    {{ as_key('aw', 'sales_person_id') }} as owner_employee_id,
    cast(null as date) as created_on,
    _object_id as source_object_id,
    _row_id as source_row_id,
    {{ first_broken_rule([
        required('account_id', 'customerid'),
        required('account_name'),
        duplicate_key('customerid')
    ]) }}
from named
