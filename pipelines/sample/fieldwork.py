"""The sample's daily work of one month: visits, calls, outreach, demos, meetings, and what it cost.

Belongs here: drawing activities and expense claims, and their rows in the CRM and in finance.
Does not belong here: deals (`deals`), leads (`leads`), which visit counts as effective (policy).
"""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from pipelines.sample.billing import month_stamp
from pipelines.sample.columns import account_ids, deal_ids, iso_days, money, texts, to_cents, utc_instants
from pipelines.sample.deals import Deals
from pipelines.sample.market import Market
from pipelines.sample.people import Firm
from pipelines.sample.timeline import Flags, Floats, Ints, Month, stream

KINDS = np.array(("visit", "call", "outreach", "demo", "meeting"), dtype=object)
_A_MONTH = np.array((20.0, 26.0, 12.0, 4.0, 6.0))
_IS_LOGGED_BY_PHONE = np.array((False, True, True, False, False))
_VISIT, _OUTREACH, _DEMO = 0, 2, 3
_BREAKFAST = 0.01  # of visits take place before eight, on the UTC day before
_CLAIMS_A_MONTH = 7
_EXPENSE_SHARE = 0.024  # of revenue
_CATEGORIES = np.array(("travel", "hotel", "meals", "gifts", "transport"), dtype=object)


def activity_rows(firm: Firm, market: Market, deals: Deals, when: Month, seed: int) -> pl.DataFrame:
    """Return a month's activities in the order of time, without ids."""
    rng = stream(seed, "activities", when.index)
    seat, kind = _plan(rng, firm, when)
    day = _weekdays(rng, when, len(seat))
    second = 9 * 3_600 + rng.integers(0, 9 * 3_600, len(seat))
    second = np.where((kind == _VISIT) & (rng.random(len(seat)) < _BREAKFAST), 6 * 3_600 + 1_800 + rng.integers(0, 4_800, len(seat)), second)
    sitting = firm.occupant(seat, day) >= 0
    order = np.lexsort((seat, second, day))
    order = order[sitting[order]]
    seat, kind, day, second = seat[order], kind[order], day[order], second[order]
    employee = firm.occupant(seat, day)
    return pl.DataFrame(
        {
            "type": texts(KINDS[kind]),
            "happened_at": utc_instants(day, second),
            "user_id": texts(firm.crm_users(employee, day)),
            "account_id": account_ids(market.book[seat, rng.integers(0, market.book.shape[1], len(seat)), when.index]),
            "opportunity_id": _deal_of(rng, deals, seat, kind, day),
            **_outcomes(rng, kind, day, second, firm.diligence[employee]),
        }
    )


def _plan(rng: np.random.Generator, firm: Firm, when: Month) -> tuple[Ints, Ints]:
    """Return seat and kind of each activity: the norm times effort, ramp and the occupant's diligence, with little noise."""
    sitting = firm.occupant(np.arange(firm.seats), np.full(firm.seats, when.first + 14))
    zeal = np.where(sitting < 0, 1.0, firm.diligence[sitting]) * firm.layout.effort * np.sqrt(firm.ramp(when.index))
    expected = np.outer(zeal, np.where(_IS_LOGGED_BY_PHONE, _A_MONTH * firm.layout.bustle, _A_MONTH))
    count = np.round(expected * rng.normal(1.0, 0.09, expected.shape)).clip(0).astype(np.int64)
    return np.repeat(np.arange(firm.seats), count.sum(axis=1)), np.repeat(np.tile(np.arange(len(KINDS)), firm.seats), count.ravel())


def _weekdays(rng: np.random.Generator, when: Month, count: int) -> Ints:
    days = np.arange(when.first, when.last + 1)
    chosen: Ints = rng.choice(days[(days + 3) % 7 < 5], count)
    return chosen


def _deal_of(rng: np.random.Generator, deals: Deals, seat: Ints, kind: Ints, day: Ints) -> pl.Series:
    """Link demos and meetings to one of the seat's deals, if it had begun."""
    start, end = np.searchsorted(deals.seat, seat), np.searchsorted(deals.seat, seat, side="right")
    place = np.minimum(start + rng.integers(0, 1_000, len(seat)) % np.maximum(1, end - start), max(0, len(deals) - 1))
    linked = (kind >= _DEMO) & (end > start) & (deals.created[place] <= day)
    return deal_ids(np.where(linked, deals.number[place], -1))


def _outcomes(rng: np.random.Generator, kind: Ints, day: Ints, second: Ints, diligence: Floats) -> dict[str, pl.Series]:
    count = len(kind)
    answered = (kind == _OUTREACH) & (rng.random(count) < 0.46)
    surveyed = (kind == _VISIT) & (rng.random(count) < 0.3)
    return {
        "responded_at": utc_instants(np.where(answered, day + rng.integers(0, 21, count), -1), np.minimum(second + 3_600, 86_399)),
        "accepted": _only(kind == _DEMO, (rng.random(count) < 0.62).astype(np.int64)),
        "praised": _only(kind == _DEMO, (rng.random(count) < 0.35).astype(np.int64)),
        "need_depth": _only(kind == _VISIT, np.clip(np.round(rng.normal(3.4 * diligence, 0.9)), 1, 5).astype(np.int64)),
        "solution_fit": _only(kind == _VISIT, np.clip(np.round(rng.normal(3.5, 0.9, count)), 1, 5).astype(np.int64)),
        "survey_completeness": _only(surveyed, np.round(rng.beta(8, 1.6, count), 2)),
    }


def _only(where: Flags, values: NDArray[np.int64] | NDArray[np.float64]) -> pl.Series:
    return pl.DataFrame({"w": where, "v": values}).select(pl.when("w").then("v")).to_series()


def expense_rows(firm: Firm, when: Month, revenue: Floats, seed: int) -> pl.DataFrame:
    """Return a month's expense claims in CNY; nearly all are approved, few break a rule."""
    rng = stream(seed, "expenses", when.index)
    count = np.maximum(1, rng.poisson(_CLAIMS_A_MONTH * firm.layout.effort))
    seat = np.repeat(np.arange(firm.seats), count)
    day = _weekdays(rng, when, len(seat))
    employee = firm.occupant(seat, day)
    seat, day, employee = seat[employee >= 0], day[employee >= 0], employee[employee >= 0]
    cents = to_cents(revenue[seat] * _EXPENSE_SHARE / count[seat] * rng.lognormal(-0.08, 0.4, len(seat))).clip(100)
    submitted, decided = day + rng.integers(1, 15, len(seat)), day + rng.integers(16, 30, len(seat))
    breaks_rule = rng.random(len(seat)) < 0.06
    status = np.where(breaks_rule & (rng.random(len(seat)) < 0.5), "rejected", "approved").astype(object)
    numbers = pl.DataFrame({"n": np.arange(len(seat)) + 1})
    return pl.DataFrame(
        {
            "claim_line": numbers.select(pl.format(f"EXP-{month_stamp(when)}-{{}}", pl.col("n").cast(pl.String).str.zfill(6))).to_series(),
            "salesperson_code": texts(firm.finance_codes(employee)),
            "incurred_on": iso_days(day),
            "category": texts(rng.choice(_CATEGORIES, len(seat))),
            "amount": money(cents),
            "currency": ["CNY"] * len(seat),
            "submitted_at": iso_days(submitted) + "T10:00:00+08:00",
            "decided_at": iso_days(decided) + "T15:30:00+08:00",
            "status": texts(status),
            "violations": np.where(breaks_rule, rng.integers(1, 3, len(seat)), 0),
        },
        schema_overrides={"currency": pl.String},
    )
