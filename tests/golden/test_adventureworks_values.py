"""Every value that the product computes for AdventureWorks' sales people and teams equals an independent calculation, to the last decimal."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from pipelines.close import Build
from tests.golden.adventureworks import FIRST_MONTH, KPIS, Line, Sums, add_months, day_of, kpi, monthly_sums, periods, read_lines, table, teams

pytestmark = pytest.mark.realdata
LAST_MONTH = date(2014, 6, 1)
Key = tuple[str, str, str, str, str]


@pytest.fixture(scope="module")
def lines(adventureworks_dir: Path) -> list[Line]:
    return read_lines(adventureworks_dir)


@pytest.fixture(scope="module")
def sums(adventureworks_dir: Path, lines: list[Line]) -> dict[str, Sums]:
    return monthly_sums(adventureworks_dir, lines)


@pytest.fixture(scope="module")
def computed(adventureworks_build: Build) -> dict[Key, dict[str, Any]]:
    """Values of the product by grain, period, subject type, bare id and KPI."""
    frame = pl.read_parquet(adventureworks_build.folder / "kpi_values.parquet").filter(pl.col("kpi_id").is_in(list(KPIS)))
    return {(row["grain"], row["period"], row["subject_type"], row["subject_id"].removeprefix("aw:"), row["kpi_id"]): row for row in frame.to_dicts()}


def expected(
    subjects: dict[str, set[str]], subject_type: str, sums: dict[str, Sums]
) -> Iterator[tuple[Key, Decimal, Decimal | None, Decimal | None]]:
    for (grain, period), months in periods(LAST_MONTH).items():
        for subject, people in subjects.items():
            for name in KPIS:
                yield (grain, period, subject_type, subject, name), *kpi(sums, name, people, months)


def differences(wanted: Iterator[tuple[Key, Decimal, Decimal | None, Decimal | None]], computed: dict[Key, dict[str, Any]]) -> tuple[int, list[str]]:
    """Compare; a subject that the product leaves out must have sold nothing in the period. Returns how many were compared, and what differs."""
    compared, wrong = 0, []
    for key, numerator, denominator, value in wanted:
        row = computed.get(key)
        if row is None:
            wrong += [f"{key} is missing, {numerator} sold"] if numerator or denominator else []
            continue
        compared += 1
        found = (row["numerator"] or Decimal(0), row["denominator"] or (None if denominator is None else Decimal(0)), row["value"])
        if found != (numerator, denominator, value):
            wrong.append(f"{key}: {found}, not {(numerator, denominator, value)}")
    return compared, wrong


def test_every_sales_person_in_every_period(adventureworks_dir: Path, sums: dict[str, Sums], computed: dict[Key, dict[str, Any]]) -> None:
    people = {row["businessentityid"]: {row["businessentityid"]} for row in table(adventureworks_dir, "sales.salesperson")}
    compared, wrong = differences(expected(people, "employee", sums), computed)
    assert not wrong
    assert compared > 17 * 30 * len(KPIS)


def test_every_team_in_every_period(adventureworks_dir: Path, sums: dict[str, Sums], computed: dict[Key, dict[str, Any]]) -> None:
    compared, wrong = differences(expected(teams(adventureworks_dir), "team", sums), computed)
    assert not wrong
    assert compared > 4 * 12 * len(KPIS)


def test_the_company_sums_its_people(adventureworks_dir: Path, sums: dict[str, Sums], computed: dict[Key, dict[str, Any]]) -> None:
    everybody = {row["businessentityid"] for row in table(adventureworks_dir, "sales.salesperson")}
    compared, wrong = differences(expected({"company": everybody}, "company", sums), computed)
    assert not wrong
    assert compared >= 38 * len(KPIS)


def test_regions_follow_the_territory_of_the_day(adventureworks_dir: Path, lines: list[Line], computed: dict[Key, dict[str, Any]]) -> None:
    names = {row["territoryid"]: row["name"] for row in table(adventureworks_dir, "sales.salesterritory")}
    held = defaultdict(list)
    for row in table(adventureworks_dir, "sales.salesterritoryhistory"):
        last = day_of(row["enddate"]) if row["enddate"] else date.max
        held[row["businessentityid"]].append((day_of(row["startdate"]), last, names[row["territoryid"]]))
    revenue: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for line in lines:
        for first, last, region in held[line.person]:
            if first <= line.day <= last:
                revenue[region, f"{line.day:%Y-%m}"] += line.net
    found = {
        (region, period): row["value"]
        for (grain, period, kind, region, name), row in computed.items()
        if grain == "M" and kind == "region" and name == "revenue" and row["value"] and region != "unassigned"
    }
    assert found == {cell: amount for cell, amount in revenue.items() if amount}


def test_a_wrong_value_is_seen(sums: dict[str, Sums]) -> None:
    key = ("M", "2013-06", "employee", "276", "revenue")
    numerator, denominator, value = kpi(sums, "revenue", {"276"}, [date(2013, 6, 1)])
    right = {"numerator": numerator, "denominator": None, "value": value}
    wanted = [(key, numerator, denominator, value)]
    assert differences(iter(wanted), {key: right}) == (1, [])
    assert differences(iter(wanted), {key: {**right, "value": numerator + Decimal("0.0001")}})[1]
    assert differences(iter(wanted), {})[1]


def test_a_year_of_orders_equals_the_sales_that_the_source_states(adventureworks_dir: Path, lines: list[Line], adventureworks_build: Build) -> None:
    """Orders of 2013-05-30 to 2014-05-01 are `salesytd` in salesperson, to the last decimal, in the ledger as in the files."""
    stated = {row["businessentityid"]: Decimal(row["salesytd"]) for row in table(adventureworks_dir, "sales.salesperson")}
    first, last = date(2013, 5, 30), date(2014, 5, 1)
    plain: dict[str, Decimal] = defaultdict(Decimal)
    for line in lines:
        if line.person and first <= line.day <= last:
            plain[line.person] += line.net
    ledger = pl.read_parquet(adventureworks_build.folder / "ledger.parquet")
    posted = ledger.filter((pl.col("kpi_id") == "revenue") & pl.col("credit_date").is_between(first, last))
    summed = {
        row["employee_id"].removeprefix("aw:"): row["numerator"] for row in posted.group_by("employee_id").agg(pl.col("numerator").sum()).to_dicts()
    }
    assert len(stated) == 17
    assert summed == stated
    assert plain == stated


def test_what_nobody_sold_is_unposted_and_counted(lines: list[Line], adventureworks_build: Build) -> None:
    unowned: dict[str, Decimal] = defaultdict(Decimal)
    for line in lines:
        if not line.person:
            unowned[f"{line.day:%Y-%m}"] += line.net
    frame = pl.read_parquet(adventureworks_build.folder / "published" / "rpt_unposted.parquet").filter(pl.col("kpi_id") == "revenue")
    assert {row["reason"] for row in frame.to_dicts()} == {"no_owner"}
    assert {row["period"]: row["numerator"] for row in frame.group_by("period").agg(pl.col("numerator").sum()).to_dicts()} == unowned


def test_quotas_become_the_targets_of_three_months(adventureworks_dir: Path, adventureworks_build: Build) -> None:
    wanted = {}
    for row in table(adventureworks_dir, "sales.salespersonquotahistory"):
        day, cents = day_of(row["quotadate"]), int(Decimal(row["salesquota"]) * 100)
        this, following = day.replace(day=1), add_months(day, 1)
        start = this if day - this <= following - day else following
        for number in range(3):
            part = cents // 3 + (1 if number < cents % 3 else 0)
            wanted[row["businessentityid"], f"{add_months(start, number):%Y-%m}"] = Decimal(part) / 100
    frame = pl.read_parquet(adventureworks_build.folder / "published" / "rpt_kpis.parquet").filter(
        (pl.col("kpi_id") == "revenue") & (pl.col("grain") == "M") & (pl.col("subject_type") == "employee") & (pl.col("target_kind") == "given")
    )
    found = {(row["subject_id"].removeprefix("aw:"), row["period"]): row["target"] for row in frame.to_dicts()}
    assert found == wanted
    assert min(period for _, period in found) > f"{FIRST_MONTH:%Y-%m}"
