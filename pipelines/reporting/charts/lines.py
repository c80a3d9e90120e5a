"""Charts of one value over months: the sparkline of a KPI, the trend of the total.

Belongs here: lines with gaps where a month has no value.
Does not belong here: bars (`bars`).
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from pipelines.reporting.charts.svg import ACCENT, HAIR, MUTED, Chart, dot, line, path, picture

Values = Sequence[Decimal | int | None]


def sparkline(values: Values, alt: str, *, width: float = 46, height: float = 13) -> Chart:
    """The shape of twelve months, from the lowest to the highest value, the last month as a dot."""
    known = [float(value) for value in values if value is not None]
    if not known:
        return picture([line(0, height / 2, width, height / 2, HAIR)], alt, width, height)
    points = _points(values, min(known), max(known), width, height, margin=2.2)
    body = [*_segments(points, ACCENT, 0.9)]
    if (last := points[-1]) is not None:
        body.append(dot(*last, 1.7, ACCENT))
    return picture(body, alt, width, height)


def trend(values: Values, grades: Sequence[Decimal], alt: str, *, width: float = 190, height: float = 74) -> Chart:
    """The total over twelve months, with a hairline at each grade's lower bound. The scale ends at 120 and starts under the lowest of all these."""
    low = min(float(value) for value in (*(value for value in values if value is not None), *(bound for bound in grades if bound > 0), 100)) - 5.0
    marks = [2.5 + (height - 5.0) * (120.0 - float(bound)) / (120.0 - low) for bound in grades if bound > 0]
    body = [line(0, mark, width, mark, HAIR, 0.5) for mark in marks]
    body.append(line(0, height - 0.4, width, height - 0.4, MUTED, 0.6))
    points = _points(values, low, 120.0, width, height, margin=2.5)
    body += _segments(points, ACCENT, 1.4)
    body += [dot(*point, 1.6, ACCENT) for point in points if point is not None]
    return picture(body, alt, width, height)


def _points(values: Values, low: float, high: float, width: float, height: float, *, margin: float) -> list[tuple[float, float] | None]:
    step = (width - 2 * margin) / max(len(values) - 1, 1)
    span = high - low

    def point(index: int, value: Decimal | int) -> tuple[float, float]:
        share = 0.5 if span == 0 else (float(value) - low) / span
        return margin + index * step, margin + (height - 2 * margin) * (1 - share)

    return [None if value is None else point(index, value) for index, value in enumerate(values)]


def _segments(points: list[tuple[float, float] | None], colour: str, width: float) -> list[str]:
    """Draw runs of neighbouring points; a single point between gaps as a dot."""
    runs: list[list[tuple[float, float]]] = [[]]
    for point in points:
        if point is None:
            runs.append([])
        else:
            runs[-1].append(point)
    return [path(run, colour, width) if len(run) > 1 else dot(*run[0], 0.9, colour) for run in runs if run]
