-- Sums of postings for every employee, team, region, industry and the company. Beyond the employee only revenue shares count; for a team also the
-- overlay shares that stand alone.
with employees as (
    select * from {{ ref('posting_sums') }}
),

teams as (
    select
        members.team_id,
        employees.*
    from employees
    inner join {{ ref('team_membership') }} as members
        on employees.employee_id = members.employee_id and employees.stretch_starts_on between members.valid_from and members.valid_to
    where employees.split_type = 'revenue'
),

parts as (
    {%- for subject_type, subject_id in [('employee', 'employee_id'), ('region', 'region'), ('industry', 'industry'), ('company', "'company'")] %}
        select
            kpi_id,
            grain,
            period_start,
            '{{ subject_type }}' as subject_type,
            {{ subject_id }} as subject_id,
            numerator,
            denominator,
            postings,
            digest
        from employees
        {{ "where split_type = 'revenue'" if subject_type != 'employee' }}
        union all
    {%- endfor %}
    select
        kpi_id,
        grain,
        period_start,
        'team' as subject_type,
        team_id as subject_id,
        numerator,
        denominator,
        postings,
        digest
    from teams
    union all
    select
        kpi_id,
        grain,
        period_start,
        'team' as subject_type,
        team_id as subject_id,
        sum(numerator) as numerator,
        sum(denominator) as denominator,
        count(*) as postings,
        {{ postings_digest() }} as digest
    from {{ ref('team_postings') }}
    where split_type = 'overlay'
    group by kpi_id, grain, period_start, team_id
)

select
    kpi_id,
    grain,
    period_start,
    subject_type,
    subject_id,
    cast(sum(numerator) as decimal(38, 4)) as numerator,
    cast(sum(denominator) as decimal(38, 4)) as denominator,
    cast(sum(postings) as bigint) as postings,
    sum(digest) as digest
from parts
where subject_id is not null
group by kpi_id, grain, period_start, subject_type, subject_id
