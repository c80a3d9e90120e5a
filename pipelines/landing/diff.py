"""The out-of-core diff: what arrived against what is known, in a DuckDB that spills to the home's own disk.

Belongs here: staging a pull, comparing it with the live versions, numbering the changes, writing them as sorted Parquet.
Does not belong here: what makes two rows equal (`fingerprint`), file names, manifests and refusals (`load`).

Wide rows go through a file and are read twice at most (hashed, and written if changed); the comparison runs over (key, hash) pairs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pyarrow as pa
from pyarrow import parquet

from pipelines.landing import fingerprint
from pipelines.landing.fingerprint import literal, quoted
from pipelines.settings import Mode

_WORKING_MEGABYTES = 500.0
_SIZE = re.compile(r"\s*(?P<number>\d+(\.\d+)?)\s*(?P<unit>[KMGT])i?B\s*", re.IGNORECASE)
_UNITS = {"K": 0.001, "M": 1.0, "G": 1000.0, "T": 1_000_000.0}


@dataclass(frozen=True)
class Changes:
    """What a pull changes. `gone` counts the live versions whose key did not arrive; `duplicates` the arrived rows that share a key but differ."""

    inserted: int
    updated: int
    deleted: int
    gone: int
    duplicates: int

    @property
    def rows(self) -> int:
        """Row versions to write."""
        return self.inserted + self.updated + self.deleted


class Diff:
    """One pull being compared. The steps run in the order of the methods; `close` releases memory and spill files."""

    def __init__(self, work: Path, memory_limit: str, key: Sequence[str], personal: Sequence[str], salting: Mapping[str, bytes]) -> None:
        self._stage_file = work / "stage.parquet"
        self._key = tuple(key)
        self._personal = tuple(personal)
        self._types: dict[str, str] = {}
        self._db = duckdb.connect(":memory:")
        self._db.execute(f"SET memory_limit = {literal(working_memory(memory_limit))}")
        self._db.execute(f"SET temp_directory = {literal(str(work / 'spill'))}")
        self._db.execute("SET TimeZone = 'UTC'")
        for name, pad in salting.items():
            self._db.execute(f"SET VARIABLE {name} = unhex('{pad.hex()}')")  # a bound value would make DuckDB import pandas: a second

    def close(self) -> None:
        """Release the memory and the spill files."""
        self._db.close()

    def stage(self, schema: pa.Schema, batches: Iterator[pa.RecordBatch]) -> int:
        """Write the arriving rows to the working folder; return their number. An error of the source comes through as it is."""
        rows = 0
        with parquet.ParquetWriter(self._stage_file, schema, compression="snappy") as writer:
            for batch in batches:
                rows += batch.num_rows
                writer.write_batch(batch)
        return rows

    def types(self, schema: pa.Schema) -> dict[str, str]:
        """Return the DuckDB type of each arriving column."""
        shape = self._stage_file.with_name("shape.parquet")
        parquet.ParquetWriter(shape, schema).close()  # an empty table would do, but making one imports pandas: a second
        self._types = dict(self._db.execute(f"SELECT column_name, column_type FROM (DESCRIBE FROM read_parquet({literal(str(shape))}))").fetchall())
        return dict(self._types)

    def merged_type(self, one: str, other: str) -> str:
        """Return the type that holds the values of both."""
        row = self._db.execute(f"SELECT column_type FROM (DESCRIBE SELECT NULL::{one} AS x UNION ALL SELECT NULL::{other})").fetchone()
        return str(row[0]) if row else "VARCHAR"

    def _staged(self) -> str:
        """Return SQL for the staged rows with their number, `_pk`, and, for personal columns, `_salt` and `_personal_digest`."""
        rows = f"SELECT * RENAME (file_row_number AS _at) FROM read_parquet({literal(str(self._stage_file))}, file_row_number = true)"
        rows = f"SELECT *, {fingerprint.key_text(self._key, self._types)} AS _pk FROM ({rows})"
        if self._personal:
            person = fingerprint.row_text(self._personal, self._types)
            rows = f"SELECT *, {fingerprint.salt()} AS _salt FROM ({rows})"
            rows = f"SELECT *, {fingerprint.digest(f'_salt::VARCHAR || {person}')} AS _personal_digest FROM ({rows})"
        return f"({rows})"

    def _content(self) -> str:
        content = fingerprint.row_text([name for name in self._types if name not in self._personal], self._types)
        return f"{content} || '_personal_digest=' || _personal_digest::VARCHAR" if self._personal else content

    def compare(self, known_parts: Sequence[Path], mode: Mode, last_row_id: int) -> Changes:
        """Find what is new, changed or gone, and number it by key, so that the order of arrival makes no difference."""
        self._db.execute(_ARRIVED.format(row_hash=fingerprint.digest(self._content()), staged=self._staged()))
        self._db.execute(_known_sql(known_parts))
        self._db.execute("CREATE TABLE fresh AS SELECT * FROM arrived ANTI JOIN known USING (_pk, _row_hash, _dup)")
        increments_only = "SEMI JOIN arrived USING (_pk)" if mode is Mode.APPEND else ""
        self._db.execute(f"CREATE TABLE stale AS SELECT * FROM (FROM known ANTI JOIN arrived USING (_pk, _row_hash, _dup)) AS k {increments_only}")
        stale = self._count("SELECT count(*) FROM stale")
        self._db.execute((_PAIRED if stale else _ALL_NEW).format(last_row_id=last_row_id))
        counts = dict(self._db.execute("SELECT kind, count(*) FROM changes GROUP BY kind").fetchall())
        return Changes(
            inserted=counts.get("inserted", 0),
            updated=counts.get("updated", 0),
            deleted=counts.get("deleted", 0),
            gone=self._count("SELECT count(*) FROM stale ANTI JOIN arrived USING (_pk)") if stale else 0,
            duplicates=self._count("SELECT count(*) FROM arrived WHERE _dup"),
        )

    def largest(self, column: str) -> str | None:
        """Return the largest value of a cursor column among the arrived rows, as text."""
        row = self._db.execute(f"SELECT max({quoted(column)})::VARCHAR FROM {self._staged()}").fetchone()
        return row[0] if row else None

    def write_main(self, file: Path, known_parts: Sequence[Path], load: int, loaded_at: datetime) -> None:
        """Write the changes, sorted by `_pk`: all columns but the personal ones; of a delete the key columns only."""
        deletes = self._fetch_deleted_keys(known_parts)
        columns = []
        for name in (name for name in self._types if name not in self._personal):
            column = quoted(name)
            gone = f"coalesce(s.{column}, try_cast(g.{column} AS {self._types[name]})) AS {column}"
            columns.append(gone if deletes and name in self._key else f"s.{column}")
        if self._personal:
            columns.append("s._personal_digest")
        at = literal(loaded_at.astimezone(UTC).isoformat())
        self._copy(
            f"""SELECT {", ".join(columns)}, c._row_id, c._pk, c._row_hash, c._op, c._replaces,
                       {load}::INTEGER AS _load, {at}::TIMESTAMPTZ AS _loaded_at, c._dup
                FROM changes AS c LEFT JOIN {self._staged()} AS s ON s._at = c.stage_row
                {"LEFT JOIN gone AS g ON g._row_id = c._replaces AND c._op = 'delete'" if deletes else ""}
                ORDER BY c._row_id""",
            file,
        )

    def write_personal(self, file: Path) -> int:
        """Write the sibling part: row id, salt and personal columns of each upsert. Return its rows."""
        columns = ", ".join(f"s.{quoted(name)}" for name in self._personal)
        self._copy(
            f"SELECT c._row_id, s._salt, {columns} FROM changes AS c JOIN {self._staged()} AS s ON s._at = c.stage_row ORDER BY c._row_id", file
        )
        return self._count("SELECT count(*) FROM changes WHERE _op = 'upsert'")

    def _fetch_deleted_keys(self, known_parts: Sequence[Path]) -> bool:
        if not self._count("SELECT count(*) FROM changes WHERE _op = 'delete'"):
            return False
        columns = ", ".join(quoted(name) for name in self._key)
        self._db.execute(
            f"""CREATE TABLE gone AS SELECT _row_id, {columns} FROM read_parquet({_paths(known_parts)}, union_by_name = true)
                WHERE _row_id IN (SELECT _replaces FROM changes WHERE _op = 'delete')"""
        )
        return True

    def _copy(self, query: str, file: Path) -> None:
        self._db.execute(f"COPY ({query}) TO {literal(str(file))} (FORMAT parquet, COMPRESSION zstd)")

    def _count(self, query: str) -> int:
        row = self._db.execute(query).fetchone()
        return int(row[0]) if row else 0


_ARRIVED = """
CREATE TABLE arrived AS
WITH versions AS (SELECT _pk, {row_hash} AS _row_hash, min(_at) AS stage_row FROM {staged} GROUP BY ALL),
     contested AS (SELECT _pk FROM versions GROUP BY _pk HAVING count(*) > 1)
SELECT versions.*, contested._pk IS NOT NULL AS _dup FROM versions LEFT JOIN contested USING (_pk)
"""

_NUMBERED = """
CREATE TABLE changes AS
SELECT row_number() OVER (ORDER BY _pk, _op DESC, _row_hash, _replaces) + {{last_row_id}} AS _row_id,
       CASE WHEN _op = 'delete' THEN 'deleted' WHEN _replaces IS NULL THEN 'inserted' ELSE 'updated' END AS kind, *
FROM ({rows})
"""

_ALL_NEW = _NUMBERED.format(rows="SELECT _pk, _row_hash, stage_row, 'upsert' AS _op, NULL::BIGINT AS _replaces, _dup FROM fresh")

# The n-th new version of a key replaces its n-th stale one; a stale version left over is retired by a delete.
_PAIRED = _NUMBERED.format(
    rows="""
    SELECT coalesce(f._pk, s._pk) AS _pk, f._row_hash, f.stage_row, if(f.stage_row IS NULL, 'delete', 'upsert') AS _op,
           s._row_id AS _replaces, coalesce(f._dup, false) AS _dup
    FROM (SELECT *, row_number() OVER (PARTITION BY _pk ORDER BY _row_hash) AS turn FROM fresh) AS f
    FULL JOIN (SELECT *, row_number() OVER (PARTITION BY _pk ORDER BY _row_id) AS turn FROM stale) AS s USING (_pk, turn)"""
)


def working_memory(limit: str) -> str:
    """Return the smaller of `limit` and 500 MB: with the buffers of stream and staging, a pull of millions of rows then stays under 1 GB."""
    match = _SIZE.fullmatch(limit)
    given = float(match["number"]) * _UNITS[match["unit"].upper()] if match else _WORKING_MEGABYTES
    return f"{min(given, _WORKING_MEGABYTES):g}MB"


def _known_sql(parts: Sequence[Path]) -> str:
    if not parts:
        return "CREATE TABLE known (_row_id BIGINT, _pk VARCHAR, _row_hash UUID, _dup BOOLEAN)"
    return f"""
        CREATE TABLE known AS
        WITH versions AS (SELECT _row_id, _pk, _row_hash, _op, _replaces, _dup FROM read_parquet({_paths(parts)}))
        SELECT _row_id, _pk, _row_hash, _dup FROM versions
        WHERE _op = 'upsert' AND _row_id NOT IN (SELECT _replaces FROM versions WHERE _replaces IS NOT NULL)"""


def _paths(parts: Sequence[Path]) -> str:
    return "[" + ", ".join(literal(str(part)) for part in parts) + "]"


def union_of_columns(before: Mapping[str, str], now: Mapping[str, str], merge: Diff) -> dict[str, str]:
    """Return the columns over all loads, each in a type that holds all its values; names that differ in case alone are one column."""
    merged = dict(before)
    spelled = {name.lower(): name for name in before}
    for name, kind in now.items():
        known = spelled.get(name.lower())
        merged[known or name] = merge.merged_type(merged[known], kind) if known and merged[known] != kind else kind
    return merged
