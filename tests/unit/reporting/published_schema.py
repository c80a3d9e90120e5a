"""The columns of the published tables that reports read, as Arrow types.

Belongs here: names and types of `rpt_*` columns, as the published models' contracts give them.
Does not belong here: rows (`published_factory`).
"""

from __future__ import annotations

import pyarrow as pa

_TYPES: dict[str, pa.DataType] = {
    "s": pa.string(),
    "d": pa.date32(),
    "t": pa.timestamp("us"),
    "i": pa.int64(),
    "b": pa.bool_(),
    "m": pa.decimal128(38, 4),
    "v": pa.decimal128(38, 6),
    "w": pa.decimal128(18, 4),
    "o": pa.decimal128(9, 1),
    "f": pa.decimal128(9, 6),
}

_COLUMNS: dict[str, str] = {
    "rpt_build": "company:s period_start:d period_end:d as_of:t as_of_on:d head:i issues_head:i build_id:s code_digest:s "
    "display_name_en:s display_name_zh:s reporting_currency:s default_locale:s timezone:s fiscal_year_start:i",
    "rpt_periods": "grain:s period:s period_start:d period_end:d fiscal_year:i fiscal_quarter:i is_over:b",
    "rpt_subjects": "grain:s period:s subject_type:s subject_id:s bare_id:s name:s locale:s email:s position:s role:s region:s manager_id:s "
    "manager_name:s hired_on:d left_on:d members:i days_in_force:i days_in_period:i",
    "rpt_kpis": "grain:s period:s period_start:d period_end:d subject_type:s subject_id:s kpi_id:s kpi_version:i dimension:s sort_order:i unit:s "
    "direction:s cadence:s form:s numerator:m denominator:m value:v postings:i postings_digest:s target:v target_kind:s attainment:v score:w "
    "weight:w effective_weight:w weighted_score:w status:s is_in_scope:b team_mean:v rank:i rank_of:i ytd_value:v ytd_target:v previous_value:v "
    "previous_score:w reference:s",
    "rpt_totals": "grain:s period:s subject_type:s subject_id:s total:o grade:s scored_kpis:i scoped_kpis:i scored_weight:w previous_total:o "
    "previous_grade:s rank:i rank_of:i",
    "rpt_dimensions": "grain:s period:s subject_type:s subject_id:s dimension:s sort_order:i weight:w effective_weight:w score:w previous_score:w "
    "contribution:w previous_contribution:w",
    "rpt_slices": "grain:s period:s subject_type:s subject_id:s slice_kind:s slice:s amount:m postings:i",
    "rpt_funnel": "grain:s period:s subject_type:s subject_id:s step:s sort_order:i items:i",
    "rpt_team_members": "grain:s period:s team_id:s employee_id:s bare_id:s name:s role:s days_in_team:i total:o grade:s revenue:m "
    "revenue_target:v revenue_attainment:v",
    "rpt_definitions": "kpi_id:s version:i name_en:s name_zh:s dimension:s unit:s direction:s cadence:s form:s formula_en:s formula_zh:s "
    "valid_from:d valid_to:d sort_order:i",
    "rpt_curves": "curve_id:s kpi_id:s attainment:v score:w valid_from:d valid_to:d",
    "rpt_bands": "grade:s lower_bound:w valid_from:d valid_to:d",
    "rpt_thresholds": "threshold_id:s value:s unit:s valid_from:d valid_to:d reason:s",
    "rpt_unposted": "period:s period_start:d kpi_id:s reason:s employee_id:s employee_key:s rows:i numerator:m denominator:m",
    "rpt_rejected": "source:s object:s entity:s rule:s rows:i live_rows:i share:f tolerance:f",
    "rpt_adjustments": "period:s employee_id:s kpi_id:s amount:m reason:s author:s credit_date:d",
}

SCHEMAS: dict[str, pa.Schema] = {
    table: pa.schema([(name, _TYPES[code]) for name, code in (column.split(":") for column in columns.split())])
    for table, columns in _COLUMNS.items()
}
