-- The CRM's activities; survey completeness is its word for how full the questionnaire is.
with landed as (
    select * from {{ source('landing', 'crm__activities') }}
)

select
    {{ as_key('crm', 'id') }} as activity_id,
    lower({{ as_text('type') }}) as kind,
    {{ as_instant('happened_at') }} as held_at,
    {{ as_key('crm', 'user_id') }} as employee_id,
    {{ as_key('crm', 'account_id') }} as account_id,
    {{ as_key('crm', 'opportunity_id') }} as opportunity_id,
    cast(null as varchar) as lead_id,
    {{ as_instant('responded_at') }} as responded_at,
    {{ as_flag('accepted') }} as accepted,
    {{ as_flag('praised') }} as praised,
    {{ as_number('need_depth', 'integer') }} as need_depth,
    {{ as_number('solution_fit', 'integer') }} as solution_fit,
    {{ as_number('survey_completeness', 'decimal(9,6)') }} as questionnaire_completeness,
    _object_id as source_object_id,
    _row_id as source_row_id,
    {{ first_broken_rule([
        required('activity_id', 'id'),
        required('kind', 'type'),
        unknown('kind', ['visit', 'call', 'outreach', 'demo', 'meeting'], 'type'),
        required('held_at', 'happened_at'),
        bad_date('held_at', 'happened_at'),
        required('employee_id', 'user_id'),
        bad_date('responded_at'),
        unknown('need_depth', ['1', '2', '3', '4', '5']),
        unknown('solution_fit', ['1', '2', '3', '4', '5']),
        duplicate_key('id')
    ]) }}
from landed
