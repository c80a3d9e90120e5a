-- The named thresholds, with the reason for each.
select
    threshold_id,
    value,
    unit,
    valid_from,
    valid_to,
    reason
from {{ ref('policy_thresholds') }}
order by threshold_id, valid_from
