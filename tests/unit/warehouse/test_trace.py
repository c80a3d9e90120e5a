"""The proof in a trace: postings that add up, and ones that do not."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from pipelines.warehouse.source_rows import SourceRow
from pipelines.warehouse.trace import TracedPosting, _problems, _sums

ROW = SourceRow("fin", "invoices", 1, "I1", 1, "2026-10-01T00:00:00Z", "invoices.csv", "landing/parts/x.parquet", {"id": "I1"})
RATIO = {"form": "ratio", "scale": Decimal(1)}


def posting(numerator: str, denominator: str | None) -> dict[str, Any]:
    return {"numerator": Decimal(numerator), "denominator": None if denominator is None else Decimal(denominator)}


def problems(value: str | None, found: list[dict[str, Any]], definition: dict[str, Any], source: SourceRow | None = ROW, **told: Any) -> list[str]:
    sums = _sums(found)
    stored = {**sums, "value": None if value is None else Decimal(value), **told}
    return _problems(stored, sums, definition, [TracedPosting(item, source, None) for item in found])


def test_a_ratio_that_adds_up_is_half_up() -> None:
    assert problems("0.666667", [posting("1", "1"), posting("1", "2")], RATIO) == []
    assert problems("-0.000001", [posting("-1", "2000000")], RATIO) == []


def test_a_sum_that_adds_up() -> None:
    assert problems("3.000000", [posting("1", None), posting("2", None)], {"form": "sum", "scale": Decimal(1)}) == []


def test_a_value_without_denominator_has_no_problem() -> None:
    assert problems(None, [], RATIO) == []


def test_a_wrong_value_is_named() -> None:
    assert problems("0.666666", [posting("1", "1"), posting("1", "2")], RATIO) == ["the postings give 0.666667, the value is 0.666666"]


def test_a_missing_posting_is_named() -> None:
    found = problems("3.000000", [posting("1", None)], {"form": "sum"}, numerator=Decimal(3), postings=2)
    assert found[0] == "numerator of the postings is 1, of the value 3"
    assert found[1] == "postings of the postings is 1, of the value 2"


def test_a_posting_without_source_row_is_named() -> None:
    assert problems("1.000000", [posting("1", None)], {"form": "sum"}, None) == ["1 postings have no landed source row"]
