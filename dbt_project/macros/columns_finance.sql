{#- Columns and types of the canonical entities of finance; the contracts of models/canonical/finance say what each means. -#}
{% macro finance_columns() %}
    {% do return({
        'fin_products': {
            'product_id': 'varchar',
            'product_name': 'varchar',
            'line': 'varchar',
            'launched_on': 'date',
            'unit_cost': 'decimal(18,4)'
        },
        'fin_invoices': {
            'invoice_line_id': 'varchar',
            'invoice_id': 'varchar',
            'invoiced_on': 'date',
            'due_on': 'date',
            'account_id': 'varchar',
            'employee_id': 'varchar',
            'opportunity_id': 'varchar',
            'product_id': 'varchar',
            'net_amount': 'decimal(18,4)',
            'cost_amount': 'decimal(18,4)',
            'tax_amount': 'decimal(18,4)',
            'currency': 'varchar',
            'kind': 'varchar',
            'reverses_invoice_line_id': 'varchar',
            'voided': 'boolean'
        },
        'fin_payments': {
            'payment_id': 'varchar',
            'invoice_id': 'varchar',
            'paid_on': 'date',
            'amount': 'decimal(18,4)',
            'currency': 'varchar',
            'reversed_on': 'date'
        },
        'fin_adjustments': {
            'adjustment_id': 'varchar',
            'kpi_id': 'varchar',
            'employee_id': 'varchar',
            'credit_date': 'date',
            'amount': 'decimal(18,4)',
            'reason': 'varchar',
            'author': 'varchar'
        },
        'fin_expenses': {
            'expense_id': 'varchar',
            'employee_id': 'varchar',
            'incurred_on': 'date',
            'amount': 'decimal(18,4)',
            'currency': 'varchar',
            'submitted_at': 'timestamp',
            'decided_at': 'timestamp',
            'status': 'varchar',
            'violations': 'integer'
        },
        'fin_targets': {
            'kpi_id': 'varchar',
            'subject_type': 'varchar',
            'subject_id': 'varchar',
            'period_start': 'date',
            'period_kind': 'varchar',
            'target': 'decimal(18,6)',
            'set_by': 'varchar',
            'set_on': 'date',
            'reason_kind': 'varchar',
            'reason': 'varchar',
            'approved_by': 'varchar',
            'replaces': 'varchar'
        },
        'fin_fx_rates': {
            'currency': 'varchar',
            'rate_date': 'date',
            'rate': 'decimal(18,8)'
        }
    }) %}
{% endmacro %}
