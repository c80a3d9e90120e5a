"""The sample company's months, played one after the other: what each leaves in the CRM and in finance's monthly files.

Belongs here: what is carried from month to month (counters, instalments, payments and credit notes of later months).
Does not belong here: drawing (`deals`, `billing`, `cash`, …), where rows are written (`folder`).
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import polars as pl

from pipelines.sample.billing import Instalments, credit_notes, instalments, invoices, join_instalments
from pipelines.sample.cash import payment_rows, payments
from pipelines.sample.catalogue import catalogue
from pipelines.sample.crm_rows import opportunity_rows, split_rows
from pipelines.sample.deals import Deals, decide
from pipelines.sample.dirt import soil
from pipelines.sample.fieldwork import activity_rows, expense_rows
from pipelines.sample.finance_rows import credit_note_rows, invoice_rows
from pipelines.sample.leads import cold_leads, deal_leads
from pipelines.sample.market import market
from pipelines.sample.people import people
from pipelines.sample.timeline import MONTHS, Floats, Month, month, month_index, stream


@dataclass(frozen=True)
class Played:
    """A month's rows by CRM table and by finance file; `key` is the month."""

    key: str
    crm: dict[str, pl.DataFrame]
    finance: dict[str, pl.DataFrame]


@dataclass
class _Waiting:
    """Rows that belong into later months' files."""

    parts: dict[int, list[pl.DataFrame]] = field(default_factory=dict)

    def put(self, rows: pl.DataFrame) -> None:
        """Sort rows by the month of their `day`."""
        dated = rows.with_columns(month=pl.Series(month_index(rows["day"].to_numpy())))
        for (index,), part in dated.partition_by("month", as_dict=True, maintain_order=True).items():
            self.parts.setdefault(int(index), []).append(part.sort("day", maintain_order=True).drop("day", "month"))

    def take(self, index: int) -> list[pl.DataFrame]:
        """Return and forget the rows of a month."""
        return self.parts.pop(index, [])


class History:
    """The firm through time. Call `play` for every month index in order, from -3 to the end of the pipeline."""

    def __init__(self, size: float, seed: int) -> None:
        self.size = size
        self.seed = seed
        self.firm = people(size, seed)
        self.market = market(self.firm.seats, seed)
        self.products = catalogue(seed)
        self._deals = self._leads = self._activities = 1
        self._due: list[Instalments] = []
        self._payments, self._notes = _Waiting(), _Waiting()

    def play(self, index: int) -> Played:
        """Return what a month leaves behind. Before the history there are only leads; after it, deals still open at its end."""
        when = month(index)
        if index < 0:
            return Played(when.key, {"leads": self._cold(when)}, {})
        revenue = self._revenue(when)
        deals = decide(self.firm, self.market, self.products, when, revenue, self._deals, self.seed)
        self._deals += len(deals)
        opportunities = opportunity_rows(deals, self.firm, self.market, when, self.seed)
        grown = deal_leads(deals, self.firm, when, self._leads, self.seed)
        self._leads += grown.height
        if index >= MONTHS:
            return Played(when.key, {"opportunities": opportunities, "leads": grown}, {})
        leads = pl.concat([grown, self._cold(when)])
        crm = {"opportunities": opportunities, "leads": leads, "deal_splits": split_rows(deals, self.firm, when, self.seed)}
        crm = {name: soil(name, rows, index, self.size) for name, rows in crm.items()}
        return Played(when.key, {**crm, "activities": self._activity(when, deals)}, self._finance(when, revenue, deals))

    def _revenue(self, when: Month) -> Floats:
        """What each seat sells in a month, CNY: its plan, its occupant's skill, some luck."""
        seats = np.arange(self.firm.seats)
        sitting = self.firm.occupant(seats, np.full(len(seats), when.first + 14))
        skill = np.where(sitting < 0, 1.0, self.firm.skill[sitting])
        return self.firm.plan(when.index) * skill * stream(self.seed, "luck", when.index).lognormal(0.0, 0.07, len(seats))

    def _cold(self, when: Month) -> pl.DataFrame:
        rows = cold_leads(self.firm, when, self._leads, self.seed)
        self._leads += rows.height
        return rows

    def _activity(self, when: Month, deals: Deals) -> pl.DataFrame:
        rows = soil("activities", activity_rows(self.firm, self.market, deals, when, self.seed), when.index, self.size)
        numbered = rows.with_row_index("id", offset=self._activities)
        self._activities += rows.height
        return numbered

    def _finance(self, when: Month, revenue: Floats, deals: Deals) -> dict[str, pl.DataFrame]:
        due, later = join_instalments([*self._due, instalments(deals, when, self.seed)]).split(when.last)
        self._due = [later]
        bills = invoices(self.firm, self.market, self.products, when, revenue, due, self.seed)
        notes = credit_notes(bills, when, self.seed)
        self._notes.put(credit_note_rows(bills, notes, self.firm, when))
        self._payments.put(payment_rows(payments(bills, notes, self.market, when, self.seed), bills, when, self.seed))
        files = {
            "invoices": pl.concat([invoice_rows(bills, self.firm, when), *self._notes.take(when.index)]),
            "payments": pl.concat([_no_payments(), *self._payments.take(when.index)]),
            "expenses": expense_rows(self.firm, when, revenue, self.seed),
        }
        return {name: soil(name, rows, when.index, self.size) for name, rows in files.items()}


def _no_payments() -> pl.DataFrame:
    return pl.DataFrame(schema=dict.fromkeys(("payment_id", "invoice_no", "paid_on", "amount", "currency", "reversed_on", "method"), pl.String))
