"""Reading a build: a read-only connection, rows as dictionaries, periods and subjects as callers write them.

Belongs here: what `values`, `trace` and `explain` share.
Does not belong here: their questions (`values`, `trace`, `explain`), making builds.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import duckdb

from pipelines.errors import BuildError, UsageError
from pipelines.periods import Grain, Period
from pipelines.warehouse.layout import Build
from pipelines.warehouse.sql import bound

SUBJECT_TYPES = ("company", "region", "industry", "team", "employee")


@dataclass(frozen=True)
class Subject:
    """What a value is about: its type, its key, and the short id under which it is printed."""

    subject_type: str
    subject_id: str
    printed_id: str

    def __str__(self) -> str:
        return "company" if self.subject_type == "company" else f"{self.subject_type}:{self.printed_id}"


@contextmanager
def reading(build: Build) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open a build for reading; any number of readers may."""
    file = build.database
    con = _opened(file, file.stat().st_ino).cursor()
    try:
        yield con
    finally:
        con.close()


@lru_cache(maxsize=2)
def _opened(file: Path, inode: int) -> duckdb.DuckDBPyConnection:
    """Keep the last builds open: opening one takes longer than a trace. A build made again under the same id is another file."""
    return duckdb.connect(str(file), read_only=True)


def rows(con: duckdb.DuckDBPyConnection, sql: str, values: Sequence[Any] = ()) -> list[dict[str, Any]]:
    """Return the rows of a query by column name."""
    try:
        found = con.execute(bound(sql, values))
    except duckdb.CatalogException as error:
        fix = "make the build again: scorecards run --company … --period …"
        raise BuildError(f"this build was made by other code: {str(error).splitlines()[0]}", fix=fix) from error
    names = [column[0] for column in found.description or []]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def require_covered(build: Build, period: Period) -> None:
    """Raise `UsageError` if a build holds nothing of the period; a longer period in progress is held up to the build's last month."""
    if period.grain in {Grain.WEEK, Grain.HALF}:
        raise UsageError(f"no values are computed for '{period.key}'", fix="give a month (2026-09), fiscal quarter (2026-Q3) or fiscal year (2026)")
    if period.start > build.period_end:
        fix = f"scorecards run --period {period.last_month:%Y-%m}, or name another build (scorecards builds lists them)"
        raise UsageError(f"build {build.build_id} ends with {build.period_end:%Y-%m}, before {period.key}", where=str(build.folder), fix=fix)


def find_subject(con: duckdb.DuckDBPyConnection, text: str) -> Subject:
    """Return the subject that `employee:274`, `team:aw:274`, `region:EU`, `company` or a bare employee id names.

    Raises `UsageError` for one that is unknown, or for a bare id that several keys share.
    """
    kind, wanted = split_subject(text)
    if kind == "company":
        return Subject(kind, kind, kind)
    if kind in {"region", "industry"}:
        known = [row["subject_id"] for row in rows(con, "select distinct subject_id from kpi_values where subject_type = ? order by 1", [kind])]
        if wanted not in known:
            raise UsageError(f"no {kind} '{wanted}'", fix=f"choose from {', '.join(known) or 'none'}")
        return Subject(kind, wanted, wanted)
    return _find_person(con, kind, wanted)


def split_subject(text: str) -> tuple[str, str]:
    """Return type and id of a subject as written; an id without type is an employee's."""
    kind, colon, rest = text.strip().partition(":")
    if kind == "company":
        return kind, kind
    if colon and kind in SUBJECT_TYPES:
        return kind, rest
    return "employee", text.strip()


def _find_person(con: duckdb.DuckDBPyConnection, kind: str, wanted: str) -> Subject:
    known = rows(
        con,
        "select distinct subject_id, bare_id from rpt_subjects"
        " where subject_type = ? and (subject_id = ? or bare_id = ? or ends_with(subject_id, ?))",
        [kind, wanted, wanted, f":{wanted}"],
    )
    exact = [row for row in known if wanted in {row["subject_id"], row["bare_id"]}] or known
    if len(exact) == 1:
        return Subject(kind, exact[0]["subject_id"], exact[0]["bare_id"])
    if exact:
        keys = ", ".join(sorted(row["subject_id"] for row in exact))
        raise UsageError(f"the {kind} id '{wanted}' is not unique", fix=f"give the full key: {keys}")
    raise UsageError(f"no {kind} '{wanted}'", fix="scorecards values without --subject lists those with values in a period")
