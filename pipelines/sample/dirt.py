"""The dirt in the sample's sources: each kind of bad row, where it is, what should become of it, and how often it occurs.

Belongs here: the catalogue `DIRT`, and how a bad row is made from a copy of a good one. Good rows are never touched, so that the firm's true
numbers stay what they are; the copies have ids of their own unless an identical duplicate is meant.
Does not belong here: which rows the checks reject (staging and canonical models); tests compare the two.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

import polars as pl


class Fate(StrEnum):
    """What should become of a bad row."""

    REJECTED = "rejected"  # set aside with the rule
    COLLAPSED = "collapsed"  # an identical copy: landed once
    UNPOSTED = "unposted"  # a sound row that nobody can be credited with; the rule is the reason


@dataclass(frozen=True)
class Dirt:
    """One kind of bad row. `rows` of them (for each whole size) stand in every month of `months`; `put` are the cells that differ from the good row.

    A `twin` is a bad row that differs from a copy of itself under the same key in these cells: both are set aside.
    """

    object: str
    entity: str
    rule: str
    rows: int
    months: tuple[int, ...]
    put: Mapping[str, str | float | None]
    fate: Fate = Fate.REJECTED
    where: Mapping[str, str] = field(default_factory=dict)  # copy only good rows with these cells
    keeps_id: bool = False
    twin: Mapping[str, str] = field(default_factory=dict)

    def count(self, size: float) -> int:
        """Return how many such rows a sample of this size holds; a twin and its copy are two."""
        return self.rows * repeats(size) * len(self.months) * (2 if self.twin else 1)


_IDS = {
    "leads": ("id",), "opportunities": ("id",), "accounts": ("id",), "invoices": ("line_id", "invoice_no"), "payments": ("payment_id",),
    "expenses": ("claim_line",),
}  # fmt: skip
_SPRING, _LAST = 12, 29

# fmt: off
DIRT = (
    Dirt("accounts", "crm_accounts", "unknown_tier", 1, (0,), {"tier": "Platinum?"}),
    Dirt("leads", "crm_leads", "bad_date_created_at", 2, (_SPRING, _LAST), {"created_at": "2025-02-30T08:00:00Z"}),
    Dirt("leads", "crm_leads", "duplicate_key", 2, (_SPRING,), {}, Fate.COLLAPSED, keeps_id=True),
    Dirt("opportunities", "crm_opportunities", "unknown_status", 1, (_SPRING, _LAST), {"status": "Parked"}),
    Dirt("opportunities", "crm_opportunities", "bad_number_amount", 1, (_SPRING,), {"amount": "12,5oo"}),
    Dirt("opportunities", "crm_opportunities", "duplicate_key", 1, (_SPRING,), {}, where={"status": "Lost"}, twin={"amount": "1.00"}),
    Dirt("opportunities", "crm_opportunities", "unknown_employee", 2, (_SPRING, _LAST), {"owner_user_id": "U900001"},
         Fate.UNPOSTED, {"status": "Lost"}),
    Dirt("deal_splits", "crm_credit_splits", "negative_share", 1, (_SPRING,), {"percent": -20.0, "user_id": "U900001"}),
    Dirt("activities", "crm_activities", "unknown_kind", 3, (_SPRING, _LAST), {"type": "coffee"}),
    Dirt("activities", "crm_activities", "bad_date_held_at", 2, (_SPRING, _LAST), {"happened_at": "yesterday"}),
    Dirt("activities", "crm_activities", "unknown_employee", 3, (_SPRING, _LAST), {"user_id": "U900001"}, Fate.UNPOSTED, {"type": "visit"}),
    Dirt("invoices", "fin_invoices", "bad_date_invoiced_on", 2, (_SPRING, _LAST), {"invoice_date": "31/02/2025"}),
    Dirt("invoices", "fin_invoices", "required_net_amount", 1, (_SPRING, _LAST), {"net_amount": None}),
    Dirt("invoices", "fin_invoices", "bad_number_net_amount", 1, (_LAST,), {"net_amount": "#REF!"}),
    Dirt("invoices", "fin_invoices", "unknown_kind", 1, (_SPRING,), {"doc_type": "PRO"}),
    Dirt("invoices", "fin_invoices", "duplicate_key", 2, (_SPRING, _LAST), {}, Fate.COLLAPSED, keeps_id=True),
    Dirt("invoices", "fin_invoices", "duplicate_key", 1, (_SPRING, _LAST), {}, twin={"net_amount": "0.01"}),
    Dirt("invoices", "fin_invoices", "orphan_account_id", 1, (_SPRING,), {"customer_no": "C9999999"}),
    Dirt("invoices", "fin_invoices", "unknown_employee", 3, (_SPRING, _LAST), {"salesperson_code": "S99999", "crm_opportunity": None}, Fate.UNPOSTED),
    Dirt("invoices", "fin_invoices", "unknown_currency", 1, (_SPRING, _LAST), {"currency": "GBP"}, Fate.UNPOSTED),
    Dirt("payments", "fin_payments", "orphan_invoice_id", 2, (_SPRING, _LAST), {"invoice_no": "INV-190001-000001"}),
    Dirt("payments", "fin_payments", "bad_date_paid_on", 1, (_SPRING, _LAST), {"paid_on": "2026-00-10"}),
    Dirt("payments", "fin_payments", "negative_amount", 1, (_SPRING,), {"amount": "-500.00"}),
    Dirt("expenses", "fin_expenses", "bad_number_amount", 1, (_SPRING, _LAST), {"amount": "n/a"}),
    Dirt("expenses", "fin_expenses", "negative_amount", 1, (_SPRING,), {"amount": "-80.00"}),
)
# fmt: on


def repeats(size: float) -> int:
    """Return how often each bad row occurs at a size."""
    return max(1, round(size))


def soil(object_: str, rows: pl.DataFrame, month: int, size: float) -> pl.DataFrame:
    """Return a month's rows of an object with its bad rows appended."""
    bad = [_bad_rows(kind, place, rows, size) for place, kind in enumerate(DIRT) if kind.object == object_ and month in kind.months]
    return pl.concat([rows, *bad]) if bad else rows


def _bad_rows(kind: Dirt, place: int, rows: pl.DataFrame, size: float) -> pl.DataFrame:
    """Copy good rows from a stretch of the table that no other kind copies from, and spoil them."""
    matching = rows.filter([pl.col(name) == value for name, value in kind.where.items()]) if kind.where else rows
    count = kind.rows * repeats(size)
    copies = matching.slice(place * 5 * repeats(size) % max(1, matching.height - count), count)
    spoiled = _with(copies, kind.put)
    if not kind.keeps_id:
        spoiled = spoiled.with_columns(
            [pl.format("{}/{}", name, pl.lit(place)).alias(name) for name in _IDS.get(kind.object, ()) if name not in kind.put]
        )
    return pl.concat([spoiled, _with(spoiled, kind.twin)]) if kind.twin else spoiled


def _with(rows: pl.DataFrame, cells: Mapping[str, str | float | None]) -> pl.DataFrame:
    return rows.with_columns([pl.lit(value, dtype=rows.schema[name]).alias(name) for name, value in cells.items()])
