"""What one worker process does: sets itself up once, then makes one report after another.

Belongs here: view → HTML → PDF → read back → file under a temporary name; a failure told as a failure of that report.
Does not belong here: the pool and the release (`batch`).
"""

from __future__ import annotations

import gc
import hashlib
from dataclasses import dataclass
from pathlib import Path

from pipelines.errors import RenderError, ScorecardsError
from pipelines.reporting.evidence import evidence
from pipelines.reporting.fonts import missing_characters
from pipelines.reporting.html import charts_of, scorecard_html, style_sheet
from pipelines.reporting.readback import differences, read_pages
from pipelines.reporting.results import QualitySummary
from pipelines.reporting.scorecard import make_desk, scorecard
from pipelines.reporting.tables import Context, SubjectRows
from pipelines.reporting.views import Scorecard

_COLLECT_EVERY = 10
_SHOWN = 5


@dataclass(frozen=True)
class Setup:
    """What all reports of a batch share, given to each worker once."""

    context: Context
    quality: QualitySummary
    fonts: Path
    page_size: str
    company_argument: str


@dataclass(frozen=True)
class Task:
    """One report to make: whose, in which language, to which file, and the key of the file there that may still be good."""

    rows: SubjectRows
    locale: str
    file: Path


@dataclass(frozen=True)
class Made:
    """A report as made, or why it was not: `problem` is empty when it was."""

    report_id: str
    sha256: str = ""
    pages: int = 0
    view_digest: str = ""
    state: str = ""
    problem: str = ""


class Worker:
    """The renderer of one process. Garbage is collected every tenth report only: what a report leaves behind is let go at once."""

    def __init__(self, setup: Setup) -> None:
        from pipelines.reporting.pdf import Renderer  # here, so that the parent of the pool need not import WeasyPrint

        self._setup = setup
        self._renderer = Renderer(setup.fonts, style_sheet(setup.page_size))
        self._made = 0

    def make(self, task: Task) -> Made:
        """Make one report; an expected failure comes back as a problem, so that the others go on."""
        try:
            made = self._make(task)
        except ScorecardsError as error:
            made = Made(task.file.stem, problem=str(error))
        except Exception as error:  # whatever a single report's rows provoke must not take the batch down unnamed
            made = Made(task.file.stem, problem=f"{type(error).__name__}: {error}")
        self._made += 1
        if self._made % _COLLECT_EVERY == 0:
            gc.collect()
        return made

    def _make(self, task: Task) -> Made:
        setup = self._setup
        desk = make_desk(task.rows, setup.context, task.locale, setup.quality, setup.page_size, setup.company_argument)
        view = scorecard(desk)
        html = scorecard_html(view)
        self._require_glyphs(html)
        rendered = self._renderer.render(html, charts_of(view), evidence(desk, view), setup.context.build["as_of"])
        problems = differences(read_pages(rendered.content), task.rows, setup.context, task.locale, _marks(view))
        if problems:
            raise RenderError(
                "the file differs from the tables: " + "; ".join(problems[:_SHOWN]), where=view.identity.report_id, fix="correct the template or view"
            )
        task.file.write_bytes(rendered.content)
        return Made(view.identity.report_id, hashlib.sha256(rendered.content).hexdigest(), rendered.pages, view.digest(), view.identity.state.kind)

    def _require_glyphs(self, html: str) -> None:
        missing = missing_characters([html], self._setup.fonts)
        if missing:
            named = ", ".join(f"{char} (U+{ord(char):04X})" for char in missing)
            raise RenderError(f"the fonts have no glyph for {named}", fix="correct the text at its source, or add a face that has it")


def _marks(view: Scorecard) -> tuple[str, ...]:
    """Return what every page must show."""
    return (
        view.identity.state.label,
        *([view.identity.state.to_date] if view.identity.state.to_date else []),
        view.identity.report_id,
        view.digest()[:12],
    )


_worker: Worker | None = None


def start(setup: Setup) -> None:
    """Set this process up; what stands then lives as long as the process, so the collector need not look at it."""
    global _worker  # one per process is what a pool's initialiser is for
    _worker = Worker(setup)
    gc.collect()
    gc.freeze()
    gc.disable()


def make(task: Task) -> Made:
    """Make one report in this process."""
    if _worker is None:
        raise RenderError("this process was not set up", fix="call worker.start first")
    return _worker.make(task)
