"""Charts: pure functions from plain numbers to small SVG pictures without text; the numbers stand beside them in the page.

Belongs here: one module per kind of chart, the palette, the shape `Chart` that templates place.
Does not belong here: wording of alternative texts (`wording`), numbers printed beside a chart (`formats`).
"""

from __future__ import annotations

from pipelines.reporting.charts.bars import amount_bar, bridge_step, bridge_total, bullet, score_bar
from pipelines.reporting.charts.lines import sparkline, trend
from pipelines.reporting.charts.svg import Chart

__all__ = ["Chart", "amount_bar", "bridge_step", "bridge_total", "bullet", "score_bar", "sparkline", "trend"]
