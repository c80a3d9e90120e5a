"""Periods of a fiscal calendar: week, month, quarter, half, year; their keys, bounds and neighbours.

Belongs here: pure date arithmetic on a calendar that starts its year in `fiscal_year_start` (month 1–12).
Does not belong here: the clock, time zones, names of months in a language (`reporting.formats`), partitions (`defs`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from pipelines.errors import UsageError


class Grain(StrEnum):
    """The length of a period; `YTD` runs from the fiscal year's first day to the end of a month."""

    WEEK = "W"
    MONTH = "M"
    QUARTER = "Q"
    HALF = "H"
    YEAR = "Y"
    YTD = "YTD"


_MONTHS = {Grain.MONTH: 1, Grain.QUARTER: 3, Grain.HALF: 6, Grain.YEAR: 12}
_KEY = re.compile(r"(?P<year>\d{4})(?:-(?:(?P<month>\d{2})|Q(?P<quarter>[1-4])|H(?P<half>[12])|W(?P<week>\d{2})))?")


def month_start(day: date) -> date:
    """Return the first day of the month of `day`."""
    return day.replace(day=1)


def add_months(first: date, months: int) -> date:
    """Return the first day of the month that lies `months` after the month of `first`."""
    index = first.year * 12 + first.month - 1 + months
    return date(index // 12, index % 12 + 1, 1)


@dataclass(frozen=True, order=True)
class Period:
    """One period: `start` inclusive, `end` inclusive. Build it with `parse` or the class methods."""

    start: date
    end: date
    grain: Grain
    key: str
    fiscal_year_start: int = 1

    @classmethod
    def parse(cls, text: str, fiscal_year_start: int = 1) -> Period:
        """Read a key: `2026-09`, `2026-Q3`, `2026-H1`, `2026` (fiscal; named by the year in which it ends), `2026-W37` (ISO).

        Raises `UsageError` for anything else.
        """
        match = _KEY.fullmatch(text.strip())
        if match is None:
            raise _bad_key(text)
        year = int(match["year"])
        try:
            if match["month"]:
                return cls.month(date(year, int(match["month"]), 1), fiscal_year_start)
            if match["week"]:
                return cls._week(year, int(match["week"]), fiscal_year_start)
        except ValueError as error:
            raise _bad_key(text) from error
        first = fiscal_year_first_day(year, fiscal_year_start)
        if match["quarter"]:
            return cls._months(add_months(first, 3 * (int(match["quarter"]) - 1)), Grain.QUARTER, fiscal_year_start)
        if match["half"]:
            return cls._months(add_months(first, 6 * (int(match["half"]) - 1)), Grain.HALF, fiscal_year_start)
        return cls._months(first, Grain.YEAR, fiscal_year_start)

    @classmethod
    def month(cls, day: date, fiscal_year_start: int = 1) -> Period:
        """Return the month that holds `day`."""
        return cls._months(month_start(day), Grain.MONTH, fiscal_year_start)

    @classmethod
    def _week(cls, year: int, week: int, fiscal_year_start: int) -> Period:
        monday = date.fromisocalendar(year, week, 1)
        return cls(monday, monday + timedelta(days=6), Grain.WEEK, f"{year:04d}-W{week:02d}", fiscal_year_start)

    @classmethod
    def _months(cls, first: date, grain: Grain, fiscal_year_start: int) -> Period:
        end = add_months(first, _MONTHS[grain]) - timedelta(days=1)
        return cls(first, end, grain, _key(first, grain, fiscal_year_start), fiscal_year_start)

    def containing(self, grain: Grain) -> Period:
        """Return the period of `grain` in which this one ends; `YTD` gives the year to this period's end, under its last month's key."""
        last = month_start(self.end)
        if grain is Grain.YTD:
            first = fiscal_year_first_day(fiscal_year_of(last, self.fiscal_year_start), self.fiscal_year_start)
            return Period(first, self.end, Grain.YTD, f"{last:%Y-%m}", self.fiscal_year_start)
        if grain is Grain.WEEK:
            iso = self.end.isocalendar()
            return self._week(iso.year, iso.week, self.fiscal_year_start)
        offset = (last.month - self.fiscal_year_start) % 12 % _MONTHS[grain]
        return self._months(add_months(last, -offset), grain, self.fiscal_year_start)

    def months(self) -> list[date]:
        """Return the first days of the months that the period holds, in order."""
        count = (self.end.year - self.start.year) * 12 + self.end.month - self.start.month + 1
        return [add_months(self.start, index) for index in range(count)]

    def shifted(self, steps: int) -> Period:
        """Return the period `steps` of its own length later (negative: earlier). Not defined for `YTD`."""
        if self.grain is Grain.WEEK:
            iso = (self.start + timedelta(weeks=steps)).isocalendar()
            return self._week(iso.year, iso.week, self.fiscal_year_start)
        return self._months(add_months(self.start, steps * _MONTHS[self.grain]), self.grain, self.fiscal_year_start)

    @property
    def days(self) -> int:
        """Days in the period."""
        return (self.end - self.start).days + 1

    @property
    def last_month(self) -> date:
        """First day of the last month that the period holds."""
        return month_start(self.end)


def fiscal_year_of(day: date, fiscal_year_start: int) -> int:
    """Return the name of the fiscal year that holds `day`: the calendar year in which it ends."""
    return day.year + (1 if fiscal_year_start > 1 and day.month >= fiscal_year_start else 0)


def fiscal_year_first_day(year: int, fiscal_year_start: int) -> date:
    """Return the first day of the fiscal year named `year`."""
    return date(year - (1 if fiscal_year_start > 1 else 0), fiscal_year_start, 1)


def _key(first: date, grain: Grain, fiscal_year_start: int) -> str:
    year = fiscal_year_of(first, fiscal_year_start)
    index = (first.month - fiscal_year_start) % 12
    match grain:
        case Grain.MONTH:
            return f"{first:%Y-%m}"
        case Grain.QUARTER:
            return f"{year:04d}-Q{index // 3 + 1}"
        case Grain.HALF:
            return f"{year:04d}-H{index // 6 + 1}"
        case _:
            return f"{year:04d}"


def _bad_key(text: str) -> UsageError:
    return UsageError(
        f"'{text}' is not a period",
        fix="give a month (2026-09), fiscal quarter (2026-Q3), half (2026-H1), fiscal year (2026) or ISO week (2026-W37)",
    )
