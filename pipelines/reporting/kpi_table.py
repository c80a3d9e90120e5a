"""The table of KPIs on the first page.

Belongs here: one line per KPI in scope, grouped by dimension; how high the rows may be.
Does not belong here: how a score is made (`arithmetic`), what is out of scope (`particulars`).
"""

from __future__ import annotations

from decimal import Decimal
from itertools import groupby

from pipelines.reporting.charts import bullet, sparkline
from pipelines.reporting.desk import SYMBOLS, Desk
from pipelines.reporting.tables import Row
from pipelines.reporting.views import KpiGroup, KpiLine

_ROOM = {"A4": 430, "Letter": 380}  # points that the table's body has on the first page, without and with the bar tables
_ROOM_WITH_BARS = {"A4": 292, "Letter": 242}
_HEIGHTS = ((24, 20), (20, 18), (18, 15), (16, 15), (14, 14))  # of a KPI's row and of a dimension's


def kpi_groups(desk: Desk) -> tuple[KpiGroup, ...]:
    """Return the KPIs in scope by dimension, in the dimensions' order."""
    order = {row["dimension"]: row["sort_order"] for row in desk.rows.dimensions}
    rows = sorted(in_scope(desk), key=lambda row: (order.get(row["dimension"], 99), row["dimension"], row["sort_order"], row["kpi_id"]))
    return tuple(
        KpiGroup(name=desk.m.named("dimension", dimension), lines=tuple(_line(desk, row) for row in group))
        for dimension, group in groupby(rows, key=lambda row: str(row["dimension"]))
    )


def in_scope(desk: Desk) -> list[Row]:
    """Return the KPI rows that this month's scorecard covers."""
    return [row for row in desk.rows.kpis if row["is_in_scope"]]


def row_height(groups: tuple[KpiGroup, ...], page_size: str) -> str:
    """Return the class of the tallest rows with which the table still fits the first page; the smallest when none does."""
    room = (_ROOM_WITH_BARS if bars_fit(groups, page_size) else _ROOM)[page_size]
    fitting = (height for height in _HEIGHTS if _height(groups, height) <= room)
    return f"rows-{next(fitting, _HEIGHTS[-1])[0]}"


def bars_fit(groups: tuple[KpiGroup, ...], page_size: str) -> bool:
    """Tell whether the tables of bars fit the first page below the KPIs, with rows of a comfortable height."""
    return _height(groups, _HEIGHTS[1]) <= _ROOM_WITH_BARS[page_size]


def _height(groups: tuple[KpiGroup, ...], rows: tuple[int, int]) -> int:
    return rows[0] * sum(len(group.lines) for group in groups) + rows[1] * len(groups)


def _line(desk: Desk, row: Row) -> KpiLine:
    m, f, unit = desk.m, desk.f, str(row["unit"])
    tone, name = desk.tone(row["score"]), desk.kpi_name(row["kpi_id"])
    pace = None if desk.pace is None or row["form"] != "sum" or row["target"] is None else desk.pace
    attainment = f.percent(row["attainment"])
    bar_alt = (
        m("{name}: {attainment} of target", name=name, attainment=attainment) if row["attainment"] is not None else m("{name}: no value", name=name)
    )
    return KpiLine(
        name=name,
        unit=desk.unit(row),
        symbol=SYMBOLS[tone],
        tone=tone,
        target=f.value(row["target"], unit),
        pace=None if pace is None else m("pace {target}", target=f.value(row["target"] * pace, unit)),
        actual=f.value(row["value"], unit),
        attainment=attainment,
        bar=bullet(row["attainment"], tone, bar_alt, pace=pace),
        trend=sparkline(_values(desk, row), _trend_alt(desk, row, name)),
        score=f.decimal(row["score"], 1),
        weight=f.share(row["weight"]),
        team_mean=f.value(row["team_mean"], unit),
        reference=str(row["reference"]),
    )


def _values(desk: Desk, row: Row) -> list[Decimal | None]:
    return [None if month is None else month["value"] for month in desk.rows.history[row["kpi_id"]]]


def _trend_alt(desk: Desk, row: Row, name: str) -> str:
    known = [value for value in _values(desk, row) if value is not None]
    if not known:
        return desk.m("{name}: no value in twelve months", name=name)
    low, high = (desk.f.value(value, row["unit"]) for value in (min(known), max(known)))
    return desk.m("{name}, twelve months: from {low} to {high}", name=name, low=low, high=high)
