"""Partitions follow the company's fiscal calendar and time zone."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from pipelines.defs.partitions import cron, partitions, period_of
from pipelines.periods import Grain
from pipelines.settings import CompanySettings
from tests.unit.defs.companies import tiny_company

NOW = datetime(2026, 9, 30, 17, tzinfo=UTC)  # already October in Shanghai


@pytest.fixture
def company() -> CompanySettings:
    return tiny_company().model_copy(update={"fiscal_year_start": 6, "history_starts_on": date(2025, 8, 15)})


@pytest.mark.parametrize(("grain", "expected"), [(Grain.MONTH, "*"), (Grain.QUARTER, "3,6,9,12"), (Grain.HALF, "6,12"), (Grain.YEAR, "6")])
def test_crons_derive_from_the_fiscal_start(grain: Grain, expected: str) -> None:
    assert cron(grain, 6) == f"0 0 1 {expected} *"


def test_months_run_from_the_start_of_history_to_the_one_that_runs_now(company: CompanySettings) -> None:
    keys = partitions(company).get_partition_keys(current_time=NOW)
    assert (keys[0], keys[-1]) == ("2025-08", "2026-10")


@pytest.mark.parametrize(
    ("grain", "first", "last"),
    [(Grain.QUARTER, ("2025-06", "2026-Q1"), ("2026-09", "2027-Q2")), (Grain.YEAR, ("2025-06", "2026"), ("2026-06", "2027"))],
)
def test_longer_partitions_stand_for_fiscal_periods(company: CompanySettings, grain: Grain, first: tuple[str, str], last: tuple[str, str]) -> None:
    keys = partitions(company, grain).get_partition_keys(current_time=NOW)
    assert (keys[0], period_of(keys[0], company, grain).key) == first
    assert (keys[-1], period_of(keys[-1], company, grain).key) == last


def test_a_company_without_a_start_of_history_has_months_to_choose_from() -> None:
    assert partitions(tiny_company().model_copy(update={"history_starts_on": None})).has_partition_key("2013-05")
