"""Each rule about scores and weights, fed rows that keep it and rows that break it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from tests.unit.models.rendering import DBT, Rows, Tables, render

KEY = "grain varchar, period varchar, subject_type varchar, subject_id varchar"
JUNE = {"grain": "M", "period": "2026-06"}
WHO = {**JUNE, "subject_type": "employee", "subject_id": "E1"}


def row(**columns: Any) -> dict[str, Any]:
    return {**WHO, **columns}


# rule → (tables with their columns and sound rows, the table to spoil, the rows that break it)
RULES: dict[str, tuple[dict[str, tuple[str, Rows]], str, Rows]] = {
    "weights_of_a_subject_total_all_of_it": (
        {"kpi_weights": (f"{KEY}, weight decimal(9, 6)", [row(weight=Decimal(60)), row(weight=Decimal(40))])},
        "kpi_weights", [row(weight=Decimal(60)), row(weight=Decimal("39.999999"))],
    ),
    "every_weighted_kpi_is_measured": (
        {"kpi_weights": (f"{KEY}, kpi_id varchar", [row(kpi_id="revenue")]), "kpi_scores": (f"{KEY}, kpi_id varchar", [row(kpi_id="revenue")])},
        "kpi_scores", [row(kpi_id="visits")],
    ),
    "effective_weights_of_a_subject_total_all_of_it": (
        {
            "kpi_scores": (
                f"{KEY}, status varchar, effective_weight decimal(9, 6)",
                [row(status="scored", effective_weight=100), row(status="no_value", effective_weight=0)],
            ),
        },
        "kpi_scores", [row(status="scored", effective_weight=80), row(status="no_value", effective_weight=20)],
    ),
    "a_target_of_zero_has_a_span": (
        {
            "kpi_targets": (
                f"{KEY}, kpi_id varchar, target decimal(38, 6), source_object_id integer, source_row_id bigint",
                [row(kpi_id="revenue", target=1), row(kpi_id="churn", target=0)],
            ),
            "period_kpis": (
                "grain varchar, period varchar, kpi_id varchar, span decimal(18, 6)",
                [{**JUNE, "kpi_id": "revenue"}, {**JUNE, "kpi_id": "churn", "span": Decimal("0.1")}],
            ),
        },
        "kpi_targets", [row(kpi_id="revenue", target=0)],
    ),
    "contributions_of_the_dimensions_sum_to_the_total": (
        {
            "totals": (f"{KEY}, total decimal(9, 1)", [row(total=Decimal("85.0"))]),
            "dimension_scores": (f"{KEY}, contribution decimal(18, 4)", [row(contribution=Decimal("60.95")), row(contribution=24)]),
        },
        "totals", [row(total=Decimal("84.8"))],
    ),
    "slices_of_the_revenue_sum_to_it": (
        {
            "rpt_slices": (f"{KEY}, slice_kind varchar, amount decimal(38, 4)", [row(slice_kind="a", amount=7), row(slice_kind="a", amount=3)]),
            "rpt_kpis": (
                f"{KEY}, kpi_id varchar, numerator decimal(38, 4)",
                [row(kpi_id="revenue", numerator=10), row(kpi_id="visits", numerator=1)],
            ),
        },
        "rpt_slices", [row(slice_kind="a", amount=7), row(slice_kind="a", amount=Decimal("3.0001"))],
    ),
    "no_number_is_floating_point": ({"exact": ("n decimal(38, 6), d integer", [])}, "exact", []),
}  # fmt: skip


def findings(rule: str, tables: Tables) -> list[dict[str, Any]]:
    return tables.rows(render((DBT / "tests" / "singular" / f"{rule}.sql").read_text(encoding="utf-8")))


def filled(tables: dict[str, tuple[str, Rows]]) -> Tables:
    made = Tables()
    for name, (columns, rows) in tables.items():
        made.fill(name, columns, rows)
    return made


@pytest.mark.parametrize("rule", RULES)
def test_sound_rows_keep_the_rule(rule: str) -> None:
    assert findings(rule, filled(RULES[rule][0])) == []


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule != "no_number_is_floating_point"])
def test_a_bad_row_is_found(rule: str) -> None:
    tables, spoilt, rows = RULES[rule]
    found = findings(rule, filled({**tables, spoilt: (tables[spoilt][0], rows)}))
    assert [finding["subject_id"] for finding in found] == ["E1"]


def test_a_floating_column_is_found() -> None:
    found = findings("no_number_is_floating_point", filled({"loose": ("value double, name varchar", [])}))
    assert [(finding["table_name"], finding["column_name"]) for finding in found] == [("loose", "value")]
