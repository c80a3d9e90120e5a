"""Builds: made whole under a temporary name, then renamed, never changed, reused if present.

Belongs here: the order of a build's steps, its lock, cleaning up after a killed one, the manifest.
Does not belong here: views over landing (`landed`), dbt (`dbt_run`), which landing and period a company wants (`close`).
"""

from __future__ import annotations

import json
import os
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import duckdb
from filelock import FileLock

from pipelines.warehouse.dbt_run import DbtSetup, NodeRun, Progress, find_feeds, run_dbt
from pipelines.warehouse.digest import build_id_of, code_digest, git_commit, library_versions
from pipelines.warehouse.export import export_tables
from pipelines.warehouse.failures import describe_checks, raise_if_red
from pipelines.warehouse.landed import LandedTable, create_landing
from pipelines.warehouse.layout import Build, builds_folder, find_build, sync_folder, write_durably
from pipelines.warehouse.sql import row

T = TypeVar("T")
WORK = ".building"  # constant per home, so that dbt's profile is
RED = ".failed"  # the last build that failed, kept for its queries


@dataclass(frozen=True)
class BuildRequest:
    """Everything that determines a build, and where to make it."""

    home: Path
    company: str
    systems: tuple[str, ...]
    timezone: ZoneInfo
    tables: tuple[LandedTable, ...]
    period_start: date
    period_end: date
    head: int
    as_of: datetime
    project_root: Path
    memory_limit: str
    threads: int
    issues_head: int = 0
    code: str = field(default="")

    @property
    def code_digest(self) -> str:
        """Hash of the code, computed unless it was given."""
        return self.code or code_digest(self.project_root)


def make_build(request: BuildRequest, *, now: datetime, on_progress: Progress | None = None) -> Build:
    """Return the build for this request: the one that is there, or a new one.

    Raises `BuildError` if it turns out red; then nothing is left but `.failed`.
    """
    digest = request.code_digest
    build_id = build_id_of(head=request.head, period_end=request.period_end.isoformat(), issues_head=request.issues_head, code=digest)
    folder = builds_folder(request.home)
    folder.mkdir(parents=True, exist_ok=True)
    with FileLock(folder / ".lock"):
        if found := find_build(request.home, build_id):
            return Build(found.folder, found.manifest, reused=True)
        work = folder / WORK
        shutil.rmtree(work, ignore_errors=True)  # of a build that was killed
        work.mkdir()
        with _kept_if_red(work, folder / RED):
            manifest = _fill(request, build_id, digest, work, now, on_progress)
        _sync(work)
        work.rename(folder / build_id)
        sync_folder(folder)
    return Build(folder / build_id, manifest)


@contextmanager
def _kept_if_red(work: Path, red: Path) -> Iterator[None]:
    try:
        yield
    except BaseException:
        shutil.rmtree(red, ignore_errors=True)
        work.rename(red)
        raise


def _fill(request: BuildRequest, build_id: str, digest: str, work: Path, now: datetime, on_progress: Progress | None) -> dict[str, Any]:
    timer = _Timer()
    database = work / "warehouse.duckdb"
    setup = DbtSetup(
        project=request.project_root / "dbt_project",
        cache=request.home / "cache" / "dbt",
        database=database,
        systems=request.systems,
        feeds=find_feeds(request.project_root / "dbt_project", request.systems),
        memory_limit=request.memory_limit,
        threads=request.threads,
    )
    timer.measure("views", lambda: _prepare(request, build_id, digest, setup))
    nodes = timer.measure("dbt", lambda: run_dbt(setup, on_progress))
    with _database(database, request) as con:
        checks = timer.measure("checks", lambda: describe_checks(con, nodes))
        _write_json(work / "checks.json", checks)
        raise_if_red(nodes, checks, work.with_name(RED) / database.name)
        rows = timer.measure("export", lambda: export_tables(con, work))
        con.execute("checkpoint")
    _write_json(work / "models.json", {node.name: _model(node) for node in nodes if node.kind == "model"})
    manifest = _manifest(request, build_id, digest, now) | {"seconds": timer.seconds, "rows": rows, "checks": _counts(checks)}
    write_durably(work / "manifest.json", json.dumps(manifest, indent=2, ensure_ascii=False))
    return manifest


def _prepare(request: BuildRequest, build_id: str, digest: str, setup: DbtSetup) -> None:
    with _database(setup.database, request) as con:
        create_landing(con, request.tables, request.home)
        con.execute(
            "create table run_context (company varchar, period_start date, period_end date, as_of timestamp, as_of_on date,"
            " head integer, issues_head integer, build_id varchar, code_digest varchar)"
        )
        as_of = request.as_of.astimezone(UTC).replace(tzinfo=None)
        as_of_on = request.as_of.astimezone(request.timezone).date()
        values = [request.company, request.period_start, request.period_end, as_of, as_of_on, request.head, request.issues_head, build_id, digest]
        con.execute(f"insert into run_context values {row(values)}")
        con.execute("create table run_feeds (entity varchar)")
        for entity in setup.feeds:
            con.execute(f"insert into run_feeds values {row([entity])}")


@contextmanager
def _database(path: Path, request: BuildRequest) -> Iterator[duckdb.DuckDBPyConnection]:
    con = duckdb.connect(str(path), config={"memory_limit": request.memory_limit, "threads": request.threads})
    try:
        yield con
    finally:
        con.close()


def _model(node: NodeRun) -> dict[str, Any]:
    wanted = ("description", "path", "materialized", "meta", "columns", "sql", "seconds")
    return {name: value for name, value in asdict(node).items() if name in wanted} | {"parents": list(node.parents)}


def _manifest(request: BuildRequest, build_id: str, digest: str, now: datetime) -> dict[str, Any]:
    inputs = {
        "company": request.company,
        "head": request.head,
        "as_of": request.as_of.astimezone(UTC).isoformat(),
        "period_start": request.period_start.isoformat(),
        "period_end": request.period_end.isoformat(),
        "issues_head": request.issues_head,
        "code_digest": digest,
        "systems": list(request.systems),
    }
    return {
        "build_id": build_id,
        "inputs": inputs,
        "made_at": now.astimezone(UTC).isoformat(),
        "git_commit": git_commit(request.project_root),
        "versions": library_versions(),
        "objects": {table.view: {"live_rows": table.live_rows, "last_load": table.last_load} for table in request.tables},
    }


def _counts(checks: list[dict[str, Any]]) -> dict[str, int]:
    return {status: sum(check["status"] == status for check in checks) for status in sorted({check["status"] for check in checks})}


def _write_json(path: Path, content: Any) -> None:
    path.write_text(json.dumps(content, indent=1, ensure_ascii=False, default=str), encoding="utf-8")


def _sync(folder: Path) -> None:
    for path in sorted(folder.rglob("*")):
        if path.is_dir():
            sync_folder(path)
        else:
            descriptor = os.open(path, os.O_RDONLY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
    sync_folder(folder)


class _Timer:
    """Seconds of each step, for the manifest."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    def measure(self, step: str, work: Callable[[], T]) -> T:
        started = time.perf_counter()
        try:
            return work()
        finally:
            self.seconds[step] = round(time.perf_counter() - started, 3)
