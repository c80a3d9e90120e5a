-- Quotas as monthly revenue targets. A quota starts on the first of the month nearest to its date and covers three months, split equally;
-- cents that do not split go to the first of them.
with quotas as (
    select
        *,
        {{ as_date('quotadate') }} as quota_on,
        {{ as_money('salesquota') }} as quota
    from {{ source('landing', 'erp__salespersonquotahistory') }}
),

-- Nearest: as many days back to this month's first as on to the next one's, or fewer.
quarters as (
    select
        *,
        case
            when quota_on - cast(date_trunc('month', quota_on) as date) <= (last_day(quota_on) + 1) - quota_on then date_trunc('month', quota_on)
            else last_day(quota_on) + 1
        end as starts_on,
        cast(round(quota * 100) as hugeint) as cents
    from quotas
)

select
    'revenue' as kpi_id,
    'employee' as subject_type,
    {{ as_key('aw', 'businessentityid') }} as subject_id,
    cast(starts_on + to_months(months.number) as date) as period_start,
    'M' as period_kind,
    cast(cents // 3 + case when months.number < cents % 3 then 1 else 0 end as decimal(18, 2)) * 0.01 as target,
    cast(null as varchar) as set_by,
    {{ as_date('modifieddate') }} as set_on,
    'initial' as reason_kind,
    'Quota' as reason,
    cast(null as varchar) as approved_by,
    cast(null as varchar) as replaces,
    _object_id as source_object_id,
    _row_id as source_row_id,
    {{ first_broken_rule([
        required('subject_id', 'businessentityid'),
        required('period_start', 'quotadate'),
        bad_date('period_start', 'quotadate'),
        required('target', 'salesquota'),
        bad_number('target', 'salesquota'),
        negative('target', 'salesquota'),
        duplicate_key('businessentityid')
    ]) }}
from quarters
cross join (values (0), (1), (2)) as months (number)
