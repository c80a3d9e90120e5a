"""Small homes for the tests of the landing.

Belongs here: an object's declaration, a pull from plain rows, the live rows read back by an independent reader.
Does not belong here: assertions.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from pipelines.landing import Landing, LoadOutcome
from pipelines.settings import ObjectSettings

START = datetime(2026, 9, 1, 6, 0, tzinfo=UTC)
SCHEMA = pa.schema([("id", pa.string()), ("amount", pa.int64()), ("name", pa.string())])
Row = Mapping[str, Any]


def open_landing(home: Path, salt_key: str = "salt") -> Landing:
    return Landing(home, salt_key=salt_key, memory_limit="400MB")


def declare(**over: Any) -> ObjectSettings:
    columns = {"id": "VARCHAR", "amount": "BIGINT", "name": "VARCHAR"}
    return ObjectSettings.model_validate({"domain": "crm", "key": ["id"], "columns": columns, "max_delete_share": 1.0, **over})


def at(hours: float) -> datetime:
    return START + timedelta(hours=hours)


def pull(
    landing: Landing,
    rows: Sequence[Row],
    *,
    hours: float = 0,
    name: str = "deals",
    schema: pa.Schema = SCHEMA,
    declared: ObjectSettings | None = None,
    batch_rows: int = 100,
) -> LoadOutcome:
    full = [{field.name: row.get(field.name) for field in schema} for row in rows]
    batches = [pa.RecordBatch.from_pylist(full[start : start + batch_rows], schema=schema) for start in range(0, len(full), batch_rows)]
    return landing.land("crm", name, declared or declare(), schema, iter(batches), origin="test", loaded_at=at(hours))


def versions(landing: Landing, head: int | None = None, name: str = "deals") -> list[dict[str, Any]]:
    """Return all row versions of loads up to `head`, by row id."""
    found = [item for item in landing.objects(landing.head().load if head is None else head) if item.object == name]
    if not found or not found[0].main_parts:
        return []
    files = [str(part) for part in found[0].main_parts]
    return duckdb.execute("SELECT * FROM read_parquet($files, union_by_name = true) ORDER BY _row_id", {"files": files}).to_arrow_table().to_pylist()


def live(landing: Landing, head: int | None = None, name: str = "deals") -> list[dict[str, Any]]:
    """Return the rows that a reader at `head` sees, by the rule of the ledger, in plain Python."""
    found = versions(landing, head, name)
    replaced = {row["_replaces"] for row in found}
    return [row for row in found if row["_op"] == "upsert" and row["_row_id"] not in replaced]


def content(rows: Sequence[Row], names: Sequence[str] = ("id", "amount", "name")) -> list[tuple[Any, ...]]:
    """Return the source columns of rows, in an order of their own."""
    return sorted((tuple(row.get(name) for name in names) for row in rows), key=repr)


def files_of(home: Path) -> dict[str, bytes]:
    """Return every file of the log but the attempts and the lock, by path."""
    folder = home / "landing"
    files = [file for file in sorted(folder.rglob("*")) if file.suffix in {".parquet", ".json"}]
    return {str(file.relative_to(folder)): file.read_bytes() for file in files}
