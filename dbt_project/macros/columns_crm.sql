{#- Columns and types of the canonical entities of CRM; the contracts of models/canonical/crm say what each means. -#}
{% macro crm_columns() %}
    {% do return({
        'crm_accounts': {
            'account_id': 'varchar',
            'account_name': 'varchar',
            'industry': 'varchar',
            'region': 'varchar',
            'tier': 'varchar',
            'owner_employee_id': 'varchar',
            'created_on': 'date'
        },
        'crm_account_keys': {
            'system': 'varchar',
            'source_key': 'varchar',
            'account_id': 'varchar'
        },
        'crm_leads': {
            'lead_id': 'varchar',
            'created_at': 'timestamp',
            'owner_employee_id': 'varchar',
            'channel': 'varchar',
            'channel_cost': 'decimal(18,4)',
            'converted_at': 'timestamp',
            'opportunity_id': 'varchar',
            'account_id': 'varchar',
            'status': 'varchar'
        },
        'crm_opportunities': {
            'opportunity_id': 'varchar',
            'account_id': 'varchar',
            'owner_employee_id': 'varchar',
            'created_on': 'date',
            'stage': 'varchar',
            'status': 'varchar',
            'closed_on': 'date',
            'expected_close_on': 'date',
            'amount': 'decimal(18,4)',
            'currency': 'varchar',
            'lost_reason': 'varchar',
            'product_id': 'varchar'
        },
        'crm_credit_splits': {
            'opportunity_id': 'varchar',
            'employee_id': 'varchar',
            'share': 'decimal(9,6)',
            'split_type': 'varchar'
        },
        'crm_activities': {
            'activity_id': 'varchar',
            'kind': 'varchar',
            'held_at': 'timestamp',
            'employee_id': 'varchar',
            'account_id': 'varchar',
            'opportunity_id': 'varchar',
            'lead_id': 'varchar',
            'responded_at': 'timestamp',
            'accepted': 'boolean',
            'praised': 'boolean',
            'need_depth': 'integer',
            'solution_fit': 'integer',
            'questionnaire_completeness': 'decimal(9,6)'
        }
    }) %}
{% endmacro %}
