"""dbt in process: the only importer of dbt, and only when a build runs.

Belongs here: a home's profile and variables (constant, so that dbt never parses again for a new month), invoking dbt, its results as plain values.
Does not belong here: which folder a build gets (`builder`), what a failing test means to the caller (`failures`).
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from pipelines.errors import BuildError, mask_secrets

Progress = Callable[[int, int], None]
_FINISHED = {"LogModelResult", "LogTestResult", "LogNodeResult", "LogSeedResult"}


@dataclass(frozen=True)
class DbtSetup:
    """What dbt needs to know besides the project; all of it constant per home."""

    project: Path
    cache: Path
    database: Path
    systems: tuple[str, ...]
    feeds: dict[str, list[str]]
    memory_limit: str
    threads: int


@dataclass(frozen=True)
class NodeRun:
    """One model or test that dbt ran: what it is, how it ended, and the SQL."""

    kind: str  # model | test
    name: str
    description: str
    path: str
    status: str  # success | error | skipped; tests: pass | fail | warn | error | skipped
    message: str
    severity: str
    failures: int
    sql: str
    parents: tuple[str, ...]
    meta: dict[str, Any]
    materialized: str
    columns: dict[str, str]
    seconds: float


def find_feeds(project: Path, systems: tuple[str, ...]) -> dict[str, list[str]]:
    """Return the staging models that feed each entity, of the systems in use: found by name, `stg_<system>__<entity>.sql`."""
    feeds: dict[str, list[str]] = {}
    for system in sorted({*systems, "policy"}):
        folder = project / "models" / "staging" / system
        if not folder.is_dir():
            raise BuildError(
                f"no staging models for system '{system}'", where=str(folder), fix="add the folder, or take the system out of company.yaml"
            )
        for model in sorted(folder.glob(f"stg_{system}__*.sql")):
            feeds.setdefault(model.stem.partition("__")[2], []).append(model.stem)
    return dict(sorted(feeds.items()))


def run_dbt(setup: DbtSetup, on_progress: Progress | None = None) -> list[NodeRun]:
    """Build every model and run every data test. Raises `BuildError` if dbt could not start; failures of nodes are in the results."""
    outcome = invoke_dbt(setup, "build", "--exclude-resource-type", "unit_test", on_progress=on_progress)
    if outcome.exception is not None and not isinstance(outcome.exception, Exception):
        raise outcome.exception  # an interrupt, which dbt catches like any error
    if outcome.exception is not None or outcome.result is None:
        problem = mask_secrets(str(outcome.exception) or repr(outcome.exception) if outcome.exception else "dbt gave no result")
        raise BuildError(f"dbt could not start: {problem}", where=str(setup.project), fix="correct the project; `dbt parse` shows the same")
    results: Any = outcome.result
    return [_node_run(result) for result in results.results]


def invoke_dbt(setup: DbtSetup, command: str, *options: str, on_progress: Progress | None = None) -> Any:
    """Run a dbt command in this process with the home's profile and variables; return dbt's own result."""
    from dbt.cli.main import dbtRunner

    arguments = _arguments(setup, command, _write_profile(setup))
    with _same_folder():
        try:
            return dbtRunner(callbacks=[_reporter(on_progress)] if on_progress else []).invoke([*arguments, *options])
        finally:
            _release_database()


def _arguments(setup: DbtSetup, command: str, profiles: Path) -> list[str]:
    variables = {"systems": list(setup.systems), "feeds": setup.feeds}
    options = {
        "--project-dir": setup.project,
        "--profiles-dir": profiles,
        "--target-path": setup.cache / "target",
        "--log-path": setup.cache / "logs",
        "--log-level": "none",
        "--log-level-file": "none",
        "--vars": yaml.safe_dump(variables, default_flow_style=True, width=1_000_000),
    }
    flags = ["--quiet", "--no-use-colors", "--no-version-check", "--no-send-anonymous-usage-stats", "--no-write-json"]
    return [*flags, command, *(str(part) for pair in options.items() for part in pair)]


def _write_profile(setup: DbtSetup) -> Path:
    name = yaml.safe_load((setup.project / "dbt_project.yml").read_text(encoding="utf-8"))["profile"]
    output = {
        "type": "duckdb",
        "path": str(setup.database),
        "schema": "main",
        "threads": setup.threads,
        "settings": {"memory_limit": setup.memory_limit, "threads": setup.threads},
    }
    setup.cache.mkdir(parents=True, exist_ok=True)
    profile = {name: {"target": "build", "outputs": {"build": output}}}
    (setup.cache / "profiles.yml").write_text(yaml.safe_dump(profile, sort_keys=False), encoding="utf-8")
    return setup.cache


@contextmanager
def _same_folder() -> Iterator[None]:
    """Come back to the working folder: dbt moves the process into its project."""
    before = Path.cwd()
    try:
        yield
    finally:
        os.chdir(before)


def _release_database() -> None:
    """Close the database that dbt-duckdb keeps open in this process."""
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager

    manager: Any = DuckDBConnectionManager
    if manager._ENV is not None:
        manager._ENV.close()
    manager.close_all_connections()


def _reporter(on_progress: Progress) -> Callable[[Any], None]:
    def report(event: Any) -> None:
        if event.info.name in _FINISHED:
            on_progress(event.data.index, getattr(event.data, "total", 0) or getattr(event.data, "num_models", 0))

    return report


def _node_run(result: Any) -> NodeRun:
    node = result.node
    columns = {name: column.data_type or "" for name, column in (getattr(node, "columns", None) or {}).items()}
    return NodeRun(
        kind=str(node.resource_type),
        name=node.name,
        description=" ".join((node.description or "").split()),
        path=f"dbt_project/{node.original_file_path}",
        status=str(result.status),
        message=mask_secrets(result.message or ""),
        severity=str(getattr(node.config, "severity", "") or "").lower(),
        failures=int(result.failures or 0),
        sql=(getattr(node, "compiled_code", None) or "").strip(),
        parents=tuple(node.depends_on.nodes),
        meta=dict(node.config.meta or {}),
        materialized=str(node.config.materialized),
        columns=columns,
        seconds=round(float(result.execution_time or 0), 3),
    )
