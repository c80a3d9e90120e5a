"""Periods: keys, bounds and neighbours on calendars that start in any month."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.errors import UsageError
from pipelines.periods import Grain, Period, add_months, fiscal_year_of

DAYS = st.dates(min_value=date(1990, 1, 1), max_value=date(2090, 12, 31))
FISCAL_STARTS = st.integers(min_value=1, max_value=12)
MONTH_GRAINS = st.sampled_from([Grain.MONTH, Grain.QUARTER, Grain.HALF, Grain.YEAR])


@pytest.mark.parametrize(
    ("key", "fiscal_start", "start", "end"),
    [
        ("2026-09", 1, date(2026, 9, 1), date(2026, 9, 30)),
        ("2024-02", 6, date(2024, 2, 1), date(2024, 2, 29)),
        ("2026-Q3", 1, date(2026, 7, 1), date(2026, 9, 30)),
        ("2014-Q1", 6, date(2013, 6, 1), date(2013, 8, 31)),
        ("2014-Q4", 6, date(2014, 3, 1), date(2014, 5, 31)),
        ("2014", 6, date(2013, 6, 1), date(2014, 5, 31)),
        ("2026", 1, date(2026, 1, 1), date(2026, 12, 31)),
        ("2026-H2", 4, date(2025, 10, 1), date(2026, 3, 31)),
        ("2026-W01", 1, date(2025, 12, 29), date(2026, 1, 4)),
    ],
)
def test_a_key_names_its_days(key: str, fiscal_start: int, start: date, end: date) -> None:
    period = Period.parse(key, fiscal_start)
    assert (period.start, period.end, period.key) == (start, end, key)


@pytest.mark.parametrize("text", ["2026-13", "2026-Q5", "2026-H3", "26-09", "2026-9", "", "last month", "2025-W54"])
def test_what_is_no_period_is_refused_with_the_forms_that_are(text: str) -> None:
    with pytest.raises(UsageError, match="2026-Q3"):
        Period.parse(text)


def test_year_to_date_starts_with_the_fiscal_year_and_keeps_the_months_key() -> None:
    ytd = Period.parse("2014-03", 6).containing(Grain.YTD)
    assert (ytd.start, ytd.end, ytd.key) == (date(2013, 6, 1), date(2014, 3, 31), "2014-03")


@given(DAYS, FISCAL_STARTS, MONTH_GRAINS)
def test_parse_reads_back_every_key(day: date, fiscal_start: int, grain: Grain) -> None:
    period = Period.month(day, fiscal_start).containing(grain)
    assert Period.parse(period.key, fiscal_start) == period


@given(DAYS, FISCAL_STARTS, MONTH_GRAINS)
def test_periods_of_a_grain_tile_the_calendar(day: date, fiscal_start: int, grain: Grain) -> None:
    period = Period.month(day, fiscal_start).containing(grain)
    assert period.start <= day <= period.end
    assert period.shifted(1).start == period.end + timedelta(days=1)
    assert period.shifted(1).shifted(-1) == period
    assert len(period.months()) == {"M": 1, "Q": 3, "H": 6, "Y": 12}[grain.value]


@given(DAYS, FISCAL_STARTS)
def test_a_fiscal_year_is_named_by_the_year_in_which_it_ends(day: date, fiscal_start: int) -> None:
    year = Period.month(day, fiscal_start).containing(Grain.YEAR)
    assert int(year.key) == year.end.year == fiscal_year_of(day, fiscal_start)


@given(DAYS, st.integers(min_value=-400, max_value=400))
def test_adding_months_counts_calendar_months(day: date, months: int) -> None:
    result = add_months(day, months)
    assert result.day == 1
    assert (result.year - day.year) * 12 + result.month - day.month == months
