"""Every KPI of the sample recomputed the slow and plain way, one row after the other, in decimals.

Belongs here: an independent reading of the appraisal's definitions. No code of the product is used.
Does not belong here: reading files (`naive_sources`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from tests.golden.naive_sources import Row, Sources, money, year_later

HISTORY = date(2024, 4, 1)
LAST = date(2026, 9, 30)
LEAD_WINDOW = timedelta(days=90)
SUMS = {"revenue", "revenue_new_customer", "revenue_new_product", "visits"}
ZERO, ONE = Decimal(0), Decimal(1)


@dataclass(frozen=True)
class Entry:
    """What one person is credited with from one source row on one day. `organised` is the day whose hierarchy counts."""

    kpi: str
    row: str
    credit: date
    organised: date
    employee: str
    share: Decimal
    is_overlay: bool
    numerator: Decimal
    denominator: Decimal = ZERO


Key = tuple[str, str, str]  # subject, KPI, month
Sides = tuple[Decimal, Decimal]


class NaiveKpis:
    """Values by (subject, KPI, month); subjects are `employee:E…` and `team:E…`."""

    def __init__(self, folder: Path) -> None:
        self.sources = Sources(folder)
        entries = [entry for part in (self._lines(), self._cash(), self._on_time(), self._crm(), self._small()) for entry in part]
        self.entries = [entry for entry in entries if HISTORY <= entry.credit <= LAST]
        self.sides: dict[Key, Sides] = defaultdict(lambda: (ZERO, ZERO))
        self._count_employees()
        self._count_teams()

    def _is_in_force(self, subject: str, months: Sequence[str]) -> bool:
        """Whether the subject (a team: its manager) held a position on a day of these months."""
        first = date.fromisoformat(f"{months[0]}-01")
        last = (date.fromisoformat(f"{months[-1]}-28") + timedelta(days=4)).replace(day=1) - timedelta(days=1)
        return any(item.first <= last and item.last >= first for item in self.sources.assignments[subject.split(":")[1]])

    def value(self, subject: str, kpi: str, months: Sequence[str]) -> Decimal | None:
        """Return a KPI's value over months; None if it has none."""
        found = [self.sides[subject, kpi, month] for month in months if (subject, kpi, month) in self.sides]
        numerator, denominator = sum((item[0] for item in found), ZERO), sum((item[1] for item in found), ZERO)
        if kpi in SUMS:
            return numerator if found or self._is_in_force(subject, months) else None
        return numerator / denominator if denominator > 0 else None

    def _add(self, subject: str, entry: Entry, factor: Decimal = ONE) -> None:
        key = (subject, entry.kpi, f"{entry.credit:%Y-%m}")
        numerator, denominator = self.sides[key]
        self.sides[key] = (numerator + entry.numerator * factor, denominator + entry.denominator * factor)

    def _count_employees(self) -> None:
        for entry in self.entries:
            self._add(f"employee:{entry.employee}", entry)

    def _count_teams(self) -> None:
        """A team counts a row through its members' revenue shares; only if it has none, through overlay shares, at most once in all."""
        rows: dict[tuple[str, str, str, date], list[Entry]] = defaultdict(list)
        for entry in self.entries:
            for team in self.sources.leaders(entry.employee, entry.organised):
                rows[team, entry.kpi, entry.row, entry.credit].append(entry)
        for (team, *_), entries in rows.items():
            own = [entry for entry in entries if not entry.is_overlay]
            if own:
                for entry in own:
                    self._add(f"team:{team}", entry)
            else:
                total = sum((entry.share for entry in entries), ZERO)
                for entry in entries:
                    self._add(f"team:{team}", entry, ONE / max(ONE, total))

    # Who earns a line -------------------------------------------------------------------------------------------------------------------------

    def _basis(self, line: Row) -> Row:
        return self.sources.lines[line["reverses_line"]] if line["reverses_line"] else line

    def _parties(self, line: Row) -> list[tuple[str | None, Decimal, bool]]:
        """Return (employee, share, is overlay) of a line; a credit note takes from those who earned its line."""
        basis, sources = self._basis(line), self.sources
        if basis["salesperson_code"]:
            keys = [(f"fin:{basis['salesperson_code']}", ONE, "revenue")]
        elif basis["crm_opportunity"]:
            keys = list(sources.splits.get(basis["crm_opportunity"], []))
            if not any(kind == "revenue" for _, _, kind in keys):
                keys.append((f"crm:{sources.opportunities[basis['crm_opportunity']]['owner_user_id']}", ONE, "revenue"))
        else:
            keys = []
        return [(sources.person(key, basis["on"]), share, kind == "overlay") for key, share, kind in keys]

    def _placed(self, employee: str | None, credit: date, *, lasting: bool) -> date | None:
        """Return the day whose hierarchy counts, None if the employee has no assignment that counts."""
        held = self.sources.held(employee, credit, lasting=lasting) if employee else None
        return min(credit, held.last) if held else None

    def _entry(self, kpi: str, row: str, credit: date, party: tuple[str | None, Decimal, bool], sides: Sides, *, lasting: bool) -> Iterator[Entry]:
        employee, share, is_overlay = party
        organised = self._placed(employee, credit, lasting=lasting)
        if employee and organised:
            yield Entry(kpi, row, credit, organised, employee, share, is_overlay, *sides)

    # Lines ------------------------------------------------------------------------------------------------------------------------------------

    def _counted(self) -> Iterator[tuple[Row, Decimal]]:
        """Yield the lines that count, with their rate to CNY: not voided, in a known currency."""
        for line in self.sources.lines.values():
            rate = self.sources.rate(line["currency"], self._basis(line)["on"])
            if line["voided"] == "N" and rate is not None:
                yield line, rate

    def _lines(self) -> Iterator[Entry]:
        is_new_customer = self._new_customers()
        for line, rate in self._counted():
            net, basis = money(line["net"] * rate), self._basis(line)
            launched = self.sources.products[basis["product_code"]]
            is_new_product = launched is not None and launched <= basis["on"] < year_later(launched)
            lasting = bool(line["reverses_line"]) and basis["on"] < line["on"]
            for party in self._parties(line):
                part = net * party[1]
                posted: dict[str, Sides] = {"revenue": (part, ZERO)}
                if is_new_customer(self.sources.accounts[basis["customer_no"]], basis["on"]):
                    posted["revenue_new_customer"] = (part, ZERO)
                if is_new_product:
                    posted["revenue_new_product"] = (part, ZERO)
                if launched is not None:
                    posted["new_product_share"] = (part if is_new_product else ZERO, part)
                if line["cost"] is not None:
                    posted["profit_margin"] = (part - money(line["cost"] * rate) * party[1], part)
                gross = (net + money(line["tax"] * rate)) * party[1]
                for kpi, sides in posted.items():
                    yield from self._entry(kpi, line["line_id"], line["on"], party, sides, lasting=lasting)
                yield from self._entry("collection_rate", line["line_id"], basis["due"], party, (ZERO, gross), lasting=True)

    def _new_customers(self):  # type: ignore[no-untyped-def]
        """Return a function that says whether a customer was new on a day."""
        days: dict[str, set[date]] = defaultdict(set)
        for line in self.sources.lines.values():
            if line["voided"] == "N" and line["doc_type"] == "INV":
                days[self.sources.accounts[line["customer_no"]]].add(line["on"])
        starts: dict[str, list[date]] = {}
        for account, invoiced in days.items():
            ordered = sorted(invoiced)
            gaps = zip(ordered[1:], ordered, strict=False)
            starts[account] = ordered[:1] + [later for later, before in gaps if before < year_later(later, -1)]

        def is_new(account: str, on: date) -> bool:
            begun = [start for start in starts.get(account, []) if start <= on]
            return bool(begun) and begun[-1] >= year_later(HISTORY) and on < year_later(begun[-1])

        return is_new

    # Cash -------------------------------------------------------------------------------------------------------------------------------------

    def _bills(self) -> dict[str, list[Row]]:
        bills: dict[str, list[Row]] = defaultdict(list)
        for line, rate in self._counted():
            if line["doc_type"] == "INV":
                bills[line["invoice_no"]].append(line | {"rate": rate, "gross": money(line["net"] * rate) + money(line["tax"] * rate)})
        return bills

    def _cash(self) -> Iterator[Entry]:
        bills = self._bills()
        for payment in self.sources.payments:
            lines = bills.get(payment["invoice_no"])
            if not lines:
                continue
            total = sum((line["gross"] for line in lines), ZERO)
            amount = money(payment["amount"] * lines[0]["rate"])
            parts: dict[tuple[str | None, bool], Decimal] = defaultdict(lambda: ZERO)
            for line in lines:
                for employee, share, is_overlay in self._parties(line):
                    parts[employee, is_overlay] += line["gross"] * share
            for (employee, is_overlay), gross in parts.items():
                for on, sign in ((payment["paid"], ONE), (payment["reversed"], -ONE)):
                    if on is not None:
                        credit, party = max(on, lines[0]["due"]), (employee, gross / total, is_overlay)
                        sides = (sign * amount * gross / total, ZERO)
                        yield from self._entry("collection_rate", payment["payment_id"], credit, party, sides, lasting=True)

    def _on_time(self) -> Iterator[Entry]:
        credited: dict[str, Decimal] = defaultdict(lambda: ZERO)
        for line, _ in self._counted():
            if line["reverses_line"]:
                credited[self._basis(line)["invoice_no"]] += line["net"] + line["tax"]
        paid: dict[str, list[Row]] = defaultdict(list)
        for payment in self.sources.payments:
            paid[payment["invoice_no"]].append(payment)
        for invoice_no, lines in self._bills().items():
            first = min(lines, key=lambda line: line["line_id"])
            owed = sum((line["net"] + line["tax"] for line in lines), ZERO) + credited[invoice_no]
            in_time = [item["amount"] for item in paid[invoice_no] if item["paid"] <= first["due"] < (item["reversed"] or date.max)]
            for party in self._parties(first) if owed > 0 else []:
                sides = (party[1] if sum(in_time, ZERO) >= owed else ZERO, party[1])
                yield from self._entry("on_time_payment_rate", first["line_id"], first["due"], party, sides, lasting=True)

    # The rest ---------------------------------------------------------------------------------------------------------------------------------

    def _crm(self) -> Iterator[Entry]:
        for deal in self.sources.opportunities.values():
            if deal["status"] != "Open":
                won, owner = deal["status"] == "Won", (self.sources.person(f"crm:{deal['owner_user_id']}", deal["closed"]), ONE, False)
                yield from self._entry("win_rate", deal["id"], deal["closed"], owner, (Decimal(won), ONE), lasting=False)
                if won:
                    sides = (Decimal((deal["closed"] - deal["created"]).days), ONE)
                    yield from self._entry("sales_cycle_days", deal["id"], deal["closed"], owner, sides, lasting=False)
        for lead in self.sources.leads:
            end = lead["created"] + LEAD_WINDOW
            owner = (self.sources.person(f"crm:{lead['owner_user_id']}", end), ONE, False)
            converted = lead["converted"] is not None and lead["converted"] <= end
            yield from self._entry("lead_conversion_rate", lead["id"], end, owner, (Decimal(converted), ONE), lasting=False)
        for visit in self.sources.visits:
            owner = (self.sources.person(f"crm:{visit['user_id']}", visit["held"]), ONE, False)
            yield from self._entry("visits", str(visit["id"]), visit["held"], owner, (ONE, ZERO), lasting=False)

    def _small(self) -> Iterator[Entry]:
        for claim in self.sources.expenses:
            if claim["status"] != "rejected":
                owner = (self.sources.person(f"fin:{claim['salesperson_code']}", claim["on"]), ONE, False)
                yield from self._entry("profit_margin", claim["claim_line"], claim["on"], owner, (-claim["amount"], ZERO), lasting=False)
        for row in self.sources.adjustments:
            owner = (self.sources.person(f"fin:{row['salesperson_code']}", row["on"]), ONE, False)
            yield from self._entry(row["kpi"], row["adjustment_id"], row["on"], owner, (row["amount"], ZERO), lasting=False)

    def retention(self, team: str, first: date, last: date) -> Decimal | None:
        """Return the core-staff retention of a team from a day to a day."""
        stayed = core = 0
        for employee, person in self.sources.employees.items():
            held = self.sources.held(employee, first)
            if held is None or not held.is_core or team not in self.sources.leaders(employee, first):
                continue
            has_left = person["left"] is not None and person["left"] <= last
            if has_left and person["leave_reason"] in ("retirement", "death"):
                continue
            core += 1
            stayed += not has_left
        return Decimal(stayed) / core if core else None
