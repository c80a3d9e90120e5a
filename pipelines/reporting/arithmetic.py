"""How each score is made: what was summed, on which stretch of the curve it fell, what it gives to the total.

Belongs here: the arithmetic as a reader can repeat it.
Does not belong here: doing it (that is the models' part; here the published numbers are only written down).
"""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

from pipelines.reporting.desk import Desk, is_scored
from pipelines.reporting.formats import NONE
from pipelines.reporting.kpi_table import in_scope
from pipelines.reporting.tables import Row
from pipelines.reporting.views import ScoreLine


def score_lines(desk: Desk) -> tuple[ScoreLine, ...]:
    """Return one line per KPI in scope, in the order of the KPI table."""
    order = {row["dimension"]: row["sort_order"] for row in desk.rows.dimensions}
    rows = sorted(in_scope(desk), key=lambda row: (order.get(row["dimension"], 99), row["dimension"], row["sort_order"], row["kpi_id"]))
    return tuple(_line(desk, row) for row in rows)


def points_total(desk: Desk) -> str:
    """Return the sum of the points, from which the total is rounded."""
    points = [row["weighted_score"] for row in desk.rows.kpis if is_scored(row)]
    return desk.f.decimal(sum(points, Decimal(0)), 2) if points else NONE


def curve_step(desk: Desk, row: Row) -> str:
    """Return the interpolation in figures, e.g. `60 + 40 × 0.123 / 0.200 = 84.6`."""
    anchors = desk.context.curves.get(row["kpi_id"], ())
    attainment, score = row["attainment"], row["score"]
    if attainment is None or score is None or not anchors:
        return NONE
    f = desk.f
    if attainment <= anchors[0]["attainment"]:
        return f"≤ {f.decimal(anchors[0]['attainment'], 3)} → {f.decimal(score, 1)}"
    for low, high in pairwise(anchors):
        if attainment <= high["attainment"]:
            rise, run = high["score"] - low["score"], high["attainment"] - low["attainment"]
            step = attainment - low["attainment"]
            base, factor = _short(desk, low["score"]), _short(desk, rise)
            return f"{base} + {factor} × {f.decimal(step, 3)} / {f.decimal(run, 3)} = {f.decimal(score, 1)}"
    return f"≥ {f.decimal(anchors[-1]['attainment'], 3)} → {f.decimal(score, 1)}"


def _line(desk: Desk, row: Row) -> ScoreLine:
    f = desk.f
    scored = is_scored(row)
    return ScoreLine(
        name=desk.kpi_name(row["kpi_id"]),
        numerator=f.sum(row["numerator"]),
        denominator=f.sum(row["denominator"]),
        postings=f.decimal(row["postings"], 0),
        year_to_date=f.value(row["ytd_value"], row["unit"]),
        year_target=f.value(row["ytd_target"], row["unit"]),
        rank=f"{row['rank']}/{row['rank_of']}" if row["rank"] is not None else NONE,
        curve=curve_step(desk, row) if scored else NONE,
        weight=f.share(row["effective_weight"]) if scored else NONE,
        points=f.decimal(row["weighted_score"], 2) if scored else NONE,
        reference=str(row["reference"]),
    )


def _short(desk: Desk, value: Decimal) -> str:
    return desk.f.decimal(value, 0 if value == int(value) else 1)
