"""Use case `render`: the PDFs of one period from what a build published.

Belongs here: the summary of checks that pages print, where the batch goes.
Does not belong here: pages, charts and processes (`reporting`), whether reports may be made at all (`close.checking`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipelines.close.checking import report_folder
from pipelines.periods import Period
from pipelines.settings import font_folder, worker_count
from pipelines.warehouse import Build

if TYPE_CHECKING:
    from pipelines.quality import Verdict
    from pipelines.reporting import BatchResult, QualitySummary


def render(
    home: Path,
    build: Build,
    period: Period,
    *,
    only: Sequence[str] | None = None,
    locale: str | None = None,
    verdicts: Sequence[Verdict] = (),
    stale: Sequence[str] = (),
    on_progress: Callable[[int, int], None] | None = None,
) -> BatchResult:
    """Make a scorecard for every subject of the period, or for those in `only`.

    Raises `RenderError` naming each that failed; then none is released.
    """
    from pipelines.reporting import render_batch

    return render_batch(
        build.published,
        report_folder(home, period),
        period=period,
        only=list(only) if only else None,
        locale=locale,
        workers=worker_count(),
        fonts=font_folder(),
        on_progress=on_progress,
        quality=summarise(build.checks(), verdicts, stale),
    )


def summarise(dbt_checks: Sequence[dict[str, Any]], verdicts: Sequence[Verdict], stale: Sequence[str]) -> QualitySummary:
    """Return all checks as pages print them: dbt's tests, then the suites."""
    from pipelines.reporting import CheckLine, QualitySummary

    tests = [
        CheckLine(
            check_id=check["name"],
            title=check["description"] or check["name"].replace("_", " "),
            blocking=check["severity"] == "error",
            passed=check["status"] == "pass",
            failing_rows=check["failures"],
        )
        for check in dbt_checks
    ]
    suites = [
        CheckLine(
            check_id=f"{verdict.table}.{verdict.check_id}",
            title=verdict.title,
            blocking=verdict.blocking,
            passed=verdict.passed,
            failing_rows=verdict.failing_rows,
        )
        for verdict in verdicts
    ]
    return QualitySummary(checks=(*tests, *suites), stale=tuple(stale))
