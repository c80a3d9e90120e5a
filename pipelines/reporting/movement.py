"""How the total moved: the bridge from last month's, and twelve months of it.

Belongs here: which KPIs moved the total and by how many points; the trend.
Does not belong here: the scores themselves (`arithmetic`).
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from pipelines.periods import add_months
from pipelines.reporting.charts import bridge_step, bridge_total, trend
from pipelines.reporting.desk import Desk
from pipelines.reporting.tables import HISTORY_MONTHS, Row
from pipelines.reporting.views import Bridge, BridgeStep, Fact, Trend

_MOVERS = 5
_TENTH = Decimal("0.1")


def movers(desk: Desk) -> list[tuple[str, Decimal]]:
    """Return the KPIs that moved the total most, with the points to one decimal, largest first."""
    before = desk.rows.previous
    changes = {row["kpi_id"]: _tenths(_points(row) - _points(before.get(row["kpi_id"]))) for row in desk.rows.kpis}
    ranked = sorted(((kpi_id, change) for kpi_id, change in changes.items() if change), key=lambda item: (-abs(item[1]), item[0]))
    return ranked[:_MOVERS]


def bridge(desk: Desk) -> Bridge:
    """Return last total, the changes, this total; when either total is missing, which."""
    total = desk.rows.total
    if total is None or total["total"] is None:
        return Bridge((), desk.m("No total this month, so there is nothing to bridge to."))
    if total["previous_total"] is None:
        return Bridge((), desk.m("No total last month, so there is nothing to bridge from."))
    return Bridge(_steps(desk, total), "")


def _steps(desk: Desk, total: Row) -> tuple[BridgeStep, ...]:
    before, now = Decimal(total["previous_total"]), Decimal(total["total"])
    steps = [(desk.kpi_name(kpi_id), change) for kpi_id, change in movers(desk)]
    rest = now - before - sum((change for _, change in steps), Decimal(0))
    if rest:
        steps.append((desk.m("Other KPIs and rounding"), rest))
    marks = [before]
    for _, change in steps:
        marks.append(marks[-1] + change)
    low = max(Decimal(0), min(marks) - 8)
    high = max(marks)
    lines = [_total(desk, _month(desk, -1), before, low, high, is_now=False)]
    lines += [_step(desk, name, change, start, low, high) for (name, change), start in zip(steps, marks[:-1], strict=True)]
    return (*lines, _total(desk, _month(desk, 0), now, low, high, is_now=True))


def total_trend(desk: Desk) -> Trend:
    """Return the total of the last twelve months."""
    values = [None if row is None else row["total"] for row in desk.rows.totals]
    known = [value for value in values if value is not None]
    low, high = (desk.f.decimal(min(known), 1), desk.f.decimal(max(known), 1)) if known else (desk.f.decimal(None, 1),) * 2
    alt = desk.m("Total over twelve months: lowest {low}, highest {high}", low=low, high=high)
    bands = tuple(Fact(str(row["grade"]), desk.f.decimal(row["lower_bound"], 0)) for row in desk.context.bands)
    bounds = [row["lower_bound"] for row in desk.context.bands]
    return Trend(trend(values, bounds, alt), _month(desk, 1 - HISTORY_MONTHS), _month(desk, 0), low, high, bands)


def _total(desk: Desk, label: str, value: Decimal, low: Decimal, high: Decimal, *, is_now: bool) -> BridgeStep:
    text = desk.f.decimal(value, 1)
    alt = desk.m("Total of {month}: {total}", month=label, total=text)
    return BridgeStep(label, text, bridge_total(value, low, high, alt, is_now=is_now), is_total=True)


def _step(desk: Desk, name: str, change: Decimal, start: Decimal, low: Decimal, high: Decimal) -> BridgeStep:
    text = desk.f.signed(change, 1)
    alt = desk.m("{name}: {change} points", name=name, change=text)
    return BridgeStep(name, text, bridge_step(start, start + change, low, high, alt), is_total=False)


def _points(row: Row | None) -> Decimal:
    return Decimal(0) if row is None or row["weighted_score"] is None else Decimal(row["weighted_score"])


def _tenths(value: Decimal) -> Decimal:
    return value.quantize(_TENTH, rounding=ROUND_HALF_UP)


def _month(desk: Desk, steps: int) -> str:
    return desk.f.month(add_months(desk.context.period["period_start"], steps), short=True)
