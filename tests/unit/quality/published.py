"""A tiny published month that passes every check: two employees, one team, two KPIs.

Belongs here: the good rows that twin tests break one at a time, and writing them as Parquet.
Does not belong here: what is broken and what must be found (`test_suites`).
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

Rows = list[dict[str, Any]]
PERIOD = {"grain": "M", "period": "2026-09"}
ALWAYS = {"valid_from": date(2020, 1, 1), "valid_to": None}
PEOPLE = (("employee", "hr:1"), ("employee", "hr:2"), ("team", "hr:1"))
TEXT = pa.string()
MONEY = pa.decimal128(38, 4)
TYPES = {  # of columns that are null in every good row
    "valid_to": pa.date32(),
    "employee_id": TEXT,
    "employee_key": TEXT,
    "denominator": MONEY,
    "source_denominator": MONEY,
    "posted_denominator": MONEY,
    "unposted_denominator": MONEY,
}


def good_tables() -> dict[str, Rows]:
    """Return the rows of each table, fresh for each caller to change."""
    tables = {"rpt_kpis": _kpis(), "rpt_subjects": _subjects(), "rpt_totals": _totals(), "rpt_dimensions": _dimensions()}
    return tables | _facts() | _policy() | _inputs()


def write(tables: dict[str, Rows], folder: Path) -> Path:
    """Write each table as `<table>.parquet` into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in tables.items():
        pq.write_table(_arrow(rows or [MODEL_ROWS[name]], keep=bool(rows)), folder / f"{name}.parquet")
    return folder


def _arrow(rows: Rows, *, keep: bool) -> pa.Table:
    table = pa.Table.from_pylist(rows)
    for index, field in enumerate(table.schema):
        if pa.types.is_null(field.type):
            table = table.set_column(index, field.name, table.column(index).cast(TYPES.get(field.name, MONEY)))
    return table if keep else table.slice(0, 0)


def _kpis() -> Rows:
    rows = []
    for number, (subject_type, subject_id) in enumerate(PEOPLE):
        shared = PERIOD | {"subject_type": subject_type, "subject_id": subject_id, "status": "scored", "rank": 1, "rank_of": 2}
        money = {
            "kpi_id": "revenue",
            "form": "sum",
            "numerator": Decimal("900.0000"),
            "denominator": None,
            "value": Decimal("900.000000"),
            "postings": 3,
        }
        money |= {"target": Decimal("1000.000000"), "attainment": Decimal("0.900000"), "score": Decimal("80.0000"), "weight": Decimal("60.0000")}
        share = {
            "kpi_id": "win_rate",
            "form": "ratio",
            "numerator": Decimal("1.0000"),
            "denominator": Decimal("3.0000"),
            "value": Decimal("0.333333"),
            "postings": 3,
        }
        share |= {"target": Decimal("0.333333"), "attainment": Decimal("1.000000"), "score": Decimal("100.0000"), "weight": Decimal("40.0000")}
        for letter, kpi in zip("AB", (money, share), strict=True):
            rows.append(shared | kpi | {"effective_weight": kpi["weight"], "reference": f"R{letter}00000000{number}"})
    return rows


def _subjects() -> Rows:
    return [
        PERIOD
        | {"subject_type": subject_type, "subject_id": subject_id, "bare_id": subject_id[3:], "name": f"Person {subject_id}", "locale": "en"}
        | {"days_in_force": 30, "days_in_period": 30}
        for subject_type, subject_id in PEOPLE
    ]


def _totals() -> Rows:
    return [
        PERIOD
        | {"subject_type": subject_type, "subject_id": subject_id, "total": Decimal("88.0"), "grade": "B", "scored_kpis": 2, "scoped_kpis": 2}
        | {"scored_weight": Decimal("100.0000"), "rank": 1, "rank_of": 2}
        for subject_type, subject_id in PEOPLE
    ]


def _dimensions() -> Rows:
    return [
        PERIOD | {"subject_type": subject_type, "subject_id": subject_id, "dimension": name, "weight": weight, "contribution": part}
        for subject_type, subject_id in PEOPLE
        for name, weight, part in (("performance", Decimal("60.0000"), Decimal("48.0000")), ("process", Decimal("40.0000"), Decimal("40.0000")))
    ]


def _facts() -> dict[str, Rows]:
    slices = [
        PERIOD | {"subject_type": subject_type, "subject_id": subject_id, "slice_kind": kind, "slice": name, "amount": amount}
        for subject_type, subject_id in PEOPLE
        for kind in ("customer_class", "product_class")
        for name, amount in (("new", Decimal("300.0000")), ("existing", Decimal("600.0000")))
    ]
    step = PERIOD | {"subject_type": "employee", "subject_id": "hr:1", "step": "leads_created", "items": 4}
    members = [PERIOD | {"team_id": "hr:1", "employee_id": member, "days_in_team": 30} for member in ("hr:1", "hr:2")]
    return {"rpt_slices": slices, "rpt_funnel": [step], "rpt_team_members": members}


def _policy() -> dict[str, Rows]:
    bands = [{"grade": grade, "lower_bound": Decimal(low)} | ALWAYS for grade, low in (("A", 90), ("B", 75), ("C", 60), ("D", 0))]
    anchors = (("0.6", 0), ("0.8", 60), ("1.0", 100), ("1.2", 120))
    curves = [
        {"kpi_id": kpi, "attainment": Decimal(at), "score": Decimal(score)} | ALWAYS for kpi in ("revenue", "win_rate") for at, score in anchors
    ]
    thresholds = [{"threshold_id": "min_scored_weight", "value": "60", "unit": "percent"} | ALWAYS]
    return {"rpt_bands": bands, "rpt_curves": curves, "rpt_thresholds": thresholds}


def _inputs() -> dict[str, Rows]:
    build = {"build_id": "b1", "head": 7, "as_of": datetime(2026, 10, 2, 8)}
    period = PERIOD | {"period_start": date(2026, 9, 1), "period_end": date(2026, 9, 30)}
    control = {
        "kpi_id": "revenue",
        "period_start": date(2026, 9, 1),
        "source_numerator": Decimal("1810.0000"),
        "posted_numerator": Decimal("1800.0000"),
    }
    control |= {"unposted_numerator": Decimal("10.0000"), "source_denominator": None, "posted_denominator": None, "unposted_denominator": None}
    rejected = {"source": "crm", "object": "leads", "entity": "crm_leads", "rule": "required_created_at", "rows": 0, "live_rows": 500}
    return {
        "rpt_build": [build],
        "rpt_periods": [period],
        "rpt_control_totals": [control | {"is_balanced": True}],
        "rpt_rejected": [rejected | {"tolerance": 0.01}],
        "rpt_unposted": [],
        "rpt_adjustments": [
            {"period": "2026-09", "employee_id": "hr:1", "kpi_id": "revenue", "credit_date": date(2026, 9, 9), "reason": "refund", "author": "Ann"}
        ],
    }


UNPOSTED = {
    "period": "2026-09",
    "kpi_id": "revenue",
    "reason": "no_owner",
    "employee_key": None,
    "rows": 1,
    "numerator": Decimal("10.0000"),
    "denominator": None,
}
MODEL_ROWS = {"rpt_unposted": UNPOSTED}  # the shape of tables that have no rows in a good month
