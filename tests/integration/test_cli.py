"""The real commands on AdventureWorks: values against sums over the order file, traces that add up, explanations, housekeeping."""

from __future__ import annotations

import csv
import gzip
import io
import json
import subprocess
import sys
import time
from collections import defaultdict
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from pipelines import close
from pipelines.close import texts
from pipelines.periods import Period
from pipelines.settings import load_company
from pipelines.warehouse import Build

pytestmark = pytest.mark.realdata
COMPANY = "companies/adventureworks"
COLUMNS = ["period", "subject_type", "subject_id", "kpi_id"]
COLUMNS += ["value", "numerator", "denominator", "postings", "target", "attainment", "score", "weight"]
FOUR_PLACES = Decimal("0.0001")


def scorecards(*arguments: str, build: Build | None = None) -> subprocess.CompletedProcess[str]:
    home = ["--home", str(build.home)] if build else []
    command = [str(Path(sys.executable).with_name("scorecards")), *arguments, "--company", COMPANY, *home]
    return subprocess.run(command, capture_output=True, text=True)


def answers(build: Build, *arguments: str) -> list[dict[str, str]]:
    done = scorecards(*arguments, "--format", "csv", build=build)
    assert done.returncode == 0, done.stderr
    return list(csv.DictReader(io.StringIO(done.stdout)))


@pytest.fixture(scope="module")
def orders(adventureworks_dir: Path) -> list[dict[str, str]]:
    with gzip.open(adventureworks_dir / "sales.salesorderheader.csv.gz", "rt", encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def sold(orders: list[dict[str, str]], months: tuple[str, ...]) -> dict[str, Decimal]:
    """Sum the sub-totals per sales person, straight from the file."""
    found: dict[str, Decimal] = defaultdict(Decimal)
    for order in orders:
        if order["salespersonid"] and order["orderdate"][:7] in months:
            found[order["salespersonid"]] += Decimal(order["subtotal"]).quantize(FOUR_PLACES)
    return found


@pytest.mark.parametrize(
    ("period", "options", "months"),
    [
        ("2013-10", (), ("2013-10",)),
        ("2014-Q2", (), ("2013-09", "2013-10", "2013-11")),
        ("2013-10", ("--ytd",), ("2013-06", "2013-07", "2013-08", "2013-09", "2013-10")),
        ("2013", (), tuple(f"{2012 + (month > 12)}-{(month - 1) % 12 + 1:02d}" for month in range(6, 18))),
    ],
)
def test_revenue_is_the_sum_over_the_order_file(
    adventureworks_build: Build, orders: list[dict[str, str]], period: str, options: tuple[str, ...], months: tuple[str, ...]
) -> None:
    rows = answers(adventureworks_build, "values", "--period", period, "--kpi", "revenue", *options)
    people = {row["subject_id"]: Decimal(row["value"]) for row in rows if row["subject_type"] == "employee" and row["value"]}
    expected = sold(orders, months)
    assert {person: value for person, value in people.items() if value} == {person: value for person, value in expected.items() if value}
    company = next(row for row in rows if row["subject_type"] == "company")
    assert Decimal(company["value"]) == sum(expected.values())


def test_a_subject_is_found_by_bare_and_full_key_and_printed_bare(adventureworks_build: Build) -> None:
    bare = answers(adventureworks_build, "values", "--period", "2013-10", "--subject", "276")
    full = answers(adventureworks_build, "values", "--period", "2013-10", "--subject", "employee:aw:276")
    assert bare == full
    assert {row["subject_id"] for row in bare} == {"276"}
    assert list(bare[0]) == COLUMNS


def test_a_kpi_nobody_feeds_has_no_value(adventureworks_build: Build) -> None:
    rows = {row["kpi_id"]: row for row in answers(adventureworks_build, "values", "--period", "2013-10", "--subject", "276")}
    assert rows["visits"]["value"] == rows["win_rate"]["value"] == ""
    assert Decimal(rows["revenue"]["value"]) > 0


def test_values_as_json_and_table_tell_the_same(adventureworks_build: Build) -> None:
    ask = ("values", "--period", "2013-10", "--subject", "team:274", "--kpi", "revenue")
    told = json.loads(scorecards(*ask, "--format", "json", build=adventureworks_build).stdout)
    assert told[0]["value"] == answers(adventureworks_build, *ask)[0]["value"]
    assert f"{Decimal(told[0]['value']):,.4f}".rstrip("0").rstrip(".") in scorecards(*ask, build=adventureworks_build).stdout


SUBJECTS = ["276", "274", "team:274", "team:273", "region:Southwest", "company"]


@pytest.mark.parametrize("subject", SUBJECTS)
@pytest.mark.parametrize(("period", "to_date"), [("2013-10", False), ("2014-Q2", False), ("2014-01", True)])
@pytest.mark.parametrize("kpi", ["revenue", "profit_margin", "new_product_share", "revenue_new_customer"])
def test_a_trace_adds_up_to_its_value(adventureworks_build: Build, subject: str, period: str, to_date: bool, kpi: str) -> None:
    company = load_company(Path(COMPANY))
    trace = close.trace(adventureworks_build.home, close.period_of(company, period, to_date=to_date), subject, kpi)
    assert trace.problems == ()
    assert sum((item.posting["numerator"] for item in trace.postings), Decimal(0)) == (trace.value["numerator"] or 0)
    assert all(item.source and item.source.columns for item in trace.postings)


def test_a_trace_shows_definition_sql_and_the_rows_of_the_source(adventureworks_build: Build, orders: list[dict[str, str]]) -> None:
    done = scorecards("trace", "--period", "2013-10", "--subject", "276", "--kpi", "revenue", "--format", "json", build=adventureworks_build)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["adds_up"] is True
    assert told["definition"]["kpi_id"] == "revenue"
    assert {model["name"] for model in told["sql"]} >= {"post_revenue", "kpi_values"}
    assert "erp.salesorderdetail" in told["lineage"]
    rows = [posting["source_row"] for posting in told["postings"]]
    theirs = {order["salesorderid"] for order in orders if order["salespersonid"] == "276" and order["orderdate"].startswith("2013-10")}
    assert {row["columns"]["salesorderid"] for row in rows} == theirs
    assert all((adventureworks_build.home / row["part"]).is_file() and row["origin"] for row in rows)
    text = scorecards("trace", "--period", "2013-10", "--subject", "276", "--kpi", "revenue", build=adventureworks_build)
    assert "✓ they add up to the value" in text.stdout


def test_tracing_a_person_is_fast(adventureworks_build: Build) -> None:
    """The limit of 100 ms is for an idle machine (`benchmarks`); here the processor's time of the best of some tries must come near it."""
    period = Period.parse("2013-10", 6)
    best = min(timed(adventureworks_build.home, period) for _ in range(5))
    assert best < 0.3


def timed(home: Path, period: Period) -> float:
    started = time.process_time()
    close.trace(home, period, "276", "revenue")
    return time.process_time() - started


def test_on_line_orders_are_explained_as_without_owner(adventureworks_build: Build, orders: list[dict[str, str]]) -> None:
    found = close.explain(adventureworks_build.home, Period.parse("2011-07", 6), "company")
    revenue = [row for row, source in found.unposted if row["kpi_id"] == "revenue"]
    expected = sum(
        Decimal(order["subtotal"]).quantize(FOUR_PLACES) for order in orders if not order["salespersonid"] and order["orderdate"][:7] == "2011-07"
    )
    assert {row["reason"] for row in revenue} == {"no_owner"}
    assert sum(row["numerator"] for row in revenue) == expected
    assert all(source is not None for _, source in found.unposted)
    assert "NOT POSTED" in texts.explain_text(found, limit=3)
    assert close.explain(adventureworks_build.home, Period.parse("2011-07", 6), "276").unposted == ()


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("values", "--period", "2013-10", "--kpi", "nonsense"), "no KPI 'nonsense'"),
        (("values", "--period", "2013-10", "--subject", "9999"), "no employee '9999'"),
        (("values", "--period", "2015-01"), "ends with 2014-06"),
        (("values", "--period", "2013-H1"), "2013-H1"),
        (("trace", "--period", "2013-10", "--subject", "region:Mars", "--kpi", "revenue"), "Southwest"),
        (("explain", "--period", "2013-10", "--subject", "region:Southwest"), "employee, a team or company"),
    ],
)
def test_wrong_usage_gives_2_and_says_what_there_is(adventureworks_build: Build, arguments: tuple[str, ...], told: str) -> None:
    done = scorecards(*arguments, build=adventureworks_build)
    assert (done.returncode, done.stdout) == (2, "")
    assert told in done.stderr
    assert "Traceback" not in done.stderr


def test_every_source_object_can_be_reached_and_builds_are_listed(adventureworks_build: Build) -> None:
    done = scorecards("sources", "check")
    assert done.returncode == 0, done.stdout
    assert "✓ erp.salesorderheader: 31,465 rows" in done.stdout
    assert f"* {adventureworks_build.build_id}" in scorecards("builds", build=adventureworks_build).stdout
    assert "policy is sound" in scorecards("policy", "check").stdout


def test_reading_neither_imports_nor_waits(adventureworks_build: Build) -> None:
    code = (
        "import sys, time; started = time.perf_counter();"
        " from pathlib import Path; from pipelines import close; from pipelines.periods import Period;"
        f" close.values(Path({str(adventureworks_build.home)!r}), Period.parse('2013-10', 6), subjects=['276']);"
        " print([name for name in ('dagster', 'dbt', 'great_expectations', 'weasyprint') if name in sys.modules])"
    )
    done: subprocess.CompletedProcess[Any] = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
