"""The sample's payments: on time, late, in parts, never; some bounce and come again.

Belongs here: drawing the payments of one month's invoices, over all months in which they arrive.
Does not belong here: the invoices (`billing`), what a collection rate is.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
import polars as pl

from pipelines.sample.billing import CreditNotes, Invoices, month_stamp
from pipelines.sample.columns import iso_days, money, texts
from pipelines.sample.finance_rows import credited_cents, invoice_numbers
from pipelines.sample.market import CURRENCIES, Market
from pipelines.sample.timeline import LAST_DAY, Flags, Ints, Month, stream

_TWO_PARTS = 0.08  # of punctual payers pay in two
_LATE_WHOLE, _LATE_HALF, _HALF_NEVER = 0.66, 0.90, 0.95  # cumulated; the rest never pays
_REVERSED = 0.012
_PAID_AGAIN = 0.85
_METHODS = np.array(("transfer", "acceptance", "card"), dtype=object)


@dataclass(frozen=True)
class Payments:
    """Payments by position: the invoice they settle, the day, the amount in cents, the day they bounced (-1 = never)."""

    invoice: Ints
    day: Ints
    cents: Ints
    reversed_on: Ints


def payments(bills: Invoices, notes: CreditNotes, market: Market, when: Month, seed: int) -> Payments:
    """Draw all payments of a month's invoices up to the end of the history."""
    rng = stream(seed, "payments", when.index)
    net, tax, _ = credited_cents(bills, notes)
    credited = np.bincount(bills.line_invoice[notes.line], weights=net + tax, minlength=len(bills.day)).astype(np.int64)
    payable = bills.gross + credited
    payers = np.flatnonzero(~bills.is_voided & (payable > 0))
    first = _instalment(rng, bills, market, payers, payable[payers])
    bounced = np.flatnonzero(first.reversed_on >= 0)
    again = bounced[rng.random(len(bounced)) < _PAID_AGAIN]
    second = Payments(first.invoice[again], first.reversed_on[again] + rng.integers(2, 21, len(again)), first.cents[again], np.full(len(again), -1))
    every = _join([first, second])
    return _take(every, np.flatnonzero(every.day <= LAST_DAY))


def _instalment(rng: np.random.Generator, bills: Invoices, market: Market, payers: Ints, payable: Ints) -> Payments:
    """Let each payer be punctual or late according to its patience; return one or two payments for each, some of them bouncing."""
    count = len(payers)
    due, issued = bills.due[payers], bills.day[payers]
    late = rng.random(count) < market.patience[bills.account[payers]]
    mood = rng.random(count)
    punctual_day = np.maximum(issued + 1, due - np.minimum(rng.exponential(6.0, count), 25).astype(np.int64))
    late_day = due + 1 + np.minimum(rng.gamma(1.4, 13.0, count), 120).astype(np.int64)
    half = np.round(payable * rng.choice(np.array((0.3, 0.5, 0.6)), count)).astype(np.int64)
    in_two = np.where(late, (mood >= _LATE_WHOLE) & (mood < _HALF_NEVER), mood < _TWO_PARTS)
    first_day = np.where(late & ~in_two, late_day, punctual_day)
    second_day = np.where(late, late_day, np.minimum(due, punctual_day + 5))
    first_cents = np.where(in_two, half, payable)
    pays_first = ~(late & (mood >= _HALF_NEVER))
    pays_second = in_two & ~(late & (mood >= _LATE_HALF))
    drawn = _join(
        [
            Payments(payers[pays_first], first_day[pays_first], first_cents[pays_first], _no_day(pays_first)),
            Payments(payers[pays_second], second_day[pays_second], (payable - half)[pays_second], _no_day(pays_second)),
        ]
    )
    return _bounce(rng, drawn)


def _no_day(chosen: Flags) -> Ints:
    return np.full(int(chosen.sum()), -1, dtype=np.int64)


def _bounce(rng: np.random.Generator, drawn: Payments) -> Payments:
    day = drawn.day + rng.integers(2, 16, len(drawn.day))
    bounces = (rng.random(len(drawn.day)) < _REVERSED) & (day <= LAST_DAY)
    return Payments(drawn.invoice, drawn.day, drawn.cents, np.where(bounces, day, -1))


def _join(parts: list[Payments]) -> Payments:
    return Payments(**{f.name: np.concatenate([getattr(part, f.name) for part in parts]) for f in fields(Payments)})


def _take(paid: Payments, places: Ints) -> Payments:
    order = places[np.lexsort((paid.invoice[places], paid.day[places]))]
    return Payments(**{f.name: getattr(paid, f.name)[order] for f in fields(Payments)})


def payment_rows(paid: Payments, bills: Invoices, when: Month, seed: int) -> pl.DataFrame:
    """Return a month's invoices' payments as finance exports them, with `day` for sorting them into their own months."""
    rng = stream(seed, "payment rows", when.index)
    numbers = pl.DataFrame({"n": np.arange(len(paid.day)) + 1})
    return pl.DataFrame(
        {
            "payment_id": numbers.select(pl.format(f"PAY-{month_stamp(when)}-{{}}", pl.col("n").cast(pl.String).str.zfill(7))).to_series(),
            "invoice_no": invoice_numbers(when, paid.invoice),
            "paid_on": iso_days(paid.day),
            "amount": money(paid.cents),
            "currency": texts(np.array(CURRENCIES, dtype=object)[bills.currency[paid.invoice]]),
            "reversed_on": iso_days(paid.reversed_on),
            "method": texts(rng.choice(_METHODS, len(paid.day))),
            "day": pl.Series(paid.day),
        }
    )
