-- Each day on which a customer was invoiced, and whether the customer was then new. A spell starts at an invoice with none in the months before;
-- its first months are new, the rest existing. Spells that start too soon after history does may be continuations: unknown.
with lines as (
    select * from {{ ref('settled_lines') }}
),

months as (
    select
        valid_from,
        coalesce(valid_to, date '9999-12-31') as valid_to,
        to_months(cast(value as integer)) as new_for
    from {{ ref('policy_thresholds') }}
    where threshold_id = 'new_customer_months'
),

days as (
    select
        lines.account_key_id,
        lines.basis_on,
        any_value(months.new_for) as new_for,
        bool_or(lines.kind <> 'credit_note') as is_invoiced
    from lines
    left join months on lines.basis_on between months.valid_from and months.valid_to
    where lines.account_key_id is not null
    group by lines.account_key_id, lines.basis_on
),

-- Credit notes take the spell of the invoices before them and start none.
earlier as (
    select
        *,
        max(case when is_invoiced then basis_on end) over (
            partition by account_key_id
            order by basis_on
            rows between unbounded preceding and 1 preceding
        ) as invoiced_before_on
    from days
),

spells as (
    select
        *,
        max(case when is_invoiced and (invoiced_before_on is null or invoiced_before_on < basis_on - new_for) then basis_on end) over (
            partition by account_key_id
            order by basis_on
        ) as spell_starts_on
    from earlier
)

select
    spells.account_key_id,
    spells.basis_on,
    spells.spell_starts_on,
    case
        when spells.spell_starts_on < calendar.history_starts_on + spells.new_for then 'unknown'
        when spells.basis_on < spells.spell_starts_on + spells.new_for then 'new'
        when spells.basis_on >= spells.spell_starts_on + spells.new_for then 'existing'
        else 'unknown'
    end as customer_class
from spells
cross join {{ ref('company_calendar') }} as calendar
