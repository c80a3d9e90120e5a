"""Landed source rows by their integer ids: all columns of the source, and how the row came.

Belongs here: finding the parts that hold the ids, reading those rows alone, personal columns joined back.
Does not belong here: which rows belong to a value (`trace`), views for dbt (`landed`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from pipelines.warehouse.reader import rows

RowKey = tuple[int, int]  # (object id, row id)
_IDENTITY = {"_row_id", "_pk"}
_BOOKKEEPING = ("_row_hash", "_op", "_replaces", "_load", "_loaded_at", "_dup", "_personal_digest", "_salt")


@dataclass(frozen=True)
class SourceRow:
    """One row version as it was landed."""

    source: str
    object: str
    row_id: int
    key: str
    load: int
    loaded_at: str
    origin: str
    part: str
    columns: dict[str, Any]


def fetch_source_rows(con: duckdb.DuckDBPyConnection, home: Path, keys: Iterable[RowKey]) -> dict[RowKey, SourceRow]:
    """Return the landed rows for these ids; only the parts that hold them are opened."""
    wanted = sorted(set(keys))
    found: dict[RowKey, SourceRow] = {}
    for object_id in sorted({key[0] for key in wanted}):
        ids = [row_id for of_object, row_id in wanted if of_object == object_id]
        for part, in_part in _parts(con, object_id, ids):
            found.update(_read_part(con, home, part, in_part))
    return found


def _parts(con: duckdb.DuckDBPyConnection, object_id: int, ids: list[int]) -> Iterable[tuple[dict[str, Any], list[int]]]:
    parts = rows(
        con,
        "select o.source, o.object, p.* from landing.parts as p join landing.objects as o using (object_id)"
        " where p.object_id = ? and p.first_row_id <= ? and p.last_row_id >= ? order by p.load",
        [object_id, ids[-1], ids[0]],
    )
    for part in parts:
        inside = [row_id for row_id in ids if part["first_row_id"] <= row_id <= part["last_row_id"]]
        if inside:
            yield part, inside


def _read_part(con: duckdb.DuckDBPyConnection, home: Path, part: dict[str, Any], ids: list[int]) -> Iterable[tuple[RowKey, SourceRow]]:
    personal = {row["_row_id"]: row for row in _read_file(con, home / part["personal_path"], ids)} if part["personal_path"] else {}
    for row in _read_file(con, home / part["main_path"], ids):
        columns = {**row, **personal.get(row["_row_id"], {})}
        yield (
            (part["object_id"], row["_row_id"]),
            SourceRow(
                source=part["source"],
                object=part["object"],
                row_id=row["_row_id"],
                key=row["_pk"],
                load=part["load"],
                loaded_at=f"{part['loaded_at'].isoformat()}Z",
                origin=part["origin"],
                part=part["main_path"],
                columns={name: value for name, value in columns.items() if name not in _IDENTITY},
            ),
        )


def _read_file(con: duckdb.DuckDBPyConnection, path: Path, ids: list[int]) -> list[dict[str, Any]]:
    if not path.is_file():  # personal values that were forgotten
        return []
    listed = ", ".join(str(int(row_id)) for row_id in ids)
    wanted = f"columns(name -> name not in {_BOOKKEEPING!r})"
    return rows(con, f"select {wanted} from read_parquet(?) where _row_id in ({listed}) order by _row_id", [str(path)])
