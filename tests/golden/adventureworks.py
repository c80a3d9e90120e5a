"""AdventureWorks' KPIs once more, straight from the files: csv, Decimal and loops, nothing of the product.

Belongs here: what the issue and appraisal.md say about revenue, new customers, new products, margin, teams and fiscal periods, as plainly as can be.
Does not belong here: SQL, DuckDB, anything from `pipelines`.
"""

from __future__ import annotations

import csv
import gzip
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

ZERO = Decimal(0)
FISCAL_YEAR_START = 6
FIRST_MONTH = date(2011, 5, 1)
Row = dict[str, str]


@dataclass(frozen=True)
class Line:
    """One line of an order, or what the order holds beyond its lines (then without product and cost)."""

    day: date
    person: str
    customer: str
    product: str
    net: Decimal
    cost: Decimal | None


def table(folder: Path, name: str) -> list[Row]:
    """Read one table."""
    with gzip.open(folder / f"{name}.csv.gz", "rt", encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def day_of(text: str) -> date:
    """Return the day of `2011-05-31 00:00:00`."""
    return date.fromisoformat(text[:10])


def money(number: Decimal) -> Decimal:
    """Round to four decimals, half up."""
    return number.quantize(Decimal("0.0001"), ROUND_HALF_UP)


def read_lines(folder: Path) -> list[Line]:
    """Return all lines: rounded, the order's rounding difference on the last, the unitemised rest as a line of its own."""
    costs = defaultdict(list)
    for row in table(folder, "production.productcosthistory"):
        last = day_of(row["enddate"]) if row["enddate"] else date.max
        costs[row["productid"]].append((day_of(row["startdate"]), last, Decimal(row["standardcost"])))
    details = defaultdict(list)
    for row in table(folder, "sales.salesorderdetail"):
        details[row["salesorderid"]].append(row)
    lines: list[Line] = []
    for order in table(folder, "sales.salesorderheader"):
        day, about = day_of(order["orderdate"]), (order["salespersonid"], order["customerid"])
        rows = sorted(details[order["salesorderid"]], key=lambda row: int(row["salesorderdetailid"]))
        exact = [Decimal(row["unitprice"]) * (1 - Decimal(row["unitpricediscount"])) * int(row["orderqty"]) for row in rows]
        nets = [money(amount) for amount in exact]
        if nets:
            nets[-1] += money(sum(exact, ZERO)) - sum(nets, ZERO)
        for row, net in zip(rows, nets, strict=True):
            cost = next((int(row["orderqty"]) * unit for first, last, unit in costs[row["productid"]] if first <= day <= last), None)
            lines.append(Line(day, *about, row["productid"], net, cost))
        rest = Decimal(order["subtotal"]) - sum(nets, ZERO)
        if rest:
            lines.append(Line(day, *about, "", rest, None))
    return lines


def a_year_on(day: date) -> date:
    """Return the same day a year later; of 29 February the 28th."""
    return date(day.year + 1, day.month, 28 if (day.month, day.day) == (2, 29) else day.day)


def a_year_back(day: date) -> date:
    """Return the same day a year earlier; of 29 February the 28th."""
    return date(day.year - 1, day.month, 28 if (day.month, day.day) == (2, 29) else day.day)


def new_customer_days(lines: list[Line]) -> set[tuple[str, date]]:
    """Return (customer, day) pairs on which the customer was new: in the first year of a spell that history is long enough to know."""
    history = min(line.day for line in lines)
    days = defaultdict(set)
    for line in lines:
        days[line.customer].add(line.day)
    new = set()
    for customer, bought in days.items():
        previous, spell = None, date.min
        for day in sorted(bought):
            if previous is None or previous < a_year_back(day):
                spell = day
            if spell >= a_year_on(history) and day < a_year_on(spell):
                new.add((customer, day))
            previous = day
    return new


def launches(folder: Path) -> dict[str, date]:
    """Return when the sale of each product started."""
    return {row["productid"]: day_of(row["sellstartdate"]) for row in table(folder, "production.product")}


Sums = dict[tuple[str, date], Decimal]


def monthly_sums(folder: Path, lines: list[Line]) -> dict[str, Sums]:
    """Return, by measure, the sum for each (sales person, month). Lines without sales person are nobody's."""
    new_days, launched = new_customer_days(lines), launches(folder)
    sums: dict[str, Sums] = {name: defaultdict(Decimal) for name in ("revenue", "new_customer", "new_product", "launched", "margin", "costed")}
    for line in lines:
        if not line.person:
            continue
        cell = (line.person, line.day.replace(day=1))
        sums["revenue"][cell] += line.net
        if (line.customer, line.day) in new_days:
            sums["new_customer"][cell] += line.net
        if line.product in launched:
            sums["launched"][cell] += line.net
            if launched[line.product] <= line.day < a_year_on(launched[line.product]):
                sums["new_product"][cell] += line.net
        if line.cost is not None:
            sums["margin"][cell] += line.net - line.cost
            sums["costed"][cell] += line.net
    return sums


KPIS: dict[str, tuple[str, str | None]] = {
    "revenue": ("revenue", None),
    "revenue_new_customer": ("new_customer", None),
    "revenue_new_product": ("new_product", None),
    "new_product_share": ("new_product", "launched"),
    "profit_margin": ("margin", "costed"),
}


def kpi(sums: dict[str, Sums], name: str, people: set[str], months: list[date]) -> tuple[Decimal, Decimal | None, Decimal | None]:
    """Return numerator, denominator and value of a KPI; a ratio without denominator has no value."""
    cells = [(person, month) for person in people for month in months]
    above, below = KPIS[name]
    numerator = sum((sums[above].get(cell, ZERO) for cell in cells), ZERO)
    if below is None:
        return numerator, None, numerator
    denominator = sum((sums[below].get(cell, ZERO) for cell in cells), ZERO)
    return numerator, denominator, (numerator / denominator).quantize(Decimal("0.000001"), ROUND_HALF_UP) if denominator > 0 else None


def teams(folder: Path) -> dict[str, set[str]]:
    """Return, by manager, the people on or below the manager's node. (Nobody here sold before they or their manager were hired.)"""
    nodes = {row["businessentityid"]: row["organizationnode"] for row in table(folder, "humanresources.employee")}
    sellers = {row["businessentityid"] for row in table(folder, "sales.salesperson")}
    return {manager: {person for person in sellers if nodes[person].startswith(nodes[manager])} for manager in ("273", "274", "285", "287")}


def add_months(month: date, count: int) -> date:
    """Return the month `count` months later."""
    index = month.year * 12 + month.month - 1 + count
    return date(index // 12, index % 12 + 1, 1)


def periods(last: date) -> dict[tuple[str, str], list[date]]:
    """Return the months of each month, fiscal quarter, fiscal year and year to date from the first month on to `last`."""
    found: dict[tuple[str, str], list[date]] = {}
    month = FIRST_MONTH
    while month <= last:
        index = (month.month - FISCAL_YEAR_START) % 12
        year_start = add_months(month, -index)
        year = add_months(year_start, 11).year
        found["M", f"{month:%Y-%m}"] = [month]
        found["Q", f"{year}-Q{index // 3 + 1}"] = [add_months(year_start, index // 3 * 3 + step) for step in range(3)]
        found["Y", f"{year}"] = [add_months(year_start, step) for step in range(12)]
        found["YTD", f"{month:%Y-%m}"] = [add_months(year_start, step) for step in range(index + 1)]
        month = add_months(month, 1)
    return found
