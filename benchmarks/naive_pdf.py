"""The naive loop to compare with: WeasyPrint as its tutorial shows it.

Belongs here: the same pages with charts inline, fonts and style sheets read anew for each document, neither tagged nor archived.
Does not belong here: how the product renders (`pipelines.reporting`).
"""

from __future__ import annotations

import os
import re
import time
from pathlib import Path

from pipelines.periods import Period
from pipelines.reporting import QualitySummary
from pipelines.reporting.fonts import require_fonts
from pipelines.reporting.html import charts_of, scorecard_html, style_sheet
from pipelines.reporting.scorecard import make_desk, scorecard
from pipelines.reporting.tables import Published
from pipelines.settings import font_folder

_IMAGE = re.compile(r'<img[^>]*src="(chart:[^"]+)"[^>]*>')


def pages(published: Path, period: Period, count: int) -> list[tuple[str, str]]:
    """Return the HTML with inline charts, and the CSS, of the first `count` scorecards."""
    reader = Published(published, period)
    context = reader.context()
    documents = []
    for rows in reader.subjects()[:count]:
        view = scorecard(make_desk(rows, context, "en", QualitySummary(), "A4", "companies/sample"))
        charts = charts_of(view)
        documents.append((_IMAGE.sub(lambda match, charts=charts: charts[match[1]], scorecard_html(view)), style_sheet("A4")))
    return documents


def render_naively(published: Path, period: Period, count: int) -> dict[str, float]:
    """Render the pages and return the CPU seconds a document took, the import not counted."""
    documents = pages(published, period, count)
    os.putenv("FONTCONFIG_FILE", str(require_fonts(font_folder())))
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration

    started = time.process_time()
    for html, css in documents:
        fonts = FontConfiguration()
        HTML(string=html).write_pdf(stylesheets=[CSS(string=css, font_config=fonts)], font_config=fonts)
    return {"cpu_per_document": (time.process_time() - started) / len(documents), "documents": float(len(documents))}
