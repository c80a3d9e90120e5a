"""The sample's customers and currencies: who buys from which seat in which month, on what terms, at what rate.

Belongs here: the customer book of every seat (lost customers are followed by new ones) and the daily exchange rates.
Does not belong here: products (`catalogue`), orders (`billing`), payments (`cash`).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pipelines.sample.names import INDUSTRIES
from pipelines.sample.timeline import FIRST_DAY, LAST_DAY, MONTHS, Floats, Ints, day_of, month, stream

BOOK = 24  # customers a seat serves at a time
CURRENCIES = ("CNY", "USD", "EUR")
TIERS = ("strategic", "potential", "standard", "lost")
_LOST = 3
_FIRST_RATE_DAY = FIRST_DAY - 10
_START_RATE = {"USD": 7.22, "EUR": 7.78}


@dataclass(frozen=True)
class Market:
    """Customers by index, and `book`: the customer in each (seat, place, month)."""

    book: Ints
    rotation: Ints  # of each seat: its places, in the order in which their customers are followed by new ones
    seat: Ints
    industry: Ints
    tier: Ints
    currency: Ints
    terms: Ints  # days
    patience: Floats  # how late the customer likes to pay: 0 never, 1 always
    created: Ints
    size: Floats


def market(seat_count: int, seed: int) -> Market:
    """Return the customers of all seats: every second month one of a seat's customers is lost to a new one."""
    rng = stream(seed, "market")
    places = np.tile(np.arange(BOOK), (seat_count, 1))
    order = rng.permuted(places, axis=1)
    offset = rng.integers(0, 2, seat_count)
    generation = np.zeros((seat_count, BOOK, MONTHS), dtype=np.int64)
    for index in range(1, MONTHS):
        generation[:, :, index] = generation[:, :, index - 1]
        due = np.flatnonzero((index + offset) % 2 == 0)
        generation[due, order[due, (index // 2) % BOOK], index] += 1
    return _customers(rng, generation, order)


def _customers(rng: np.random.Generator, generation: Ints, rotation: Ints) -> Market:
    seat_count = generation.shape[0]
    per_place = generation[:, :, -1] + 1
    starts = np.concatenate(([0], per_place.ravel().cumsum()[:-1])).reshape(per_place.shape)
    count = int(per_place.sum())
    seat = np.repeat(np.arange(seat_count), per_place.sum(axis=1))
    book = starts[:, :, None] + generation
    first_month = np.full(count, -1, dtype=np.int64)
    for index in range(MONTHS - 1, -1, -1):
        first_month[book[:, :, index].ravel()] = index
    created = np.where(first_month == 0, rng.integers(day_of(2014, 1, 1), FIRST_DAY - 60, count), 0)
    arrival = np.array([month(index).first for index in range(MONTHS)])[first_month] - rng.integers(3, 50, count)
    tier = rng.choice(3, count, p=(0.12, 0.23, 0.65))
    is_current = np.zeros(count, dtype=np.bool_)
    is_current[book[:, :, -1].ravel()] = True
    return Market(
        book=book,
        rotation=rotation,
        seat=seat,
        industry=rng.integers(0, len(INDUSTRIES), count),
        tier=np.where(is_current, tier, _LOST),
        currency=rng.choice(3, count, p=(0.80, 0.12, 0.08)),
        terms=rng.choice(np.array((30, 45, 60)), count, p=(0.55, 0.30, 0.15)),
        patience=rng.beta(1.6, 5.4, count),
        created=np.where(first_month == 0, created, arrival),
        size=np.where(tier == 0, 1.8, 1.0) * rng.lognormal(0, 0.25, count),
    )


def rate_days() -> Ints:
    """Return the days on which a rate is published: weekdays from shortly before the history to its end."""
    days = np.arange(_FIRST_RATE_DAY, LAST_DAY + 1)
    weekdays: Ints = days[(days + 3) % 7 < 5]
    return weekdays


def rates(seed: int) -> dict[str, Floats]:
    """Return for each foreign currency its CNY rate on every one of `rate_days`, to four decimals."""
    rng = stream(seed, "rates")
    count = len(rate_days())
    found: dict[str, Floats] = {}
    for currency, start in _START_RATE.items():
        pull = np.zeros(count)
        for step, shock in enumerate(rng.normal(0, 0.0028, count)):
            pull[step] = 0.985 * pull[step - 1] + shock if step else shock
        found[currency] = np.round(start * np.exp(pull), 4)
    return found


def planning_rates() -> Floats:
    """Return the fixed rate at which the sample turns CNY plans into invoices of each currency."""
    return np.array([1.0, _START_RATE["USD"], _START_RATE["EUR"]])
