-- Revenue splits of one deal over 100 % would credit more than was sold.
select
    opportunity_id,
    sum(share) as shares,
    string_agg(employee_id, ', ' order by employee_id) as employees
from {{ ref('crm_credit_splits') }}
where split_type = 'revenue'
group by opportunity_id
having sum(share) > 1
