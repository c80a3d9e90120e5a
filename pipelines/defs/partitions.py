"""Partitions of a company's calendar: months, and fiscal quarters, halves and years with crons from the fiscal start.

Belongs here: partition definitions, from key to `Period`.
Does not belong here: calendar arithmetic (`periods`), which asset has which partitions (`published`, `quality`, `reports`).
"""

from __future__ import annotations

from datetime import date

import dagster as dg

from pipelines.periods import Grain, Period, add_months
from pipelines.settings import CompanySettings

_MONTHS = {Grain.MONTH: 1, Grain.QUARTER: 3, Grain.HALF: 6, Grain.YEAR: 12}
_KEY_FORMAT = "%Y-%m"  # of the first month: Dagster's keys know no fiscal quarters
EARLIEST = date(2000, 1, 1)  # for a company that does not say when its history starts


def partitions(company: CompanySettings, grain: Grain = Grain.MONTH) -> dg.TimeWindowPartitionsDefinition:
    """Return the partitions of a grain, from the company's first period to the one that runs now, in its time zone."""
    first = Period.month(company.history_starts_on or EARLIEST, company.fiscal_year_start).containing(grain).start
    return dg.TimeWindowPartitionsDefinition(
        start=f"{first:{_KEY_FORMAT}}", fmt=_KEY_FORMAT, cron_schedule=cron(grain, company.fiscal_year_start), timezone=company.timezone, end_offset=1
    )


def cron(grain: Grain, fiscal_year_start: int) -> str:
    """Return the cron of the grain's first days."""
    starts = sorted(add_months(date(2001, fiscal_year_start, 1), offset).month for offset in range(0, 12, _MONTHS[grain]))
    return f"0 0 1 {'*' if grain is Grain.MONTH else ','.join(map(str, starts))} *"


def period_of(key: str, company: CompanySettings, grain: Grain = Grain.MONTH) -> Period:
    """Return the period that a partition key stands for."""
    month = Period.parse(key, company.fiscal_year_start)
    return month if grain is Grain.MONTH else Period.month(add_months(month.start, _MONTHS[grain] - 1), company.fiscal_year_start).containing(grain)
