"""One way for all tests to get from a factory to a desk, a view and a PDF.

Belongs here: the few lines that a worker does, without its process; caches, because a page costs half a second.
Does not belong here: expectations.
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pipelines.periods import Period
from pipelines.reporting.desk import Desk
from pipelines.reporting.evidence import evidence
from pipelines.reporting.fonts import build_fonts
from pipelines.reporting.html import charts_of, scorecard_html, style_sheet
from pipelines.reporting.pdf import Renderer
from pipelines.reporting.results import CheckLine, QualitySummary
from pipelines.reporting.scorecard import make_desk, scorecard
from pipelines.reporting.tables import Published
from pipelines.reporting.views import Scorecard
from pipelines.settings import font_folder
from tests.unit.reporting.hard_cases import CASES
from tests.unit.reporting.published_factory import PublishedFactory

SUMMARY = QualitySummary(
    checks=(CheckLine("control_totals", "Control totals balance", True, True), CheckLine("shares", "Rejected shares are small", False, False, 3)),
    stale=("crm.activities",),
)


@dataclass(frozen=True)
class Made:
    """A report in all its stages."""

    desk: Desk
    view: Scorecard
    html: str
    content: bytes


@cache
def fonts() -> Path:
    """Return the folder of the faces, built if they are not yet."""
    build_fonts(font_folder())
    return font_folder()


@cache
def renderer(page_size: str = "A4") -> Renderer:
    """Return the renderer of this process."""
    return Renderer(fonts(), style_sheet(page_size))


def desk_of(factory: PublishedFactory, key: tuple[str, str], locale: str = "en", page_size: str = "A4") -> Desk:
    """Return the desk of one subject of a factory."""
    with tempfile.TemporaryDirectory() as folder:
        reader = Published(factory.write(Path(folder)), Period.parse(factory.period))
        context, subjects = reader.context(), reader.subjects()
    rows = next(rows for rows in subjects if rows.key == key)
    return make_desk(rows, context, locale, SUMMARY, page_size, "companies/sample")


def render(desk: Desk, view: Scorecard, html: str | None = None) -> bytes:
    """Return the PDF of a view (or of other HTML for it)."""
    text = html or scorecard_html(view)
    return renderer(desk.page_size).render(text, charts_of(view), evidence(desk, view), desk.context.build["as_of"]).content


@cache
def made(case: str, locale: str, page_size: str = "A4") -> Made:
    """Return a hard case as a finished report."""
    factory, key = CASES[case]()
    desk = desk_of(factory, key, locale, page_size)
    view = scorecard(desk)
    return Made(desk, view, scorecard_html(view), render(desk, view))
