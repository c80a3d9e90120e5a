{#- Columns and types of the canonical entities of policy; the contracts of models/canonical/policy say what each means. -#}
{% macro policy_columns() %}
    {% do return({
        'policy_settings': {
            'key': 'varchar',
            'value': 'varchar'
        },
        'policy_kpis': {
            'kpi_id': 'varchar',
            'version': 'integer',
            'name_en': 'varchar',
            'name_zh': 'varchar',
            'dimension': 'varchar',
            'unit': 'varchar',
            'scale': 'decimal(18,6)',
            'direction': 'varchar',
            'cadence': 'varchar',
            'form': 'varchar',
            'additivity': 'varchar',
            'base_kpi': 'varchar',
            'window_kind': 'varchar',
            'span': 'decimal(18,6)',
            'formula_en': 'varchar',
            'formula_zh': 'varchar',
            'curve_id': 'varchar',
            'owner': 'varchar',
            'entities': 'varchar',
            'sort_order': 'integer',
            'valid_from': 'date',
            'valid_to': 'date'
        },
        'policy_weights': {
            'scheme': 'varchar',
            'cycle': 'varchar',
            'subject_type': 'varchar',
            'role': 'varchar',
            'region': 'varchar',
            'item_kind': 'varchar',
            'item_id': 'varchar',
            'weight': 'decimal(9,4)',
            'valid_from': 'date',
            'valid_to': 'date',
            'decided_by': 'varchar',
            'reason': 'varchar'
        },
        'policy_targets': {
            'subject_type': 'varchar',
            'role': 'varchar',
            'kpi_id': 'varchar',
            'target': 'decimal(18,6)',
            'valid_from': 'date',
            'valid_to': 'date',
            'decided_by': 'varchar',
            'reason': 'varchar'
        },
        'policy_bands': {
            'grade': 'varchar',
            'lower_bound': 'decimal(9,1)',
            'valid_from': 'date',
            'valid_to': 'date'
        },
        'policy_curves': {
            'curve_id': 'varchar',
            'attainment': 'decimal(18,6)',
            'score': 'decimal(18,4)',
            'valid_from': 'date',
            'valid_to': 'date'
        },
        'policy_thresholds': {
            'threshold_id': 'varchar',
            'value': 'varchar',
            'unit': 'varchar',
            'valid_from': 'date',
            'valid_to': 'date',
            'reason': 'varchar'
        }
    }) %}
{% endmacro %}
