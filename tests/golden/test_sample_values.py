"""The product's values of the sample company against the naive recomputation: every KPI, employee, team and month."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from pipelines.close import build, pull
from pipelines.periods import Grain, Period
from pipelines.sample import generate
from pipelines.settings import load_company
from tests.golden.naive_kpis import SUMS, NaiveKpis
from tests.golden.naive_scores import Published, differences, read

NOW = datetime(2026, 10, 12, 9, 0, tzinfo=UTC)
KPIS = (
    "revenue", "revenue_new_customer", "revenue_new_product", "new_product_share", "profit_margin", "collection_rate", "on_time_payment_rate",
    "win_rate", "lead_conversion_rate", "sales_cycle_days", "visits",
)  # fmt: skip
Values = dict[tuple[str, str, str, str], tuple[Decimal | None, Decimal | None]]  # by grain, period, subject, KPI: value, numerator


class Close:
    """A closed sample: its source folder, the naive values, the product's."""

    def __init__(self, folder: Path, warehouse: Path) -> None:
        self.naive = NaiveKpis(folder)
        with duckdb.connect(str(warehouse), read_only=True) as connection:
            rows = connection.execute(
                "select grain, period, subject_type || ':' || split_part(subject_id, ':', 2), kpi_id, value, numerator"
                " from kpi_values where subject_type in ('employee', 'team')"
            ).fetchall()
            self.rejected = dict(connection.execute("select rule, count(*) from rejected_rows group by rule").fetchall())
            self.published: Published = read(connection)
        self.values: Values = {(grain, period, subject, kpi): (value, numerator) for grain, period, subject, kpi, value, numerator in rows}

    def differences(self, kpi: str, grain: str) -> Iterator[str]:
        """Yield each value of the product that differs from the naive one by more than rounding of its postings can explain."""
        for (found_grain, key, subject, found_kpi), (value, _) in self.values.items():
            if (found_grain, found_kpi) == (grain, kpi):
                expected = self.naive.value(subject, kpi, months_of(grain, key))
                if not is_near(value, expected, Decimal("0.01") if kpi in SUMS else Decimal("0.000002")):
                    yield f"{subject} {key}: {value}, naively {expected}"


def months_of(grain: str, key: str) -> list[str]:
    """Return the months of a period as `2026-09`."""
    period = Period.parse(key).containing(Grain.YTD) if grain == "YTD" else Period.parse(key)
    return [f"{first:%Y-%m}" for first in period.months()]


def is_near(one: Decimal | None, other: Decimal | None, tolerance: Decimal) -> bool:
    """Whether two values are equal but for rounding; no value equals only no value."""
    return (one is None and other is None) or (one is not None and other is not None and abs(one - other) <= tolerance)


@pytest.fixture(scope="module")
def close(tmp_path_factory: pytest.TempPathFactory, project_root: Path) -> Close:
    """Half a sample company, pulled and built through September 2026."""
    folder = tmp_path_factory.mktemp("golden")
    generate(folder / "sources", size=0.5)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SCORECARDS_SAMPLE_SOURCES", str(folder / "sources"))
        company = load_company(project_root / "companies" / "sample")
        report = pull(company, folder / "home", NOW)
        assert not report.failed
        made = build(company, folder / "home", Period.parse("2026-09"), None, NOW)
    return Close(folder / "sources", made.folder / "warehouse.duckdb")


@pytest.mark.parametrize("grain", ["M", "Q", "Y", "YTD"])
@pytest.mark.parametrize("kpi", KPIS)
def test_values_are_the_naive_ones(close: Close, kpi: str, grain: str) -> None:
    assert [*close.differences(kpi, grain)] == []


@pytest.mark.parametrize("kpi", KPIS)
def test_whoever_earned_something_has_a_value(close: Close, kpi: str) -> None:
    """The other direction: no employee's naive value is missing from the product's."""
    earned = {(month, subject) for (subject, name, month) in close.naive.sides if name == kpi and subject.startswith("employee:")}
    assert len(earned) > 300
    assert [*(earned - {(key, subject) for (grain, key, subject, name) in close.values if (grain, name) == ("M", kpi)})] == []


def test_retention_of_teams_is_the_naive_one(close: Close) -> None:
    found = {
        (key, subject): value
        for (grain, key, subject, kpi), (value, _) in close.values.items()
        if grain in ("Q", "Y") and kpi == "core_staff_retention" and subject.startswith("team:")
    }
    expected = {(key, subject): close.naive.retention(subject[5:], *bounds(key)) for key, subject in found}
    assert len(found) > 30
    assert [(*item, found[item], expected[item]) for item in found if not is_near(found[item], expected[item], Decimal("0.000001"))] == []
    assert any(value is not None and value < 1 for value in found.values())


def bounds(key: str) -> tuple[date, date]:
    """First and last day of a quarter or year."""
    period = Period.parse(key)
    return period.start, period.end


def test_attainments_scores_totals_and_grades_are_the_naive_ones(close: Close) -> None:
    assert sum(row["score"] is not None for row in close.published.kpis) > 3000
    assert {row["grade"] for row in close.published.totals} > {"A", "B", "C"}
    assert [*differences(close.published)] == []


@pytest.mark.parametrize(
    ("table", "column", "step"),
    [("kpis", "attainment", "0.000001"), ("kpis", "score", "0.0001"), ("dimensions", "score", "0.0001"), ("totals", "total", "0.1")],
)
def test_a_changed_score_would_be_seen(close: Close, monkeypatch: pytest.MonkeyPatch, table: str, column: str, step: str) -> None:
    """The twin: one unit more in the last place of one number."""
    row = next(row for row in getattr(close.published, table) if row[column] is not None)
    monkeypatch.setitem(row, column, row[column] + Decimal(step))
    assert [*differences(close.published)]


def test_the_comparison_covers_the_hard_cases(close: Close) -> None:
    """Splits, overlays, transfers, promotions, late, partial and reversed cash, credit notes, a code nobody knows: all among the rows compared."""
    entries, sources = close.naive.entries, close.naive.sources
    assert any(0 < entry.share < 1 and not entry.is_overlay for entry in entries if entry.kpi == "revenue")
    assert any(entry.is_overlay for entry in entries if entry.kpi == "collection_rate")
    assert any(entry.organised < entry.credit for entry in entries if entry.kpi == "collection_rate"), "cash of somebody who had left"
    reasons = [(row["change_reason"], row["valid_from"][8:]) for row in sources._hr("assignments")]
    assert any(reason == "transfer" and day != "01" for reason, day in reasons)
    assert any(reason == "promotion" for reason, _ in reasons)
    dues = {line["invoice_no"]: line["due"] for line in sources.lines.values()}
    paid = [payment for payment in sources.payments if payment["invoice_no"] in dues]
    assert any(payment["paid"] > dues[payment["invoice_no"]] for payment in paid)
    assert len({payment["invoice_no"] for payment in paid}) < len(paid)
    assert any(payment["reversed"] for payment in paid)
    assert any(line["reverses_line"] for line in sources.lines.values())
    sold = {f"fin:{line['salesperson_code']}" for line in sources.lines.values() if line["salesperson_code"] not in ("", "S99999")}
    assert any(key not in sources._keys for key in sold), "the employee whose finance code HR does not know"


def test_dirty_rows_are_set_aside_as_often_as_the_catalogue_says(close: Close) -> None:
    from pipelines.sample.dirt import DIRT, Fate

    expected: dict[str, int] = {}
    for kind in DIRT:
        if kind.fate is Fate.REJECTED:
            expected[kind.rule] = expected.get(kind.rule, 0) + kind.count(0.5)
    assert close.rejected == expected


def test_a_changed_row_would_be_seen(close: Close, monkeypatch: pytest.MonkeyPatch) -> None:
    """The twin: one cent more in one cell, and the comparison says where."""
    key, (value, numerator) = next((key, found) for key, found in close.values.items() if key[0] == "M" and key[3] == "revenue" and found[0])
    changed: dict[Any, Any] = {**close.values, key: ((value or Decimal(0)) + Decimal("0.02"), numerator)}
    monkeypatch.setattr(close, "values", changed)
    assert [text.split(":")[0] for text in close.differences("revenue", "M")] == [key[2].split(":")[0]]
