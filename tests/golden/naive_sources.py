"""The sample's source files, read and judged with the standard library: what is accepted, who is whom, who led whom, what a currency was worth.

Belongs here: an independent reading of the data contract, for `naive_kpis`. No code of the product is used.
Does not belong here: KPIs.
"""

from __future__ import annotations

import bisect
import csv
import json
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import cached_property
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

Row = dict[str, Any]
SHANGHAI = timedelta(hours=8)
OPEN_END = date(9999, 12, 31)


def day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def number(text: Any) -> Decimal | None:
    return Decimal(str(text)) if text not in (None, "") else None


def local_day(text: str) -> date:
    return (datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ") + SHANGHAI).date()


def money(amount: Decimal) -> Decimal:
    return amount.quantize(Decimal("0.0001"), rounding=ROUND_HALF_UP)


def year_later(start: date, years: int = 1) -> date:
    try:
        return start.replace(year=start.year + years)
    except ValueError:
        return start.replace(year=start.year + years, day=28)


def accepted(rows: Iterable[Row], key: tuple[str, ...], read: Callable[[Row], Row | None]) -> Iterator[Row]:
    """Yield the rows that can be read; identical ones once, those that differ under one key not at all."""
    versions: dict[tuple[Any, ...], set[tuple[Any, ...]]] = defaultdict(set)
    names: list[str] = []
    for row in rows:
        names = list(row)
        versions[tuple(row[name] for name in key)].add(tuple(row.values()))
    for found in versions.values():
        if len(found) > 1:
            continue
        try:
            good = read(dict(zip(names, next(iter(found)), strict=True)))
        except (ValueError, InvalidOperation):
            continue
        if good is not None:
            yield good


@dataclass(frozen=True)
class Assignment:
    employee: str
    first: date
    last: date
    role: str
    manager: str | None
    is_core: bool


class Sources:
    """Everything the KPIs need. Keys keep their system's prefix, employees are staff numbers."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def _crm(self, table: str) -> list[Row]:
        connection = sqlite3.connect(self.folder / "crm" / "crm.db")
        connection.row_factory = sqlite3.Row
        rows = [dict(row) for row in connection.execute(f"select * from {table}")]
        connection.close()
        return rows

    def _finance(self, pattern: str) -> Iterator[Row]:
        for file in sorted((self.folder / "finance").glob(pattern)):
            with file.open(encoding="utf-8", newline="") as handle:
                yield from csv.DictReader(handle)

    def _hr(self, name: str) -> list[Row]:
        return [json.loads(line) for line in (self.folder / "hr" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]

    @cached_property
    def employees(self) -> dict[str, Row]:
        return {row["staff_no"]: row | {"left": day(row["left_on"])} for row in self._hr("employees")}

    @cached_property
    def assignments(self) -> dict[str, list[Assignment]]:
        found: dict[str, list[Assignment]] = defaultdict(list)
        for row in sorted(self._hr("assignments"), key=lambda row: row["valid_from"]):
            left = self.employees[row["staff_no"]]["left"] or OPEN_END
            first, last = date.fromisoformat(row["valid_from"]), min(day(row["valid_to"]) or OPEN_END, left)
            found[row["staff_no"]].append(Assignment(row["staff_no"], first, last, row["role"], row["manager_staff_no"], row["is_core"]))
        return found

    def held(self, employee: str, on: date, *, lasting: bool = False) -> Assignment | None:
        """Return the assignment on a day; `lasting` gives somebody who has left the last one."""
        own = [item for item in self.assignments[employee] if item.first <= on]
        if not own or (own[-1].last < on and not lasting):
            return None
        return own[-1]

    def leaders(self, employee: str, on: date) -> list[str]:
        """Return the teams in which somebody counts on a day: one's own if one leads a team then, the manager's, the manager's manager's."""
        assignment = self.held(employee, on)
        found = [employee] if assignment and assignment.role in ("sales_manager", "sales_vp") else []
        while assignment and assignment.manager:
            found.append(assignment.manager)
            assignment = self.held(assignment.manager, on)
        return found

    @cached_property
    def _keys(self) -> dict[str, list[tuple[date, date, str]]]:
        found: dict[str, list[tuple[date, date, str]]] = defaultdict(list)
        for row in self._hr("employee_keys"):
            span = (date.fromisoformat(row["valid_from"]), day(row["valid_to"]) or OPEN_END, row["staff_no"])
            found[f"{row['system']}:{row['source_key']}"].append(span)
        return found

    def person(self, key: str | None, on: date) -> str | None:
        """Return whose key it was on a day."""
        return next((who for first, last, who in self._keys.get(key or "", []) if first <= on <= last), None)

    @cached_property
    def accounts(self) -> dict[str, str]:
        """Account of each customer number of finance."""
        good = {row["id"] for row in self._crm("accounts") if row["tier"] in ("Strategic", "Potential", "Standard", "Lost")}
        return {row["external_no"]: row["account_id"] for row in self._crm("account_links") if row["account_id"] in good}

    @cached_property
    def products(self) -> dict[str, date | None]:
        """Launch of each product."""
        _, *rows = load_workbook(self.folder / "finance" / "products.xlsx").active.iter_rows(values_only=True)
        return {row[0]: row[3].date() if row[3] else None for row in rows}

    @cached_property
    def _rates(self) -> dict[str, tuple[list[date], list[Decimal]]]:
        found: dict[str, list[tuple[date, Decimal]]] = defaultdict(list)
        for row in self._finance("fx_rates.csv"):
            found[row["currency"]].append((date.fromisoformat(row["rate_date"]), Decimal(row["rate_to_cny"])))
        return {code: ([item[0] for item in sorted(rows)], [item[1] for item in sorted(rows)]) for code, rows in found.items()}

    def rate(self, currency: str, on: date) -> Decimal | None:
        """Return the last rate on or before a day."""
        if currency == "CNY":
            return Decimal(1)
        days, values = self._rates.get(currency, ([], []))
        place = bisect.bisect_right(days, on)
        return values[place - 1] if place else None

    @cached_property
    def opportunities(self) -> dict[str, Row]:
        def read(row: Row) -> Row | None:
            number(row["amount"])
            return row | {"closed": day(row["closed_on"]), "created": day(row["created_on"])} if row["status"] in ("Open", "Won", "Lost") else None

        return {row["id"]: row for row in accepted(self._crm("opportunities"), ("id",), read)}

    @cached_property
    def splits(self) -> dict[str, list[tuple[str, Decimal, str]]]:
        found: dict[str, list[tuple[str, Decimal, str]]] = defaultdict(list)
        for row in self._crm("deal_splits"):
            if row["percent"] >= 0:
                found[row["opportunity_id"]].append((f"crm:{row['user_id']}", Decimal(str(row["percent"])) / 100, row["kind"]))
        return found

    @cached_property
    def leads(self) -> list[Row]:
        def read(row: Row) -> Row | None:
            converted = local_day(row["converted_at"]) if row["converted_at"] else None
            return row | {"created": local_day(row["created_at"]), "converted": converted}

        return list(accepted(self._crm("leads"), ("id",), read))

    @cached_property
    def visits(self) -> list[Row]:
        def read(row: Row) -> Row | None:
            return row | {"held": local_day(row["happened_at"])} if row["type"] == "visit" else None

        return list(accepted(self._crm("activities"), ("id",), read))

    @cached_property
    def lines(self) -> dict[str, Row]:
        """Invoice lines by id, voided ones too."""

        def read(row: Row) -> Row | None:
            if not row["net_amount"] or row["doc_type"] not in ("INV", "CRN") or row["customer_no"] not in self.accounts:
                return None
            amounts = {name: number(row[f"{name}_amount"]) for name in ("net", "tax", "cost")}
            return row | amounts | {"on": date.fromisoformat(row["invoice_date"]), "due": date.fromisoformat(row["due_date"])}

        return {row["line_id"]: row for row in accepted(self._finance("invoices/*.csv"), ("line_id",), read)}

    @cached_property
    def payments(self) -> list[Row]:
        invoices = {row["invoice_no"] for row in self.lines.values()}

        def read(row: Row) -> Row | None:
            amount = Decimal(row["amount"])
            if amount < 0 or row["invoice_no"] not in invoices:
                return None
            return row | {"amount": amount, "paid": date.fromisoformat(row["paid_on"]), "reversed": day(row["reversed_on"])}

        return list(accepted(self._finance("payments/*.csv"), ("payment_id",), read))

    @cached_property
    def expenses(self) -> list[Row]:
        def read(row: Row) -> Row | None:
            amount = Decimal(row["amount"])
            return None if amount < 0 else row | {"amount": amount, "on": date.fromisoformat(row["incurred_on"])}

        return list(accepted(self._finance("expenses/*.csv"), ("claim_line",), read))

    @cached_property
    def adjustments(self) -> list[Row]:
        return [row | {"on": date.fromisoformat(row["credit_date"]), "amount": Decimal(row["amount"])} for row in self._finance("adjustments.csv")]
