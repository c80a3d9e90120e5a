"""A batch of reports: a pool of processes makes them aside, and only a whole batch is released.

Belongs here: who gets a report in which language, the pool, progress, release by rename, one error that names every failure.
Does not belong here: how one report is made (`worker`), the index page (`index`).
"""

from __future__ import annotations

import multiprocessing
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from pathlib import Path

from pipelines.errors import RenderError, UsageError
from pipelines.periods import Period
from pipelines.reporting.fonts import require_fonts
from pipelines.reporting.formats import normal_locale
from pipelines.reporting.index import write_index
from pipelines.reporting.results import BatchResult, QualitySummary, ReportFile
from pipelines.reporting.scorecard import report_id
from pipelines.reporting.tables import Context, Published, SubjectRows
from pipelines.reporting.worker import Made, Setup, Task, make, start

_RECYCLE_AFTER = 1000
Progress = Callable[[int, int], None]


def render_batch(
    published: Path,
    out: Path,
    *,
    period: Period,
    only: Sequence[str] | None = None,
    locale: str | None = None,
    workers: int = 1,
    fonts: Path,
    on_progress: Progress | None = None,
    quality: QualitySummary | None = None,
    page_size: str | None = None,
    company_argument: str | None = None,
) -> BatchResult:
    """Make a scorecard for every employee and team of the month and release them to `out` with their index.

    `only` names subjects (`employee:274`, `team:274`, a bare id for an employee); `locale` forces one language. Raises `RenderError` naming each
    report that could not be made; then nothing is released.
    """
    require_fonts(fonts)
    reader = Published(published, period)
    context = reader.context()
    chosen = _chosen(reader.subjects(), only)
    size = page_size or str(context.build.get("page_size") or "A4")
    setup = Setup(context, quality or QualitySummary(), fonts, size, company_argument or f"companies/{context.build['company']}")
    with _aside(out) as folder:
        tasks = [_task(rows, context, locale, folder) for rows in chosen]
        made = _run(tasks, setup, workers, on_progress)
        _refuse_failures(made, period)
        return _release(tasks, made, out, context, is_whole=only is None)


def _chosen(subjects: list[SubjectRows], only: Sequence[str] | None) -> list[SubjectRows]:
    if only is None:
        return subjects
    by_name = {f"{rows.key[0]}:{name}": rows for rows in subjects for name in (rows.key[1], rows.subject["bare_id"])}
    wanted = [name if name.startswith(("employee:", "team:")) else f"employee:{name}" for name in only]
    unknown = [name for name in wanted if name not in by_name]
    if unknown:
        raise UsageError(f"no such subject in this month: {', '.join(unknown)}", fix="see who has values: scorecards values --company … --period …")
    return list({by_name[name].key: by_name[name] for name in wanted}.values())


def _task(rows: SubjectRows, context: Context, forced: str | None, folder: Path) -> Task:
    locale = normal_locale(forced or rows.subject["locale"], str(context.build["default_locale"]))
    return Task(rows, locale, folder / f"{report_id(rows, context, locale)}.pdf")


def _run(tasks: list[Task], setup: Setup, workers: int, on_progress: Progress | None) -> list[Made]:
    """Make all reports in `workers` processes; the result's order is the tasks'."""
    done: dict[str, Made] = {}
    with _pool(setup, max(1, min(workers, len(tasks)))) as pool:
        futures = {pool.submit(make, task): task for task in tasks}
        for count, future in enumerate(as_completed(futures), start=1):
            name = futures[future].file.stem
            try:
                done[name] = future.result()
            except BrokenProcessPool:
                done[name] = Made(name, problem="its worker process died (out of memory, or the renderer could not start)")
            if on_progress is not None:
                on_progress(count, len(tasks))
    return [done[task.file.stem] for task in tasks]


def _pool(setup: Setup, workers: int) -> ProcessPoolExecutor:
    """Return a pool whose processes start from a server that has already imported the renderer."""
    processes = multiprocessing.get_context("forkserver")
    processes.set_forkserver_preload(["pipelines.reporting.worker", "pipelines.reporting.pdf"])
    return ProcessPoolExecutor(workers, mp_context=processes, initializer=start, initargs=(setup,), max_tasks_per_child=_RECYCLE_AFTER)


@contextmanager
def _aside(out: Path) -> Iterator[Path]:
    """Give a folder beside the released files, on the same disk; it goes away whatever happens."""
    out.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(dir=out, prefix=".making-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _refuse_failures(made: list[Made], period: Period) -> None:
    failed = [item for item in made if item.problem]
    if failed:
        lines = "\n".join(f"  {item.report_id}: {item.problem}" for item in failed)
        raise RenderError(f"{len(failed)} of {len(made)} reports could not be made, none was released\n{lines}", where=period.key)


def _release(tasks: list[Task], made: list[Made], out: Path, context: Context, *, is_whole: bool) -> BatchResult:
    """Move the finished files in place, one rename each, then write the index; a whole batch replaces what was there."""
    folder = out / "scorecards"
    folder.mkdir(exist_ok=True)
    reports = []
    for task, item in zip(tasks, made, strict=True):
        target = task.file.replace(folder / task.file.name)
        subject_type, subject_id = task.rows.key
        name = str(task.rows.subject["name"])
        reports.append(
            ReportFile(item.report_id, subject_type, subject_id, name, task.locale, target, item.sha256, item.pages, item.state, item.view_digest)
        )
    if is_whole:
        kept = {report.file.name for report in reports}
        for stale in sorted(path for path in folder.glob("*.pdf") if path.name not in kept):
            stale.unlink()
    return BatchResult(tuple(reports), write_index(out, tuple(reports), context, is_whole=is_whole))
