{#- Columns and types of the canonical entities of HR; the contracts of models/canonical/hr say what each means. -#}
{% macro hr_columns() %}
    {% do return({
        'hr_employees': {
            'employee_id': 'varchar',
            'full_name': 'varchar',
            'email': 'varchar',
            'locale': 'varchar',
            'hired_on': 'date',
            'left_on': 'date',
            'leave_reason': 'varchar',
            'bonus_base': 'decimal(18,4)',
            'currency': 'varchar'
        },
        'hr_employee_keys': {
            'system': 'varchar',
            'source_key': 'varchar',
            'employee_id': 'varchar',
            'valid_from': 'date',
            'valid_to': 'date'
        },
        'hr_assignments': {
            'employee_id': 'varchar',
            'valid_from': 'date',
            'valid_to': 'date',
            'position': 'varchar',
            'role': 'varchar',
            'manager_employee_id': 'varchar',
            'region': 'varchar',
            'is_core': 'boolean',
            'is_key_position': 'boolean',
            'change_reason': 'varchar'
        }
    }) %}
{% endmacro %}
