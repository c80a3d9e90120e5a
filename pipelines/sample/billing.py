"""The sample's invoices and credit notes: repeat orders of a month, and the instalments of deals won.

Belongs here: drawing invoices and their lines as arrays, month by month; what is due later waits in `Instalments`.
Does not belong here: finance's file columns (`finance_rows`), what customers pay (`cash`).
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from pipelines.sample.catalogue import Catalogue
from pipelines.sample.deals import DEAL_SHARE, Deals
from pipelines.sample.market import Market, planning_rates
from pipelines.sample.people import Firm
from pipelines.sample.timeline import LAST_DAY, Flags, Floats, Ints, Month, business_days, evenly, grouped_shares, stream, to_date

_REPEAT_ORDERS = 9
_DOWN_PAYMENT = 0.6
_NEW_SHARE = 0.19
_VAT = 0.13
_HOUSE_ACCOUNT = 0.003  # invoices that name neither a sales person nor a deal
_VOIDED = 0.006
_NO_COST = 0.006
_CREDITED = 0.02
UNKNOWN_COST = -(2**62)
_FIRST_MONTHS_EXTRA = (0.25, 0.09)  # repeat orders make up for deals won before the history


@dataclass(frozen=True)
class Instalments:
    """Amounts (CNY) of won deals to be invoiced, by position."""

    day: Ints
    seat: Ints
    deal: Ints
    account: Ints
    amount: Floats

    def split(self, last: int) -> tuple[Instalments, Instalments]:
        """Return those due up to a day, and the later ones."""
        now = self.day <= last
        return self.at(now), self.at(~now)

    def at(self, places: Flags | Ints) -> Instalments:
        """Return those at some positions."""
        return Instalments(**{f.name: getattr(self, f.name)[places] for f in fields(self)})


def join_instalments(parts: list[Instalments]) -> Instalments:
    """Put instalments one after the other."""
    return Instalments(**{f.name: np.concatenate([getattr(part, f.name) for part in parts]) for f in fields(Instalments)})


def instalments(deals: Deals, when: Month, seed: int) -> Instalments:
    """Return what is to be invoiced for a month's won deals: most of it within days, the rest one to two months later."""
    rng = stream(seed, "instalments", when.index)
    won = np.flatnonzero(deals.is_won & ~deals.is_open)
    parts = []
    for share, lag in ((_DOWN_PAYMENT, rng.integers(0, 7, len(won))), (1 - _DOWN_PAYMENT, rng.integers(25, 61, len(won)))):
        parts.append(Instalments(deals.closed[won] + lag, deals.seat[won], deals.number[won], deals.account[won], deals.amount[won] * share))
    return join_instalments(parts)


@dataclass(frozen=True)
class Invoices:
    """Invoices of a month by position; `deal` is -1 for repeat orders, `seller` -1 where nobody is named. Lines by position, with their invoice's."""

    day: Ints
    due: Ints
    deal: Ints
    seller: Ints
    account: Ints
    currency: Ints
    is_voided: Flags
    gross: Ints  # cents
    line_invoice: Ints
    line_number: Ints
    product: Ints
    net: Ints  # cents
    tax: Ints  # cents
    cost: Ints  # cents, `UNKNOWN_COST` where nobody recorded it


def invoices(firm: Firm, market: Market, products: Catalogue, when: Month, revenue: Floats, due: Instalments, seed: int) -> Invoices:
    """Draw a month's invoices: `revenue` is what each seat sells in CNY, `due` the instalments of this month."""
    rng = stream(seed, "invoices", when.index)
    orders = _repeat_orders(rng, firm, market, when, revenue)
    sales = join_instalments([orders, due])
    sales = sales.at(np.argsort(sales.day, kind="stable"))
    day, account = sales.day, sales.account
    currency = market.currency[account]
    house = (sales.deal < 0) & (rng.random(len(day)) < _HOUSE_ACCOUNT)
    line_invoice, line_number, product, net, cost = _lines(rng, products, when, sales.seat, sales.amount / planning_rates()[currency])
    tax = np.where(currency[line_invoice] == 0, np.round(net * _VAT), 0).astype(np.int64)
    return Invoices(
        day=day,
        due=day + market.terms[account],
        deal=sales.deal,
        seller=np.where((sales.deal >= 0) | house, -1, firm.occupant(sales.seat, day)),
        account=account,
        currency=currency,
        is_voided=rng.random(len(day)) < _VOIDED,
        gross=np.bincount(line_invoice, weights=net + tax, minlength=len(day)).astype(np.int64),
        line_invoice=line_invoice,
        line_number=line_number,
        product=product,
        net=net,
        tax=tax,
        cost=cost,
    )


def _repeat_orders(rng: np.random.Generator, firm: Firm, market: Market, when: Month, revenue: Floats) -> Instalments:
    count = np.maximum(1, rng.poisson(2, firm.seats) - 2 + np.round(_REPEAT_ORDERS * firm.layout.bustle * firm.layout.effort)).astype(np.int64)
    seat = np.repeat(np.arange(firm.seats), count)
    day = business_days(rng, when, len(seat))
    order = np.arange(len(seat)) - np.repeat(count.cumsum() - count, count)
    turn = ((order + rng.random(len(seat))) * market.book.shape[1] / count[seat]).astype(np.int64)  # spread over old customers and new ones
    account = market.book[seat, market.rotation[seat, turn], when.index]
    extra = _FIRST_MONTHS_EXTRA[when.index] if when.index < len(_FIRST_MONTHS_EXTRA) else 0.0
    amount = grouped_shares(rng, seat, firm.seats, 0.45) * revenue[seat] * (1 - DEAL_SHARE + extra)
    here = firm.occupant(seat, day) >= 0
    return Instalments(day[here], seat[here], np.full(int(here.sum()), -1, dtype=np.int64), account[here], amount[here])


def _lines(rng: np.random.Generator, products: Catalogue, when: Month, seat: Ints, amount: Floats) -> tuple[Ints, Ints, Ints, Ints, Ints]:
    """Split each invoice's net amount into one to four lines; return their invoice, number, product, net and cost in cents."""
    count = rng.choice(4, len(amount), p=(0.35, 0.35, 0.2, 0.1)) + 1
    invoice = np.repeat(np.arange(len(amount)), count)
    number = np.arange(len(invoice)) - np.repeat(count.cumsum() - count, count) + 1
    net = np.maximum(1, np.round(grouped_shares(rng, invoice, len(amount), 0.5) * amount[invoice] * 100)).astype(np.int64)
    product = products.choose(rng, when, evenly(rng, seat[invoice], int(seat.max(initial=0)) + 1, _NEW_SHARE))
    share = np.clip(products.cost_share[product] + rng.normal(0, 0.04, len(invoice)), 0.5, 0.98)
    cost = np.where(rng.random(len(invoice)) < _NO_COST, UNKNOWN_COST, np.round(net * share)).astype(np.int64)
    return invoice, number, product, net, cost


@dataclass(frozen=True)
class CreditNotes:
    """Credit notes on lines of a month's invoices: the line, the day they are written, the part credited."""

    line: Ints
    day: Ints
    share: Floats


def credit_notes(bills: Invoices, when: Month, seed: int) -> CreditNotes:
    """Draw the credit notes that a month's invoices will get within three months; the whole line or a part of it."""
    rng = stream(seed, "credit notes", when.index)
    lines = np.flatnonzero((rng.random(len(bills.net)) < _CREDITED) & ~bills.is_voided[bills.line_invoice])
    day = bills.day[bills.line_invoice[lines]] + rng.integers(5, 80, len(lines))
    share = np.where(rng.random(len(lines)) < 0.4, 1.0, rng.choice(np.array((0.1, 0.2, 0.25, 0.5)), len(lines)))
    kept = day <= LAST_DAY
    return CreditNotes(lines[kept], day[kept], share[kept])


def month_stamp(when: Month) -> str:
    """Return a month as it stands in document numbers: `202404`."""
    return f"{to_date(when.first):%Y%m}"
