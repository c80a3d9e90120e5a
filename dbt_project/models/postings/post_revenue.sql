-- Invoiced revenue, in all, from new customers and from new products; and the share of new products among those with a known launch.
with lines as (
    select * from {{ ref('credited_lines') }}
),

candidates as (
    select
        kpis.kpi_id,
        lines.*,
        lines.invoiced_on as happened_on,
        lines.invoiced_on as credit_date,
        case when kpis.kpi_id = 'new_product_share' and lines.product_class <> 'new' then 0 else lines.net_amount end as numerator,
        case when kpis.kpi_id = 'new_product_share' then lines.net_amount end as denominator
    from lines
    cross join (values ('revenue'), ('revenue_new_customer'), ('revenue_new_product'), ('new_product_share')) as kpis (kpi_id)
    where
        kpis.kpi_id = 'revenue'
        or (kpis.kpi_id = 'revenue_new_customer' and lines.customer_class = 'new')
        or (kpis.kpi_id = 'revenue_new_product' and lines.product_class = 'new')
        or (kpis.kpi_id = 'new_product_share' and lines.product_class <> 'unknown')
)

{{ monthly_postings('candidates') }}
