"""The sample's calendar: thirty months from 2024-04 to 2026-09, their seasonality and growth.

Belongs here: days as integers since 1970-01-01, months and their expected strength, seeded random streams.
Does not belong here: fiscal periods (`pipelines.periods`), the clock.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Texts = NDArray[np.object_]

EPOCH = date(1970, 1, 1)
MONTHS = 30
PIPELINE_MONTHS = 5  # deals are drawn this far past the end; those begun by then are the open pipeline

_SEASON = (0.86, 0.72, 1.12, 0.95, 0.95, 1.15, 0.92, 0.92, 1.12, 0.95, 1.04, 1.30)
_GROWTH_A_YEAR = 1.12


def day_of(year: int, month: int, day: int) -> int:
    """Return the day number of a date."""
    return (date(year, month, day) - EPOCH).days


def to_date(day: int) -> date:
    """Return the date of a day number."""
    return EPOCH + timedelta(days=int(day))


FIRST_DAY = day_of(2024, 4, 1)
LAST_DAY = day_of(2026, 9, 30)
FIRST_LEAD_DAY = day_of(2024, 1, 2)  # its 90-day window ends on the first day of history


@dataclass(frozen=True)
class Month:
    """A month of the sample: its place in the history, first day, length, and expected strength (1 = the first year's mean)."""

    index: int
    first: int
    days: int
    strength: float

    @property
    def last(self) -> int:
        """Last day of the month."""
        return self.first + self.days - 1

    @property
    def key(self) -> str:
        """The month as `2024-04`."""
        return f"{to_date(self.first):%Y-%m}"

    @property
    def is_quarter_end(self) -> bool:
        """Whether a calendar quarter ends with this month."""
        return to_date(self.first).month % 3 == 0


def month(index: int) -> Month:
    """Return the month `index` months after 2024-04."""
    total = 2024 * 12 + 3 + index
    first = day_of(total // 12, total % 12 + 1, 1)
    following = day_of((total + 1) // 12, (total + 1) % 12 + 1, 1)
    return Month(index, first, following - first, _SEASON[total % 12] * _GROWTH_A_YEAR ** (index / 12))


def months() -> list[Month]:
    """Return the thirty months of history."""
    return [month(index) for index in range(MONTHS)]


def month_index(days: Ints) -> Ints:
    """Return for each day the index of its month (2024-04 = 0)."""
    return days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64) - (54 * 12 + 3)


def stream(seed: int, name: str, index: int = 0) -> np.random.Generator:
    """Return the random stream `name` of month `index`: streams do not disturb each other when one draws more."""
    return np.random.Generator(np.random.PCG64([seed, index, *name.encode()]))


def business_days(rng: np.random.Generator, when: Month, count: int) -> Ints:
    """Draw `count` days of a month: later days are likelier, and more so when a quarter ends."""
    lean = 1.9 if when.is_quarter_end else 1.25
    return when.first + (rng.beta(lean, 1.0, count) * when.days).astype(np.int64).clip(0, when.days - 1)


def evenly(rng: np.random.Generator, groups: Ints, group_count: int, share: float) -> Flags:
    """Choose `share` of the items of each group, to within one item: chance alone would drown a person's dozen of items a month."""
    order = np.argsort(groups, kind="stable")
    ends = np.cumsum(np.bincount(groups, minlength=group_count))
    rank = np.empty(len(groups), dtype=np.int64)
    rank[order] = np.arange(len(groups))
    phase = rng.random(group_count)[groups] + rank - np.concatenate(([0], ends[:-1]))[groups]
    chosen: Flags = np.floor((phase + 1) * share) > np.floor(phase * share)
    return chosen


def grouped_shares(rng: np.random.Generator, groups: Ints, group_count: int, spread: float) -> Floats:
    """Draw for each item its share of its group's whole (log-normal weights, normalised within the group)."""
    weights = rng.lognormal(0.0, spread, len(groups))
    totals = np.bincount(groups, weights=weights, minlength=group_count)
    return weights / totals[groups]
