"""Rows of the CRM's tables for deals and customers: accounts, opportunities, the splits of their credit.

Belongs here: the CRM's column names and spellings.
Does not belong here: drawing the deals (`deals`), leads (`leads`), visits and calls (`fieldwork`), dirty rows (`dirt`).
"""

from __future__ import annotations

import numpy as np
import polars as pl

from pipelines.sample.columns import account_ids, customer_numbers, deal_ids, iso_days, money, product_codes, texts, to_cents
from pipelines.sample.deals import Deals
from pipelines.sample.market import CURRENCIES, TIERS, Market, planning_rates
from pipelines.sample.names import INDUSTRIES, account_names
from pipelines.sample.people import Firm
from pipelines.sample.timeline import FIRST_DAY, LAST_DAY, Ints, Month, stream

_LOST_REASONS = np.array(("price", "competitor", "no budget", "timing", "no decision"), dtype=object)
_OPEN_STAGES = np.array(("qualification", "discovery", "proposal", "negotiation"), dtype=object)
_CURRENCIES = np.array(CURRENCIES, dtype=object)

# Of won deals: those below `_SPLIT` share revenue credit, those above `_OVERLAY` carry overlay credit (two full shares above `_DOUBLE`).
_SPLIT, _OVERLAY, _DOUBLE, _SHARED = 0.10, 0.07, 0.13, 0.16
_REVENUE_SHARES = (50.0, 60.0, 70.0, 80.0)


def deal_cents(deals: Deals, market: Market) -> Ints:
    """Return the deals' amounts in their customers' currencies, in cents."""
    return to_cents(deals.amount / planning_rates()[market.currency[deals.account]])


def opportunity_rows(deals: Deals, firm: Firm, market: Market, when: Month, seed: int) -> pl.DataFrame:
    """Return the deals as the CRM's opportunities."""
    rng = stream(seed, "opportunity rows", when.index)
    lost_reason, open_stage = rng.choice(_LOST_REASONS, len(deals)), rng.choice(_OPEN_STAGES, len(deals))
    lost_reason[deals.is_open | deals.is_won] = None
    ended = np.where(deals.is_won, "closed_won", "closed_lost").astype(object)
    return pl.DataFrame(
        {
            "id": deal_ids(deals.number),
            "account_id": account_ids(deals.account),
            "owner_user_id": texts(firm.crm_users(deals.owner, np.minimum(deals.closed, LAST_DAY))),
            "created_on": iso_days(deals.created),
            "stage": texts(np.where(deals.is_open, open_stage, ended)),
            "status": texts(np.where(deals.is_open, "Open", np.where(deals.is_won, "Won", "Lost"))),
            "closed_on": iso_days(np.where(deals.is_open, -1, deals.closed)),
            "expected_close_on": iso_days(deals.closed + rng.integers(-20, 15, len(deals))),
            "amount": money(deal_cents(deals, market)),
            "currency": texts(_CURRENCIES[market.currency[deals.account]]),
            "lost_reason": texts(lost_reason),
            "product_code": product_codes(deals.product),
        }
    )


def split_rows(deals: Deals, firm: Firm, when: Month, seed: int) -> pl.DataFrame:
    """Return the credit splits of some won deals: revenue shares that total 100 %, and overlay credit of up to two specialists beyond it."""
    rng = stream(seed, "splits", when.index)
    draw = rng.random(len(deals))
    rows: list[tuple[int, int, float, str]] = []
    for place in map(int, np.flatnonzero(deals.is_won & ~deals.is_open & (draw < _SHARED))):
        partners = _partners(rng, firm, deals, place)
        if partners and draw[place] < _SPLIT:
            rows += [(place, employee, percent, "revenue") for employee, percent in _revenue_split(rng, int(deals.owner[place]), partners)]
        if partners and draw[place] > _OVERLAY:
            second = 100.0 if draw[place] > _DOUBLE else 50.0
            rows += [(place, employee, percent, "overlay") for employee, percent in zip(partners, (100.0, second), strict=False)]
    places = np.array([row[0] for row in rows], dtype=np.int64)
    employees = np.array([row[1] for row in rows], dtype=np.int64)
    return pl.DataFrame(
        {
            "opportunity_id": deal_ids(deals.number[places]),
            "user_id": texts(firm.crm_users(employees, deals.closed[places])),
            "percent": pl.Series([row[2] for row in rows], dtype=pl.Float64),
            "kind": pl.Series([row[3] for row in rows], dtype=pl.String),
        }
    )


def _partners(rng: np.random.Generator, firm: Firm, deals: Deals, place: int) -> list[int]:
    """Return up to two colleagues (the first most often of the same team) who were there when the deal was won."""
    seats = rng.integers(0, firm.seats, 6)
    seats[0] = min(firm.seats - 1, int(deals.seat[place]) + 1)
    found = firm.occupant(seats, np.full(6, deals.closed[place]))
    unique = dict.fromkeys(int(employee) for employee in found if employee >= 0 and employee != deals.owner[place])
    return list(unique)[:2]


def _revenue_split(rng: np.random.Generator, owner: int, partners: list[int]) -> list[tuple[int, float]]:
    """Share a deal between two, or between three in thirds."""
    pattern = int(rng.integers(len(_REVENUE_SHARES) + 1))
    if pattern == len(_REVENUE_SHARES) and len(partners) > 1:
        return [(owner, 33.34), (partners[0], 33.33), (partners[1], 33.33)]
    share = _REVENUE_SHARES[pattern % len(_REVENUE_SHARES)]
    return [(owner, share), (partners[0], 100.0 - share)]


def account_rows(firm: Firm, market: Market, seed: int) -> pl.DataFrame:
    """Return all customers as they stand on the last day; the owner is whoever sits in the customer's seat then."""
    numbers = np.arange(len(market.seat))
    owners = firm.occupant(market.seat, np.full(len(numbers), LAST_DAY))
    regions = np.array([seat.region for seat in firm.layout.seats], dtype=object)
    return pl.DataFrame(
        {
            "id": account_ids(numbers),
            "name": account_names(stream(seed, "account names"), market.industry),
            "industry": texts(np.array(INDUSTRIES, dtype=object)[market.industry]),
            "region": texts(regions[market.seat]),
            "tier": texts(np.array([tier.title() for tier in TIERS], dtype=object)[market.tier]),
            "owner_user_id": texts(firm.crm_users(owners, np.full(len(owners), LAST_DAY))),
            "created_on": iso_days(market.created),
        }
    )


def account_link_rows(market: Market) -> pl.DataFrame:
    """Return which finance customer is which account."""
    numbers = np.arange(len(market.seat))
    return pl.DataFrame(
        {
            "account_id": account_ids(numbers),
            "system": ["fin"] * len(numbers),
            "external_no": customer_numbers(numbers),
            "linked_from": iso_days(np.minimum(market.created, FIRST_DAY)),
        }
    )
