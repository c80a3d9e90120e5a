"""Answers as text: exact in CSV and JSON, readable in tables."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal

from pipelines.close.texts import explain_text, to_csv, to_json, to_table, trace_document, trace_text
from pipelines.periods import Period
from pipelines.warehouse import Explanation, SourceRow, Trace, TracedPosting
from pipelines.warehouse.lineage import ModelSql
from pipelines.warehouse.reader import Subject

ROWS = [{"kpi_id": "revenue", "value": Decimal("1234567.000001"), "postings": 12}, {"kpi_id": "win_rate", "value": None, "postings": 0}]
COLUMNS = ("kpi_id", "value", "postings")
SUBJECT = Subject("employee", "aw:274", "274")
SOURCE = SourceRow("aw", "orders", 9, "O1", 3, "2026-10-01T00:00:00Z", "orders.csv", "landing/parts/aw.orders/3.parquet", {"id": "O1", "note": None})


def traced(**changed: object) -> Trace:
    posting = {
        "credit_date": date(2026, 9, 3),
        "employee_id": "aw:274",
        "share": Decimal("0.500000"),
        "split_type": "revenue",
        "numerator": Decimal("10.5000"),
        "denominator": None,
    }
    base: dict[str, object] = {
        "subject": SUBJECT,
        "period": Period.parse("2026-09"),
        "kpi_id": "revenue",
        "build_id": "abc",
        "head": 3,
        "as_of": "2026-10-01T00:00:00+00:00",
        "definition": {"name_en": "Revenue", "name_zh": "销售额", "version": 1, "form": "sum", "formula_en": "net of tax"},
        "value": {"value": Decimal("10.500000"), "numerator": Decimal("10.5000"), "denominator": None, "postings": 1},
        "sums": {"numerator": Decimal("10.5000"), "denominator": None, "postings": 1},
        "sql": (ModelSql("post_revenue", "dbt_project/models/postings/post_revenue.sql", "select 1"),),
        "lineage": ("aw.orders",),
        "checks": ({"name": "sums_hold", "status": "pass"},),
        "postings": (TracedPosting(posting, SOURCE, None),),
    }
    return Trace(**{**base, **changed})  # type: ignore[arg-type]


def test_csv_is_exact_and_null_is_empty() -> None:
    assert to_csv(ROWS, COLUMNS) == "kpi_id,value,postings\nrevenue,1234567.000001,12\nwin_rate,,0\n"


def test_json_carries_decimals_as_text() -> None:
    assert json.loads(to_json(ROWS))[0] == {"kpi_id": "revenue", "value": "1234567.000001", "postings": 12}
    assert json.loads(to_json({"x": Decimal("1E+3")})) == {"x": "1000"}


def test_the_table_groups_and_aligns() -> None:
    lines = to_table(ROWS, COLUMNS).splitlines()
    assert lines[2].split() == ["revenue", "1,234,567.000001", "12"]
    assert lines[3].split() == ["win_rate", "–", "0"]
    assert len({line.index(last) + len(last) for line, last in ((lines[0], "postings"), (lines[2], "12"))}) == 1


def test_a_trace_as_text_leads_from_value_to_source_row() -> None:
    text = trace_text(traced(), limit=10)
    for told in (
        "revenue of employee:274 in 2026-09: 10.5",
        "they add up",
        "post_revenue.sql",
        "share 0.5 (revenue)",
        "key O1; load 3",
        "id=O1, note=–",
    ):
        assert told in text


def test_a_trace_that_does_not_add_up_says_so() -> None:
    text = trace_text(traced(problems=("numerator of the postings is 1, of the value 2",)), limit=10)
    assert "✗ numerator" in text
    assert "they add up" not in text


def test_a_trace_as_json_holds_every_posting_with_its_row() -> None:
    document = json.loads(to_json(trace_document(traced())))
    assert document["adds_up"] is True
    assert document["postings"][0]["source_row"]["columns"] == {"id": "O1", "note": None}
    assert document["postings"][0]["numerator"] == "10.5000"


def test_rows_past_the_limit_are_counted() -> None:
    assert "… and 1 more" in trace_text(traced(), limit=0)
    row = ({"kpi_id": "revenue", "reason": "no_owner", "source_object_id": 1, "source_row_id": 9}, SOURCE)
    text = explain_text(Explanation(SUBJECT, Period.parse("2026-09"), (row, row), ()), limit=1)
    assert "NOT POSTED (2)" in text
    assert "reason no_owner" in text
    assert "… and 1 more" in text
