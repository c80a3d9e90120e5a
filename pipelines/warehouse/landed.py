"""Landed objects as views: what dbt sees of landing, up to one head.

Belongs here: the shapes handed over by `close`, the SQL of one view per declared object, the tables `landing.objects` and `landing.parts`.
Does not belong here: writing landing (`landing`), casting and renaming columns (staging models).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from pipelines.warehouse.sql import literal, quoted, row


@dataclass(frozen=True)
class LandedPart:
    """One load's part of an object: its files and where its rows came from."""

    load: int
    loaded_at: datetime
    origin: str
    main: Path
    personal: Path | None = None


@dataclass(frozen=True)
class LandedTable:
    """One declared object and what of it was landed up to the head; no parts and no `object_id` if nothing ever was."""

    source: str
    object: str
    domain: str
    declared: Mapping[str, str]  # column → DuckDB type while nothing was landed
    object_id: int | None = None
    columns: Mapping[str, str] | None = None  # column → DuckDB type as landed
    personal: tuple[str, ...] = ()
    parts: tuple[LandedPart, ...] = ()
    live_rows: int = 0
    last_load: int | None = None
    last_loaded_at: datetime | None = None

    @property
    def view(self) -> str:
        """Name of the view, as dbt sources name it."""
        return f"{self.source}__{self.object}"


def parquet(paths: Iterable[Path]) -> str:
    """Return the table function over parts; columns missing in some of them are null there."""
    return f"read_parquet([{', '.join(literal(str(path)) for path in paths)}], union_by_name = true)"


def view_sql(table: LandedTable) -> str:
    """Return the body of the view of one object: the row versions that no later one replaces, less the deleted."""
    if not table.parts:
        columns = [f"null::{kind} as {quoted(name)}" for name, kind in table.declared.items()]
        return f"select {', '.join([*columns, *_row_columns('null::integer', None)])} where false"
    landed = table.columns or {}
    columns = [f"{'p' if name in table.personal else 'm'}.{quoted(name)}" for name in landed]
    columns += [f"null::{kind} as {quoted(name)}" for name, kind in table.declared.items() if name not in landed]
    lines = [
        f"select {', '.join([*columns, *_row_columns(f'{table.object_id}::integer', 'm')])}",
        f"from {parquet(part.main for part in table.parts)} as m",
    ]
    siblings = [part.personal for part in table.parts if part.personal is not None]
    if siblings:
        lines.append(f"left join {parquet(siblings)} as p on p._row_id = m._row_id")
    lines.append("where m._op = 'upsert'")
    if len(table.parts) > 1:  # nothing is replaced within the first load
        replacing = parquet(part.main for part in table.parts[1:])
        lines.append(f"and not exists (select 1 from {replacing} as r where r._replaces = m._row_id)")
    return "\n".join(lines)


def _row_columns(object_id: str, alias: str | None) -> list[str]:
    if alias is None:
        return [f"{object_id} as _object_id", "null::bigint as _row_id", "null::boolean as _is_duplicate"]
    return [f"{object_id} as _object_id", f"{alias}._row_id", f"{alias}._dup as _is_duplicate"]


def create_landing(con: duckdb.DuckDBPyConnection, tables: Iterable[LandedTable], home: Path) -> None:
    """Make the schema `landing`: one view per object, what each object is (`objects`), and which part holds which rows (`parts`)."""
    con.execute("create schema landing")
    con.execute(
        "create table landing.objects (object_id integer, source varchar, object varchar, domain varchar, live_rows bigint,"
        " last_load integer, last_loaded_at timestamp)"
    )
    con.execute(
        "create table landing.parts (object_id integer, load integer, loaded_at timestamp, origin varchar, main_path varchar,"
        " personal_path varchar, first_row_id bigint, last_row_id bigint)"
    )
    for table in tables:
        con.execute(f"create view landing.{quoted(table.view)} as {view_sql(table)}")
        last_at = _utc(table.last_loaded_at) if table.last_loaded_at else None
        about = (table.object_id, table.source, table.object, table.domain, table.live_rows, table.last_load, last_at)
        con.execute(f"insert into landing.objects values {row(about)}")
        for part in table.parts:
            _insert_part(con, table, part, home)


def _insert_part(con: duckdb.DuckDBPyConnection, table: LandedTable, part: LandedPart, home: Path) -> None:
    first, last = con.execute(
        "select min(stats_min_value::bigint), max(stats_max_value::bigint)"
        f" from parquet_metadata({literal(str(part.main))}) where path_in_schema = '_row_id'"
    ).fetchall()[0]
    main = str(part.main.relative_to(home))
    personal = str(part.personal.relative_to(home)) if part.personal else None
    about = (table.object_id, part.load, _utc(part.loaded_at), part.origin, main, personal, first, last)
    con.execute(f"insert into landing.parts values {row(about)}")


def _utc(instant: datetime) -> datetime:
    return instant.astimezone(UTC).replace(tzinfo=None)
