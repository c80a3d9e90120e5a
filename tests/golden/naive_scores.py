"""Attainments, scores, dimension scores, totals and grades computed a second time, in fractions, from published values, targets and policy.

Belongs here: the naive arithmetic of a scorecard, and what of the published one differs from it.
Does not belong here: values from sources (`naive_kpis`), the product's SQL.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import duckdb

from tests.unit.models.rendering import half_up

Row = dict[str, Any]
Subject = tuple[str, str, str, str]


@dataclass
class Published:
    """The published rows that a scorecard consists of."""

    kpis: list[Row]
    dimensions: list[Row]
    totals: list[Row]
    bands: list[Row]
    curves: dict[str, list[tuple[Fraction, Fraction]]]
    min_scored_weight: Fraction


def read(connection: duckdb.DuckDBPyConnection) -> Published:
    """Read the published tables of a warehouse whose bands, curves and thresholds never changed."""
    curves: dict[str, list[tuple[Fraction, Fraction]]] = defaultdict(list)
    for anchor in rows_of(connection, "select kpi_id, attainment, score from rpt_curves order by kpi_id, attainment"):
        curves[anchor["kpi_id"]].append((Fraction(anchor["attainment"]), Fraction(anchor["score"])))
    (threshold,) = rows_of(connection, "select value from rpt_thresholds where threshold_id = 'min_scored_weight'")
    return Published(
        kpis=rows_of(connection, "select * from rpt_kpis"),
        dimensions=rows_of(connection, "select * from rpt_dimensions"),
        totals=rows_of(connection, "select * from rpt_totals"),
        bands=rows_of(connection, "select grade, lower_bound from rpt_bands order by lower_bound desc"),
        curves=curves,
        min_scored_weight=Fraction(threshold["value"]),
    )


def rows_of(connection: duckdb.DuckDBPyConnection, query: str) -> list[Row]:
    """Return a query's rows as dictionaries."""
    result = connection.execute(query)
    names = [column[0] for column in result.description or []]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


def differences(published: Published) -> Iterator[str]:
    """Yield each published attainment, score, total and grade that differs from the naive one."""
    for row in published.kpis:
        yield from _kpi_differences(row, published.curves[row["kpi_id"]])
    weighted: dict[Subject, list[Row]] = defaultdict(list)
    for row in published.kpis:
        if row["weight"] is not None:
            weighted[_subject(row)].append(row)
    dimensions = {(*_subject(row), row["dimension"]): row for row in published.dimensions}
    for total in published.totals:
        yield from _total_differences(total, weighted[_subject(total)], dimensions, published)


def _subject(row: Row) -> Subject:
    return row["grain"], row["period"], row["subject_type"], row["subject_id"]


def _kpi_differences(row: Row, curve: Sequence[tuple[Fraction, Fraction]]) -> Iterator[str]:
    attainment = None
    if row["value"] is not None and row["target"]:
        sign, target = (1 if row["direction"] == "up" else -1), Fraction(row["target"])
        attainment = max(Fraction(0), half_up(1 + sign * (Fraction(row["value"]) - target) / abs(target), 6))
    if attainment != _fraction(row["attainment"]):
        yield f"{row['reference']}: attainment {row['attainment']}, naively {attainment}"
    score = _on_curve(curve, attainment) if row["weight"] is not None and attainment is not None else None
    if score != _fraction(row["score"]):
        yield f"{row['reference']}: score {row['score']}, naively {score}"


def _on_curve(curve: Sequence[tuple[Fraction, Fraction]], attainment: Fraction) -> Fraction:
    below = [anchor for anchor in curve if anchor[0] <= attainment]
    above = [anchor for anchor in curve if anchor[0] > attainment]
    if not below or not above:
        return (below[-1] if below else above[0])[1]
    (left, low), (right, high) = below[-1], above[0]
    return half_up(low + (attainment - left) * (high - low) / (right - left), 4)


def _total_differences(total: Row, kpis: list[Row], dimensions: dict[tuple[str, ...], Row], published: Published) -> Iterator[str]:
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in kpis:
        if row["score"] is not None:
            groups[row["dimension"]].append(row)
    points = weights = Fraction(0)
    for name, group in groups.items():
        dimension = dimensions[(*_subject(total), name)]
        within = sum(Fraction(row["weight"]) for row in group)
        score = half_up(sum((Fraction(row["score"]) * Fraction(row["weight"]) for row in group), Fraction(0)) / within, 4)
        if score != _fraction(dimension["score"]):
            yield f"{_subject(total)} {name}: {dimension['score']}, naively {score}"
        points += score * Fraction(dimension["weight"])
        weights += Fraction(dimension["weight"])
    scored = sum((Fraction(row["weight"]) for group in groups.values() for row in group), Fraction(0))
    expected = half_up(points / weights, 1) if scored >= published.min_scored_weight else None
    grade = None if expected is None else next(band["grade"] for band in published.bands if expected >= Fraction(band["lower_bound"]))
    if (expected, grade) != (_fraction(total["total"]), total["grade"]):
        yield f"{_subject(total)}: {total['total']} {total['grade']}, naively {expected} {grade}"


def _fraction(number: Any) -> Fraction | None:
    return None if number is None else Fraction(number)
