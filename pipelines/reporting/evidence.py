"""The machine-readable values that travel inside each PDF.

Belongs here: every value of a page with what it was made of, and the build it came from, as JSON that is the same for the same rows.
Does not belong here: formatted text (`views`), embedding (`pdf`).
"""

from __future__ import annotations

import json
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from pipelines.reporting.desk import Desk
from pipelines.reporting.tables import Row
from pipelines.reporting.views import Scorecard

SCHEMA = "sales-scorecards/values/1"
_VALUE_COLUMNS = [
    "reference",
    "kpi_id",
    "kpi_version",
    "dimension",
    "unit",
    "direction",
    "form",
    "numerator",
    "denominator",
    "value",
    "postings",
    "postings_digest",
    "target",
    "target_kind",
    "attainment",
    "score",
    "weight",
    "effective_weight",
    "weighted_score",
    "status",
    "is_in_scope",
    "team_mean",
    "rank",
    "rank_of",
    "ytd_value",
    "ytd_target",
    "previous_value",
    "previous_score",
]
_BUILD_COLUMNS = ["company", "build_id", "code_digest", "head", "issues_head", "as_of", "reporting_currency", "timezone"]
_SUBJECT_COLUMNS = [
    "subject_type",
    "subject_id",
    "bare_id",
    "name",
    "position",
    "role",
    "region",
    "manager_id",
    "members",
    "days_in_force",
    "days_in_period",
]
_KEYS = {"grain", "period", "subject_type", "subject_id", "team_id"}


def evidence(desk: Desk, view: Scorecard) -> str:
    """Return the attachment of one report."""
    rows = desk.rows
    document = {
        "schema": SCHEMA,
        "report_id": view.identity.report_id,
        "view_sha256": view.digest(),
        "state": {"kind": view.identity.state.kind, "version": None, "is_period_over": desk.context.period["is_over"]},
        "period": _pick(desk.context.period, ("period", "period_start", "period_end")),
        "subject": _pick(rows.subject, _SUBJECT_COLUMNS),
        "build": _pick(desk.context.build, _BUILD_COLUMNS),
        "total": None if rows.total is None else _others(rows.total),
        "dimensions": [_others(row) for row in rows.dimensions],
        "values": [_pick(row, _VALUE_COLUMNS) for row in rows.kpis],
        "slices": [_others(row) for row in rows.slices],
        "funnel": [_others(row) for row in rows.funnel],
        "members": [_others(row) for row in rows.members],
        "adjustments": [_others(row) for row in rows.adjustments],
        "unposted": [_others(row) for row in rows.unposted],
        "checks": [
            {"check_id": check.check_id, "blocking": check.blocking, "passed": check.passed, "failing_rows": check.failing_rows}
            for check in desk.quality.checks
        ],
        "stale": list(desk.quality.stale),
    }
    return json.dumps(document, ensure_ascii=False, sort_keys=True, indent=1, default=_plain)


def _pick(row: Row, columns: list[str] | tuple[str, ...]) -> Row:
    return {name: row[name] for name in columns}


def _others(row: Row) -> Row:
    return {name: value for name, value in row.items() if name not in _KEYS}


def _plain(value: Any) -> str:
    """Write decimals as digits and instants in UTC."""
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%dT%H:%M:%SZ}"
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"no JSON for {type(value).__name__}")
