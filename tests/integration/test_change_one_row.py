"""Change one source row: one new row version, and exactly the values change that a calculation on the files alone predicts.

The change: an order goes from one sales person to another of the same territory, under the same manager.
"""

from __future__ import annotations

import csv
import gzip
import shutil
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from pipelines.periods import Grain, Period
from pipelines.warehouse import Build
from tests.integration.adventureworks import PULLED_AT, Key, all_values, close_home

pytestmark = pytest.mark.realdata
GIVER, TAKER = "281", "276"  # both in the Southwest, both under 274
Rows = list[dict[str, str]]
Amounts = dict[str, tuple[Decimal, Decimal | None]]  # KPI → numerator, denominator


def read(folder: Path, table: str) -> Rows:
    with gzip.open(folder / f"{table}.csv.gz", "rt", encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def with_order_moved(folder: Path, into: Path, order_id: str) -> Path:
    """Return a copy of the data in which the order belongs to the taker."""
    copy = into / "adventureworks"
    copy.mkdir(parents=True)
    for file in folder.glob("*.csv.gz"):
        (copy / file.name).symlink_to(file)
    name = "sales.salesorderheader.csv.gz"
    with gzip.open(folder / name, "rt", encoding="utf-8", newline="") as source:
        text = source.read()
    line = next(line for line in text.splitlines() if line.startswith(f"{order_id},"))
    (copy / name).unlink()
    with gzip.open(copy / name, "wt", encoding="utf-8", newline="") as target:
        target.write(text.replace(line, line.replace(f",{GIVER},", f",{TAKER},", 1)))
    return into


def amounts_of(order: dict[str, str], folder: Path) -> Amounts:
    """Calculate what the order brings to each KPI, from the files alone."""
    on = date.fromisoformat(order["orderdate"][:10])
    launched = {row["productid"]: date.fromisoformat(row["sellstartdate"][:10]) for row in read(folder, "production.product")}
    costs = read(folder, "production.productcosthistory")
    lines = [row for row in read(folder, "sales.salesorderdetail") if row["salesorderid"] == order["salesorderid"]]
    revenue = new = cost = Decimal(0)
    for line in lines:
        amount = Decimal(line["unitprice"]) * (1 - Decimal(line["unitpricediscount"])) * int(line["orderqty"])
        revenue += amount
        new += amount if launched[line["productid"]] <= on < launched[line["productid"]].replace(year=launched[line["productid"]].year + 1) else 0
        cost += unit_cost(costs, line["productid"], on) * int(line["orderqty"])
    assert revenue == Decimal(order["subtotal"])  # no rounding, nothing unitemised: the calculation stays plain
    found: Amounts = {
        "revenue": (revenue, None),
        "revenue_new_product": (new, None),
        "new_product_share": (new, revenue),
        "profit_margin": (revenue - cost, revenue),
    }
    if is_new_customer(order, read(folder, "sales.salesorderheader"), on):
        found["revenue_new_customer"] = (revenue, None)
    return {kpi: sums for kpi, sums in found.items() if any(sums)}


def unit_cost(costs: Rows, product: str, on: date) -> Decimal:
    return next(
        Decimal(row["standardcost"])
        for row in costs
        if row["productid"] == product and row["startdate"][:10] <= on.isoformat() and (not row["enddate"] or on.isoformat() <= row["enddate"][:10])
    )


def is_new_customer(order: dict[str, str], orders: Rows, on: date) -> bool:
    """Tell whether the order lies within a year of the start of its customer's spell, and that start a year after history began."""
    days = sorted(date.fromisoformat(row["orderdate"][:10]) for row in orders if row["customerid"] == order["customerid"])
    spells = [day for number, day in enumerate(days) if number == 0 or days[number - 1] < a_year_before(day)]
    start = max(day for day in spells if day <= on)
    began = date.fromisoformat(min(row["orderdate"] for row in orders)[:10])
    return on < start.replace(year=start.year + 1) and start >= began.replace(year=began.year + 1)


def a_year_before(day: date) -> date:
    return (day + timedelta(days=1)).replace(year=day.year - 1) - timedelta(days=1)


def periods_of(on: date) -> set[tuple[str, str]]:
    """Return every period that holds the day: its month, quarter and year, and the year to the end of each later month."""
    month = Period.month(on, 6)
    year = month.containing(Grain.YEAR)
    to_date = [Period.month(first, 6) for first in year.months() if first >= month.start]
    return {(period.grain.value, period.key) for period in (month, month.containing(Grain.QUARTER), year)} | {("YTD", later.key) for later in to_date}


def predicted(before: dict[Key, tuple[Decimal | None, ...]], on: date, amounts: Amounts) -> dict[Key, tuple[Decimal, Decimal | None]]:
    """Return the sums that each value should have afterwards: what the order brings, from one person to the other."""
    found = {}
    for grain, period in periods_of(on):
        for person, sign in ((GIVER, -1), (TAKER, 1)):
            for kpi, (numerator, denominator) in amounts.items():
                key = (grain, period, "employee", f"aw:{person}", kpi)
                _, old_numerator, old_denominator, _ = before[key]
                assert old_numerator is not None
                new_denominator = None if denominator is None else (old_denominator or 0) + sign * denominator
                found[key] = (old_numerator + sign * numerator, new_denominator)
    return found


def test_one_changed_row_is_one_version_and_changes_what_is_predicted(
    adventureworks_build: Build, adventureworks_dir: Path, project_root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    order = plain_order(adventureworks_dir)
    amounts = amounts_of(order, adventureworks_dir)
    before = all_values(adventureworks_build)
    home = tmp_path / "home"
    shutil.copytree(adventureworks_build.home / "landing", home / "landing")
    known = set((home / "landing" / "parts").rglob("*.parquet"))
    monkeypatch.setenv("SCORECARDS_TEST_DATA", str(with_order_moved(adventureworks_dir, tmp_path / "moved", order["salesorderid"])))

    after = all_values(close_home(project_root / "companies" / "adventureworks", home, at=PULLED_AT + timedelta(days=1)))

    fresh = set((home / "landing" / "parts").rglob("*.parquet")) - known
    assert [path.parent.name for path in fresh] == ["erp.salesorderheader"]
    versions = duckdb.sql(f"select salesorderid, salespersonid, _op, _replaces is not null from '{fresh.pop()}'").fetchall()
    assert versions == [(order["salesorderid"], TAKER, "upsert", True)]
    expected = predicted(before, date.fromisoformat(order["orderdate"][:10]), amounts)
    assert {key for key in before.keys() | after.keys() if before.get(key) != after.get(key)} == expected.keys()
    assert {key: after[key][1:3] for key in expected} == expected


def plain_order(folder: Path) -> dict[str, str]:
    """Return the giver's first order of October 2013 whose lines make up its sub-total without rounding."""
    lines: dict[str, Decimal] = {}
    for line in read(folder, "sales.salesorderdetail"):
        amount = Decimal(line["unitprice"]) * (1 - Decimal(line["unitpricediscount"])) * int(line["orderqty"])
        lines[line["salesorderid"]] = lines.get(line["salesorderid"], Decimal(0)) + amount
    return next(
        order
        for order in read(folder, "sales.salesorderheader")
        if order["salespersonid"] == GIVER
        and order["orderdate"].startswith("2013-1")
        and lines.get(order["salesorderid"]) == Decimal(order["subtotal"])
    )
