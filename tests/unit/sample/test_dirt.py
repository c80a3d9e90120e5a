"""Each kind of dirt is in the sources, as often as its catalogue says, and good rows are sound."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from pipelines.sample import generate
from pipelines.sample.dirt import DIRT, Dirt, Fate
from tests.unit.sample.readers import Rows, crm, finance

_CRM = {"accounts", "leads", "opportunities", "deal_splits", "activities"}
_KEYS = {"leads": "id", "opportunities": "id", "invoices": "line_id"}


def rows_of(folder: Path, name: str) -> Rows:
    return crm(folder, name) if name in _CRM else finance(folder, name)


def is_spoiled(row: dict[str, object], kind: Dirt) -> bool:
    return all(row[name] == value or (value is None and row[name] == "") for name, value in kind.put.items())


@pytest.mark.parametrize("kind", [kind for kind in DIRT if kind.put], ids=lambda kind: f"{kind.object}-{kind.rule}")
def test_bad_rows_occur_as_often_as_the_catalogue_says(sample_folder: Path, kind: Dirt) -> None:
    assert sum(is_spoiled(row, kind) for row in rows_of(sample_folder, kind.object)) == kind.count(1.0)


@pytest.mark.parametrize("name", _KEYS)
def test_duplicate_keys_occur_as_often_as_the_catalogue_says(sample_folder: Path, name: str) -> None:
    rows = rows_of(sample_folder, name)
    keys = Counter(row[_KEYS[name]] for row in rows)
    versions = Counter(row[_KEYS[name]] for row in map(dict, {tuple(row.items()) for row in rows}))
    twice = [key for key, count in keys.items() if count > 1]
    differing = [key for key in twice if versions[key] > 1]
    expected = {fate: sum(kind.count(1.0) for kind in DIRT if kind.object == name and not kind.put and kind.fate is fate) for fate in Fate}
    assert len(differing) * 2 == expected[Fate.REJECTED]
    assert len(twice) - len(differing) == expected[Fate.COLLAPSED]


def test_dirt_grows_with_size(tmp_path: Path) -> None:
    generate(tmp_path / "sources", size=2)
    kind = next(kind for kind in DIRT if kind.rule == "unknown_kind" and kind.object == "activities")
    assert sum(row["type"] == "coffee" for row in crm(tmp_path / "sources", "activities")) == kind.count(2.0) == 2 * kind.count(1.0)


def test_good_invoice_lines_are_sound(sample_folder: Path) -> None:
    spoiled = [kind for kind in DIRT if kind.object == "invoices" and kind.put]
    good = [row for row in finance(sample_folder, "invoices") if not any(is_spoiled(row, kind) for kind in spoiled)]
    lines = {row["line_id"]: row for row in good}
    for row in good:
        issued, due = date.fromisoformat(row["invoice_date"]), date.fromisoformat(row["due_date"])
        assert date(2024, 4, 1) <= issued <= due
        assert (float(row["net_amount"]) > 0) is (row["doc_type"] == "INV")
        if row["doc_type"] == "CRN":
            reversed_line = lines[row["reverses_line"]]
            assert abs(float(row["net_amount"])) <= float(reversed_line["net_amount"])
            assert reversed_line["invoice_date"] < row["invoice_date"]
    assert {row["voided"] for row in good} == {"Y", "N"}


def test_splits_of_a_deal_total_100_percent_and_overlays_come_beside(sample_folder: Path) -> None:
    revenue: Counter[str] = Counter()
    overlay: Counter[str] = Counter()
    for row in crm(sample_folder, "deal_splits"):
        if row["percent"] > 0:
            (revenue if row["kind"] == "revenue" else overlay)[row["opportunity_id"]] += round(row["percent"] * 100)
    assert len(revenue) > 200
    assert set(revenue.values()) == {10_000}
    assert max(overlay.values()) == 20_000, "two full overlay credits on one deal"


def test_payments_are_late_partial_and_reversed_but_never_before_the_invoice(sample_folder: Path) -> None:
    invoices = {row["invoice_no"]: row for row in finance(sample_folder, "invoices") if row["invoice_date"][:4].isdigit()}
    payments = [
        row
        for row in finance(sample_folder, "payments")
        if row["invoice_no"] in invoices and row["paid_on"] > "2024" and "-00-" not in row["paid_on"]
    ]
    assert all(row["paid_on"] > invoices[row["invoice_no"]]["invoice_date"] for row in payments)
    late = [row for row in payments if row["paid_on"] > invoices[row["invoice_no"]]["due_date"]]
    per_invoice = Counter(row["invoice_no"] for row in payments if not row["reversed_on"])
    assert 0.12 < len(late) / len(payments) < 0.35
    assert sum(count > 1 for count in per_invoice.values()) > 500
    assert all(row["paid_on"] < row["reversed_on"] <= "2026-09-30" for row in payments if row["reversed_on"])
    assert sum(bool(row["reversed_on"]) for row in payments) > 100
    assert len(set(invoices) - set(per_invoice)) > 100, "some never pay, or have not yet"
