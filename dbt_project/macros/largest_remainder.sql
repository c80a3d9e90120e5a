{#- Divides a whole among the rows of each parcel in proportion to their weights, so that the parts sum to the whole to the last of four decimals
    and each lies within one unit of its exact share (the method of largest remainders). Renders a relation: the given one with one column more.

    relation     a CTE or table whose rows hold everything below; use it for divided rows only, since it sorts them
    parcel       list of columns that together name what is divided
    whole        expression, DECIMAL(18,4), equal on all rows of a parcel; null gives null parts; minus x is divided exactly as x
    weight       expression of at most six decimals, not null; negative ones are allowed; when a parcel's weights sum to zero all count alike
    tie_break    list of columns that order the rows of a parcel, to decide between equal remainders
    part         name of the new column, DECIMAL(18,4) -#}
{% macro largest_remainder(relation, parcel, whole, weight, tie_break, part) -%}
    {%- set parcel_columns = parcel | join(', ') -%}
    (
        with weighted as (
            select
                *,
                cast(cast({{ weight }} as decimal(38, 6)) * 1000000 as hugeint) as lr_given,
                sum(lr_given) over (partition by {{ parcel_columns }}) as lr_given_total,
                case when lr_given_total = 0 then 1 else lr_given * sign(lr_given_total) end as lr_weight,
                case when lr_given_total = 0 then count(*) over (partition by {{ parcel_columns }}) else abs(lr_given_total) end as lr_total,
                abs({{ units(whole) }}) as lr_units
            from {{ relation }}
        ),

        floored as (
            select
                *,
                ((lr_units * lr_weight) % lr_total + lr_total) % lr_total as lr_rest,
                (lr_units * lr_weight - lr_rest) // lr_total as lr_floor
            from weighted
        ),

        ranked as (
            select
                *,
                sum(lr_rest) over (partition by {{ parcel_columns }}) // lr_total as lr_left_over,
                row_number() over (partition by {{ parcel_columns }} order by lr_rest desc, {{ tie_break | join(', ') }}) as lr_rank
            from floored
        )

        select
            * exclude (lr_given, lr_given_total, lr_weight, lr_total, lr_units, lr_rest, lr_floor, lr_left_over, lr_rank),
            cast(
                cast(sign({{ whole }}) * (lr_floor + case when lr_rank <= lr_left_over then 1 else 0 end) as decimal(38, 0)) * 0.0001 as decimal(18, 4)
            ) as {{ part }}
        from ranked
    )
{%- endmacro %}
