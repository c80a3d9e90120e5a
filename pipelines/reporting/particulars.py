"""The smaller parts of the second page: revenue by class, funnel, results and process, team members.

Belongs here: tables of bars and of people.
Does not belong here: remarks in words (`remarks`).
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from pipelines.reporting.charts import amount_bar
from pipelines.reporting.desk import PAR, SYMBOLS, Desk
from pipelines.reporting.tables import Row
from pipelines.reporting.views import BarLine, BarTable, MemberLine

_CLASSES = ("new", "existing", "unknown")
_PROCESS = ("process",)
_RESULTS = ("performance", "strategy", "customer")


def bar_tables(desk: Desk) -> tuple[BarTable, ...]:
    """Return revenue by customer and by product class, the funnel, and results against process."""
    return (_slices(desk, "customer_class"), _slices(desk, "product_class"), _funnel(desk), _split(desk))


def member_lines(desk: Desk) -> tuple[MemberLine, ...]:
    """Return the team's members, the highest total first."""
    return tuple(_member(desk, row) for row in desk.rows.members)


def _slices(desk: Desk, kind: str) -> BarTable:
    amounts = {row["slice"]: row["amount"] for row in desk.rows.slices if row["slice_kind"] == kind}
    names = [name for name in _CLASSES if name in amounts] + sorted(set(amounts) - set(_CLASSES))
    shown = [(desk.m.known(kind, name), amounts[name]) for name in names]
    title = desk.m.named("slice_title", kind).format(currency=desk.f.currency)
    return BarTable(title, _bars(desk, shown), "" if shown else desk.m("No revenue this month."))


def _funnel(desk: Desk) -> BarTable:
    shown = [(desk.m.known("step", row["step"]), Decimal(row["items"])) for row in desk.rows.funnel]
    return BarTable(desk.m("Funnel: events of the month"), _bars(desk, shown), "" if shown else desk.m("No leads and no decisions this month."))


def _split(desk: Desk) -> BarTable:
    lines = []
    for label, dimensions in (("results", _RESULTS), ("process", _PROCESS), ("team", ("team",))):
        mine = [row for row in desk.rows.dimensions if row["dimension"] in dimensions and row["contribution"] is not None]
        if mine:
            points, weight = _sum(mine, "contribution"), _sum(mine, "effective_weight")
            name = desk.m.named("split", label)
            value = desk.m("{points} of {weight}", points=desk.f.decimal(points, 1), weight=desk.f.decimal(weight, 1))
            lines.append(BarLine(name, value, amount_bar(points, 0, PAR, desk.m("{label}: {value}", label=name, value=value))))
    note = desk.m("Points against those that a score of 100 gives.") if lines else desk.m("Nothing scored this month.")
    return BarTable(desk.m("Results and process, points"), tuple(lines), note)


def _bars(desk: Desk, shown: list[tuple[str, Decimal]]) -> tuple[BarLine, ...]:
    low = min([Decimal(0), *(amount for _, amount in shown)])
    high = max([Decimal(0), *(amount for _, amount in shown)])
    lines = []
    for label, amount in shown:
        text = desk.f.decimal(amount, 0)
        lines.append(BarLine(label, text, amount_bar(amount, low, high, desk.m("{label}: {value}", label=label, value=text))))
    return tuple(lines)


def _member(desk: Desk, row: Row) -> MemberLine:
    tone = desk.tone(row["total"])
    return MemberLine(
        name=str(row["name"]),
        role=desk.m.known("role", str(row["role"] or "")),
        days=desk.f.decimal(row["days_in_team"], 0),
        symbol=SYMBOLS[tone],
        tone=tone,
        total=desk.f.decimal(row["total"], 1),
        grade=row["grade"] or "—",
        revenue=desk.f.decimal(row["revenue"], 0),
        target=desk.f.decimal(row["revenue_target"], 0),
        attainment=desk.f.percent(row["revenue_attainment"]),
    )


def _sum(rows: Iterable[Row], column: str) -> Decimal:
    return sum((row[column] for row in rows), Decimal(0))
