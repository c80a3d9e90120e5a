"""The sample's deals of one month: those decided in it, won or lost, and those that will still be open at the end.

Belongs here: drawing deals as arrays, so that each seat's won deals sum to its share of the month's revenue.
Does not belong here: their rows in the CRM (`crm_rows`), the invoices of a won deal (`billing`).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pipelines.sample.catalogue import Catalogue
from pipelines.sample.market import Market
from pipelines.sample.people import Firm
from pipelines.sample.timeline import LAST_DAY, MONTHS, Flags, Floats, Ints, Month, business_days, grouped_shares, stream

DEAL_SHARE = 0.40  # of a seat's revenue comes from deals, the rest from repeat orders
_DECIDED_A_MONTH = 11
_MEAN_CYCLE_DAYS = 54.0


@dataclass(frozen=True)
class Deals:
    """Deals decided in a month (or, for months past the end, still open at the end), by position."""

    number: Ints
    seat: Ints
    owner: Ints
    account: Ints
    created: Ints
    closed: Ints
    is_won: Flags
    is_open: Flags
    amount: Floats  # CNY
    product: Ints

    def __len__(self) -> int:
        return len(self.number)


def decide(firm: Firm, market: Market, products: Catalogue, when: Month, revenue: Floats, first_number: int, seed: int) -> Deals:
    """Draw the deals decided in a month. `revenue` is what each seat sells in it, in CNY."""
    rng = stream(seed, "deals", when.index)
    sitting = firm.occupant(np.arange(firm.seats), np.full(firm.seats, when.first + 14))
    expected = _DECIDED_A_MONTH * firm.layout.effort * firm.ramp(min(when.index, MONTHS - 1))
    count = np.maximum(2, np.round(expected) + rng.poisson(3, firm.seats) - 3).astype(np.int64)
    seat = np.repeat(np.arange(firm.seats), count)
    is_won = _winners(rng, firm, seat, count, sitting)
    closed = business_days(rng, when, len(seat))
    pace = np.where(sitting < 0, 1.0, firm.pace[sitting])[seat]
    cycle = np.clip(rng.gamma(6.0, _MEAN_CYCLE_DAYS / 6.0, len(seat)) / pace, 9, 170).astype(np.int64)
    won_part = grouped_shares(rng, np.where(is_won, seat, firm.seats), firm.seats + 1, 0.45) * DEAL_SHARE * revenue[np.minimum(seat, firm.seats - 1)]
    lost_part = rng.lognormal(0.1, 0.5, len(seat)) * revenue[seat] * DEAL_SHARE / 3
    created = closed - cycle
    is_open = closed > LAST_DAY
    keep = (created <= LAST_DAY) & (firm.occupant(seat, closed) >= 0)
    deals = Deals(
        number=np.zeros(len(seat), dtype=np.int64),
        seat=seat,
        owner=firm.occupant(seat, closed),
        account=market.book[seat, rng.integers(0, market.book.shape[1], len(seat)), min(when.index, MONTHS - 1)],
        created=created,
        closed=closed,
        is_won=is_won,
        is_open=is_open,
        amount=np.where(is_won, won_part, lost_part),
        product=rng.integers(0, len(products), len(seat)),
    )
    kept = {name: column[keep] for name, column in vars(deals).items()}
    return Deals(**{**kept, "number": first_number + np.arange(int(keep.sum()))})


def _winners(rng: np.random.Generator, firm: Firm, seat: Ints, count: Ints, sitting: Ints) -> Flags:
    """Let each seat win about its occupant's win rate of its deals: the rounded part is drawn, so that small numbers do not swamp it."""
    rate = np.where(sitting < 0, 0.29, firm.closing[sitting])
    wins = np.floor(count * rate + rng.random(len(count))).astype(np.int64)
    start = np.concatenate(([0], count.cumsum()[:-1]))
    winners: Flags = np.arange(len(seat)) - start[seat] < wins[seat]
    return winners
