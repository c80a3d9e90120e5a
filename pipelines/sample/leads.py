"""The sample's leads of one month: those from which deals grew, and those that came to nothing.

Belongs here: drawing leads and their rows in the CRM.
Does not belong here: the deals (`deals`), which conversion counts (policy's window of 90 days).
"""

from __future__ import annotations

import numpy as np
import polars as pl

from pipelines.sample.columns import account_ids, deal_ids, ids, money, texts, utc_instants
from pipelines.sample.deals import Deals
from pipelines.sample.people import Firm
from pipelines.sample.timeline import FIRST_LEAD_DAY, LAST_DAY, Ints, Month, month_index, stream

_FROM_LEAD = 0.62  # of deals began as a lead
_COLD_A_MONTH = 17
_SLOW = 0.06  # of conversions take longer than the window
_BEFORE_HISTORY = {-3: 0.25, -2: 0.5, -1: 0.8}  # before the history few leads have a deal in it; fewer cold ones keep the rate level
_REASSIGNED_DAYS = 92  # a lead moves to its owner's new CRM user if one comes in this time
_CHANNELS = np.array(("website", "exhibition", "referral", "partner", "cold_call"), dtype=object)
_CHANNEL_CENTS = np.array((12_000, 45_000, 3_000, 20_000, 6_000))
_COLD_STATUSES = np.array(("new", "working", "disqualified"), dtype=object)
_OFFICE_OPENS, _OFFICE_SECONDS = 9 * 3_600, 9 * 3_600


def deal_leads(deals: Deals, firm: Firm, when: Month, first_number: int, seed: int) -> pl.DataFrame:
    """Return the leads of a month's deals; they are as old as the deal's start less the time to convert."""
    rng = stream(seed, "deal leads", when.index)
    lag = np.clip(rng.gamma(2.0, 11.0, len(deals)), 0, 88).astype(np.int64)
    lag = np.where(rng.random(len(deals)) < _SLOW, rng.integers(91, 131, len(deals)), lag)
    created = deals.created - lag
    kept = np.flatnonzero((rng.random(len(deals)) < _FROM_LEAD) & (created >= FIRST_LEAD_DAY))
    created, converted = created[kept], deals.created[kept]
    owners = firm.occupant(deals.seat[kept], created)
    return _rows(rng, firm, first_number, created, owners, converted, deals.number[kept], deals.account[kept])


def cold_leads(firm: Firm, when: Month, first_number: int, seed: int) -> pl.DataFrame:
    """Return a month's leads that were never converted."""
    rng = stream(seed, "cold leads", when.index + 12)
    ramp = firm.ramp(max(0, when.index))
    expected = _COLD_A_MONTH * firm.layout.effort * ramp * _BEFORE_HISTORY.get(when.index, 1.0)
    seats = np.repeat(np.arange(firm.seats), np.round(expected + rng.normal(0, 1.5, firm.seats)).clip(1).astype(np.int64))
    created = when.first + rng.integers(0, when.days, len(seats))
    seats, created = seats[created >= FIRST_LEAD_DAY], created[created >= FIRST_LEAD_DAY]
    nothing = np.full(len(seats), -1, dtype=np.int64)
    return _rows(rng, firm, first_number, created, firm.occupant(seats, created), nothing, nothing, nothing)


def _rows(
    rng: np.random.Generator, firm: Firm, first_number: int, created: Ints, owners: Ints, converted: Ints, opportunities: Ints, accounts: Ints
) -> pl.DataFrame:
    count = len(created)
    channel = rng.integers(0, len(_CHANNELS), count)
    is_late = month_index(np.full(count, LAST_DAY)) - month_index(created) < 2
    cold = np.where(is_late, _COLD_STATUSES[rng.integers(0, 2, count)], _COLD_STATUSES[rng.integers(1, 3, count)])
    morning = _OFFICE_OPENS + rng.integers(0, _OFFICE_SECONDS // 2, count)
    afternoon = _OFFICE_OPENS + rng.integers(_OFFICE_SECONDS // 2, _OFFICE_SECONDS, count)
    return pl.DataFrame(
        {
            "id": ids("L", first_number + np.arange(count), 9),
            "created_at": utc_instants(created, morning),
            "owner_user_id": texts(firm.crm_users(owners, np.minimum(created + _REASSIGNED_DAYS, LAST_DAY))),
            "channel": texts(_CHANNELS[channel]),
            "channel_cost": money(_CHANNEL_CENTS[channel]),
            "converted_at": utc_instants(converted, afternoon),
            "opportunity_id": deal_ids(opportunities),
            "account_id": account_ids(accounts),
            "status": texts(np.where(converted >= 0, "converted", cold)),
        }
    )
