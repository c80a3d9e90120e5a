-- Rows set aside on the way in, by object and rule, against the share that the object may lose.
with rejected as (
    select
        entity,
        source_object_id,
        rule,
        count(*) as rows
    from {{ ref('rejected_rows') }}
    group by entity, source_object_id, rule
)

select
    objects.source,
    objects.object,
    rejected.entity,
    rejected.rule,
    rejected.rows,
    objects.live_rows,
    cast({{ exact_ratio('rejected.rows', 'objects.live_rows', 6, 0) }} as decimal(9, 6)) as share,
    cast(coalesce(try_cast(settings.value as decimal(9, 6)), 0) as decimal(9, 6)) as tolerance
from rejected
inner join {{ source('catalogue', 'objects') }} as objects on rejected.source_object_id = objects.object_id
left join {{ ref('policy_settings') }} as settings on settings.key = 'tolerance.' || objects.source || '.' || objects.object
order by objects.source, objects.object, rejected.entity, rejected.rule
