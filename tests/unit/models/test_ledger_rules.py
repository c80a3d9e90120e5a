"""The rules of the ledger: sound tables pass, and each rule has a twin that breaks it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from tests.unit.models.rendering import DBT, Tables, render

MAY = date(2024, 5, 1)
SUMS = "kpi_id varchar, period_start date, numerator decimal(38,4), denominator decimal(38,4)"
COLUMNS = {
    "control_totals": "kpi_id varchar, period_start date, is_balanced boolean",
    "ledger": f"{SUMS}, grain varchar, split_type varchar",
    "kpi_values": f"{SUMS}, grain varchar, period varchar, subject_type varchar, subject_id varchar, postings bigint, is_fed boolean",
    "period_months": "grain varchar, period varchar, month_start date",
    "period_kpis": "grain varchar, period varchar, kpi_id varchar, additivity varchar",
    "split_line_parts": "invoice_line_id varchar, split_type varchar, net_amount decimal(18,4), cost_amount decimal(18,4), line_part decimal(18,4)",
    "invoice_lines": "invoice_line_id varchar, net_amount_rc decimal(18,4), cost_amount_rc decimal(18,4)",
    "team_postings": (
        "team_id varchar, kpi_id varchar, grain varchar, credit_date date, source_object_id integer, source_row_id bigint, split_type varchar,"
        " share decimal(9,6), numerator decimal(18,4)"
    ),
}
Rows = dict[str, list[Mapping[str, Any]]]


def value(grain: str, period: str, subject: str, **rest: Any) -> dict[str, Any]:
    return {"kpi_id": "revenue", "period_start": MAY, "grain": grain, "period": period, "subject_type": subject, "subject_id": subject, **rest}


def posting(split_type: str, numerator: int) -> dict[str, Any]:
    return {"kpi_id": "revenue", "period_start": MAY, "grain": "M", "split_type": split_type, "numerator": numerator}


def overlay(row: int, share: float, numerator: int = 1) -> dict[str, Any]:
    return {"team_id": "M1", "kpi_id": "revenue", "grain": "M", "source_row_id": row, "split_type": "overlay", "share": share, "numerator": numerator}


YEAR: Rows = {
    "period_months": [{"grain": "Y", "period": "2024", "month_start": date(2024, month, 1)} for month in range(1, 13)],
    "period_kpis": [{"grain": "Y", "period": "2024", "kpi_id": "revenue", "additivity": "additive"}],
}
SOUND: dict[str, Rows] = {
    "control_totals_balance": {"control_totals": [{"kpi_id": "revenue", "is_balanced": True}]},
    "what_employees_earned_is_what_the_company_has": {
        "ledger": [posting("revenue", 60), posting("revenue", 40), posting("overlay", 30)],
        "kpi_values": [value("M", "2024-05", "company", numerator=100, is_fed=True)],
    },
    "months_sum_to_their_year": {
        **YEAR,
        "kpi_values": [value("M", "2024-05", "employee", numerator=7, postings=1), value("Y", "2024", "employee", numerator=7, postings=1)],
    },
    "parts_of_a_shared_line_sum_to_the_line": {
        "invoice_lines": [{"invoice_line_id": "L1", "net_amount_rc": 100}],
        "split_line_parts": [{"invoice_line_id": "L1", "split_type": "revenue", "net_amount": part, "line_part": part / 100} for part in (60, 40)],
    },
    "no_team_counts_overlay_credit_of_a_row_more_than_once": {
        "team_postings": [overlay(1, 0.5), overlay(1, 0.5), overlay(1, 1, numerator=-1), *[overlay(2, 0.166667)] * 6]
    },
}
BROKEN: dict[str, Rows] = {
    "control_totals_balance": {"control_totals": [{"kpi_id": "revenue", "is_balanced": False}]},
    "what_employees_earned_is_what_the_company_has": {"ledger": [posting("revenue", 60)]},
    "months_sum_to_their_year": {
        "kpi_values": [value("M", "2024-05", "employee", numerator=7, postings=1), value("Y", "2024", "employee", numerator=8, postings=1)]
    },
    "parts_of_a_shared_line_sum_to_the_line": {
        "split_line_parts": [{"invoice_line_id": "L1", "split_type": "revenue", "net_amount": 99.9999, "line_part": 1}]
    },
    "no_team_counts_overlay_credit_of_a_row_more_than_once": {"team_postings": [overlay(1, 1), overlay(1, 1)]},
}


def found(rule: str, given: Rows) -> list[dict[str, Any]]:
    """Return the rows that a rule finds in the given tables; tables that are not given are empty."""
    tables = Tables()
    for name, columns in COLUMNS.items():
        tables.fill(name, columns, given.get(name, []))
    return tables.rows(render((DBT / "tests" / "singular" / f"{rule}.sql").read_text(encoding="utf-8")))


@pytest.mark.parametrize("rule", SOUND)
def test_sound_tables_pass(rule: str) -> None:
    assert found(rule, SOUND[rule]) == []


@pytest.mark.parametrize("rule", BROKEN)
def test_the_rule_finds_the_broken_row(rule: str) -> None:
    assert found(rule, {**SOUND[rule], **BROKEN[rule]})
