"""Run a close from the command line: the jobs `pull` and `close_month`, in this process, recorded like every other run.

Belongs here: the order of the two runs, what is lent to them, what comes back, which failure the caller is told.
Does not belong here: the jobs (`jobs`), definitions (`pipelines.definitions`), printing (`cli`). Dagster is imported only when a run starts,
after the quality process, so that the two slow imports overlap.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipelines.errors import BuildError, PolicyError, ScorecardsError, UsageError
from pipelines.periods import Period
from pipelines.quality import start_worker
from pipelines.settings import CompanySettings, silence_telemetry

if TYPE_CHECKING:
    import dagster as dg

    from pipelines.defs.resources import Tools
    from pipelines.reporting import BatchResult, ReportFile

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class CloseResult:
    """A finished close: its reports and pages, and the objects that could not be pulled."""

    folder: Path
    index: Path
    quality_page: Path
    reports: tuple[ReportFile, ...]
    stale: tuple[str, ...]
    run_ids: tuple[str, ...]


def run_close(
    company: CompanySettings,
    home: Path,
    period: Period,
    as_of: datetime | None = None,
    only: Sequence[str] | None = None,
    locale: str | None = None,
    on_progress: Progress | None = None,
) -> CloseResult:
    """Pull (unless `as_of` lies in the past), build, check and render one month.

    Raises what stopped it: `ChecksFailed` with the rows that a blocking check found, `BuildError`, `RenderError`, `PolicyError`, …
    """
    silence_telemetry()
    with start_worker() as worker, _recording() as instance:
        from pipelines.defs.resources import Tools

        tools = Tools(on_progress=on_progress, worker=worker)
        jobs = _jobs(company, home, tools)
        runs = []
        if as_of is None or as_of > datetime.now(UTC):
            runs.append(_pull(jobs, instance, tools))
        config = {"as_of": as_of.isoformat() if as_of else None, "only": list(only) if only else None, "locale": locale}
        runs.append(_close_month(jobs, instance, tools, period, config))
    return _result(company, home, tools, runs)


@contextmanager
def _recording() -> Iterator[dg.DagsterInstance]:
    from pipelines.defs.home import bury_killed_runs, open_instance

    instance = open_instance()
    try:
        bury_killed_runs(instance)
        yield instance
    finally:
        instance.dispose()


def _jobs(company: CompanySettings, home: Path, tools: Tools) -> dg.Definitions:
    from pipelines.definitions import assemble

    return assemble(company, home, resources={"tools": tools})


def _pull(definitions: dg.Definitions, instance: dg.DagsterInstance, tools: Tools) -> str:
    """Pull every object. Objects that fail are stale, not fatal; unsound policy is."""
    from pipelines.defs.jobs import PULL

    result = _execute(definitions, instance, PULL)
    if isinstance(tools.problem, PolicyError):
        raise tools.problem
    tools.problem = None
    return result.run_id


def _close_month(definitions: dg.Definitions, instance: dg.DagsterInstance, tools: Tools, period: Period, config: dict[str, Any]) -> str:
    from pipelines.defs.jobs import CLOSE_MONTH

    job = definitions.resolve_job_def(CLOSE_MONTH)
    if job.partitions_def is not None and not job.partitions_def.has_partition_key(period.key):
        known = f"{job.partitions_def.get_first_partition_key()} to {job.partitions_def.get_last_partition_key()}"
        raise UsageError(f"{period.key} is not a month of this company's history", fix=f"choose from {known}")
    ops = {name: {"config": {key: config[key] for key in keys}} for name, keys in _configured(job).items()}
    result = _execute(definitions, instance, CLOSE_MONTH, {"ops": ops}, period.key)
    if tools.checked is not None:
        tools.checked.raise_if_blocked()
    if not result.success:
        raise tools.problem or _unexpected(result)
    return result.run_id


def _configured(job: dg.JobDefinition) -> dict[str, tuple[str, ...]]:
    """Return which ops take which of our settings."""
    names = [node.name for node in job.nodes]
    return {name: ("as_of",) for name in names if name.endswith("__build")} | {
        name: ("only", "locale") for name in names if name.endswith("scorecards")
    }


def _execute(
    definitions: dg.Definitions, instance: dg.DagsterInstance, name: str, config: dict[str, Any] | None = None, partition: str | None = None
) -> dg.ExecuteInProcessResult:
    from pipelines.defs.home import PROCESS_TAG, process_mark

    quiet = {"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}}
    job = definitions.resolve_job_def(name)
    return job.execute_in_process(
        run_config={**quiet, **(config or {})}, instance=instance, partition_key=partition, raise_on_error=False, tags={PROCESS_TAG: process_mark()}
    )


def _unexpected(result: dg.ExecuteInProcessResult) -> ScorecardsError:
    errors = [event.step_failure_data.error for event in result.all_events if event.is_step_failure]
    text = next((error.to_string() for error in errors if error is not None), "the run failed without an error")
    return BuildError(text.strip(), where=f"run {result.run_id}", fix="make dev shows the run with its log")


def _result(company: CompanySettings, home: Path, tools: Tools, runs: list[str]) -> CloseResult:
    from pipelines.close import stale_objects

    if tools.batch is None or tools.checked is None:
        raise BuildError("the run ended without reports", where=str(home), fix="make dev shows the run with its log")
    batch: BatchResult = tools.batch
    return CloseResult(batch.folder, batch.index, tools.checked.page, batch.reports, stale_objects(company, home), tuple(runs))
