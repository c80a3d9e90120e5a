"""Charts are pure functions of plain numbers, well formed, on their canvas, with words for those who cannot see them."""

from __future__ import annotations

import re
from decimal import Decimal
from xml.etree import ElementTree

import pytest

from pipelines.reporting.charts import Chart, amount_bar, bridge_step, bridge_total, bullet, score_bar, sparkline, trend
from pipelines.reporting.charts.svg import SHORT, Tone

D = Decimal
EVERY = {
    "bullet": lambda: bullet(D("1.05"), Tone.MET, "attainment", pace=D("0.4")),
    "bullet off the scale": lambda: bullet(D("7.3"), Tone.MET, "attainment"),
    "bullet without value": lambda: bullet(None, Tone.NONE, "no value"),
    "bullet of nothing": lambda: bullet(D(0), Tone.SHORT, "nothing"),
    "score": lambda: score_bar(D("84.5"), D("110"), Tone.CLOSE, "score"),
    "score without value": lambda: score_bar(None, None, Tone.NONE, "no score"),
    "amount": lambda: amount_bar(D(40), D(0), D(100), "amount"),
    "negative amount": lambda: amount_bar(D(-40), D(-40), D(100), "amount"),
    "amounts all zero": lambda: amount_bar(D(0), D(0), D(0), "amount"),
    "bridge total": lambda: bridge_total(D(90), D(80), D(100), "total", is_now=True),
    "bridge step down": lambda: bridge_step(D(90), D(85), D(80), D(100), "step"),
    "sparkline": lambda: sparkline([D(1), None, D(3), D(2)], "months"),
    "sparkline of one month": lambda: sparkline([None, None, D(3)], "months"),
    "sparkline of equals": lambda: sparkline([D(3), D(3)], "months"),
    "sparkline of nothing": lambda: sparkline([None, None], "months"),
    "trend": lambda: trend([D(90), None, D(30)], [D(90), D(75), D(60), D(0)], "total"),
    "trend of nothing": lambda: trend([None] * 12, [], "total"),
}


def coordinates(chart: Chart) -> list[tuple[float, float]]:
    """Return every point a chart draws to."""
    points = []
    for element in ElementTree.fromstring(chart.svg):
        attributes = element.attrib
        if "d" in attributes:
            points += [(float(x), float(y)) for x, y in re.findall(r"(-?[\d.]+) (-?[\d.]+)", attributes["d"])]
        if "width" in attributes:
            x, y = float(attributes["x"]), float(attributes["y"])
            points += [(x, y), (x + float(attributes["width"]), y + float(attributes["height"]))]
        if "cx" in attributes:
            points.append((float(attributes["cx"]), float(attributes["cy"])))
    return points


@pytest.mark.parametrize("name", EVERY)
def test_a_chart_stays_on_its_canvas_and_repeats_itself(name: str) -> None:
    chart = EVERY[name]()
    assert chart.alt
    assert all(-0.01 <= x <= chart.width + 0.01 and -0.01 <= y <= chart.height + 0.01 for x, y in coordinates(chart))
    assert EVERY[name]().svg == chart.svg
    assert 'font-family="Noto Sans SC"' in chart.svg


def test_a_bar_is_as_long_as_its_share_of_the_scale() -> None:
    bar = ElementTree.fromstring(bullet(D("0.75"), Tone.CLOSE, "half the scale", width=60).svg)[1]
    assert float(bar.attrib["width"]) == 30


def test_what_falls_short_is_hollow_so_that_grey_print_says_it_too() -> None:
    assert f'stroke="{SHORT}"' in bullet(D("0.5"), Tone.SHORT, "short").svg
    assert "stroke=" not in bullet(D("1.0"), Tone.MET, "met").svg


def test_a_gap_in_the_months_is_a_gap_in_the_line() -> None:
    assert sparkline([D(1), D(2), None, D(3), D(4)], "gap").svg.count("<path") == 2


def test_equal_pictures_share_an_address_and_different_ones_do_not() -> None:
    assert bullet(D(1), Tone.MET, "a").src == bullet(D(1), Tone.MET, "b").src
    assert bullet(D(1), Tone.MET, "a").src != bullet(D("1.1"), Tone.MET, "a").src
