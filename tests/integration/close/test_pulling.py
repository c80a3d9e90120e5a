"""Pulling a tiny company: one object that fails stops no other, unsound policy stops all, nothing is landed twice."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from pipelines import close
from pipelines.close.pulling import open_landing
from pipelines.errors import BuildError, PolicyError, UsageError
from pipelines.periods import Period
from pipelines.settings import CompanySettings
from tests.integration.close.factories import ORDERS, write_company

NOW = datetime(2026, 10, 2, 8, 0, tzinfo=UTC)
SEPTEMBER = Period.parse("2026-09")


@pytest.fixture
def company(tmp_path: Path, project_root: Path) -> CompanySettings:
    return write_company(tmp_path / "tiny", project_root / "companies" / "sample" / "policy")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


def test_an_object_that_fails_stops_no_other_and_is_named(company: CompanySettings, home: Path) -> None:
    report = close.pull(company, home, NOW)
    assert [pull.full_name for pull in report.failed] == ["fin.bills"]
    assert "bills.csv" in (report.failed[0].problem or "")
    assert report.stale == ()  # it never came, so there is nothing older to go on with
    assert "fin.orders" in [pull.full_name for pull in report.landed]


def test_what_never_came_refuses_the_build_by_name(company: CompanySettings, home: Path) -> None:
    close.pull(company, home, NOW)
    with pytest.raises(BuildError, match=r"(?s)never landed.*fin.bills: .*bills.csv"):
        close.build(company, home, SEPTEMBER, None, NOW)


def test_what_came_before_and_fails_now_is_stale(company: CompanySettings, home: Path) -> None:
    bills = company.folder / "bills.csv"
    bills.write_text(ORDERS, encoding="utf-8")
    assert close.pull(company, home, NOW).failed == ()
    assert close.stale_objects(company, home) == ()
    bills.unlink()
    report = close.pull(company, home, NOW + timedelta(days=1))
    assert report.stale == ("fin.bills",)
    assert close.stale_objects(company, home) == ("fin.bills",)


def test_pulling_twice_lands_nothing_new_and_one_changed_row_is_one_version(company: CompanySettings, home: Path) -> None:
    close.pull(company, home, NOW)
    head = open_landing(home).head().load
    parts = sorted((home / "landing" / "parts").rglob("*.parquet"))
    assert close.pull(company, home, NOW + timedelta(days=1)).landed == ()
    assert sorted((home / "landing" / "parts").rglob("*.parquet")) == parts
    (company.folder / "orders.csv").write_text(ORDERS.replace("O2,20", "O2,21"), encoding="utf-8")
    landed = close.pull(company, home, NOW + timedelta(days=2)).landed
    assert [(pull.full_name, pull.outcome and (pull.outcome.inserted, pull.outcome.updated, pull.outcome.deleted)) for pull in landed] == [
        ("fin.orders", (0, 1, 0))
    ]
    assert open_landing(home).head().load == head + 1


def test_unsound_policy_lands_nothing(company: CompanySettings, home: Path) -> None:
    bands = company.folder / "policy" / "bands.csv"
    bands.write_text(bands.read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8")
    (company.folder / "policy" / "curves.csv").unlink()
    with pytest.raises(PolicyError, match="curves"):
        close.pull(company, home, NOW)
    assert open_landing(home).head().load == 0


def test_only_the_objects_named_are_pulled(company: CompanySettings, home: Path) -> None:
    assert [pull.full_name for pull in close.pull(company, home, NOW, only=["fin.orders"]).pulls] == ["fin.orders"]
    with pytest.raises(UsageError, match=r"fin\.nothing"):
        close.pull(company, home, NOW, only=["fin.nothing"])


def test_a_build_without_landing_or_of_no_month_is_refused(company: CompanySettings, home: Path) -> None:
    with pytest.raises(BuildError, match="nothing was landed"):
        close.build(company, home, SEPTEMBER, None, NOW)
    with pytest.raises(UsageError, match="not a month"):
        close.build(company, home, Period.parse("2026-Q3"), None, NOW)


def test_sources_are_probed_with_columns_or_a_reason(company: CompanySettings) -> None:
    probes = {f"{probe.source}.{probe.object}": probe for probe in close.check_sources(company)}
    assert (probes["fin.orders"].reachable, probes["fin.orders"].rows) == (True, 2)
    assert [name for name, _ in probes["fin.orders"].columns] == ["id", "amount"]
    assert not probes["fin.bills"].reachable
    assert "bills.csv" in (probes["fin.bills"].problem or "")
