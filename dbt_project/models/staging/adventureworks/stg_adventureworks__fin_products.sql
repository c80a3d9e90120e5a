-- Products: launched when their sale started, in the line that is their category.
with products as (
    select * from {{ source('landing', 'erp__product') }}
),

categories as (
    select
        {{ as_text('subcategories.productsubcategoryid') }} as subcategory_id,
        {{ as_text('categories.name') }} as line
    from {{ source('landing', 'erp__productsubcategory') }} as subcategories
    inner join {{ source('landing', 'erp__productcategory') }} as categories
        on {{ as_text('subcategories.productcategoryid') }} = {{ as_text('categories.productcategoryid') }}
)

select
    {{ as_key('aw', 'products.productid') }} as product_id,
    {{ as_text('products.name') }} as product_name,
    categories.line,
    {{ as_date('products.sellstartdate') }} as launched_on,
    {{ as_money('products.standardcost') }} as unit_cost,
    products._object_id as source_object_id,
    products._row_id as source_row_id,
    {{ first_broken_rule([
        required('product_id', 'products.productid'),
        required('product_name', 'products.name'),
        bad_date('launched_on', 'products.sellstartdate'),
        bad_number('unit_cost', 'products.standardcost'),
        negative('unit_cost', 'products.standardcost'),
        duplicate_key('products.productid')
    ]) }}
from products
left join categories on {{ as_text('products.productsubcategoryid') }} = categories.subcategory_id
