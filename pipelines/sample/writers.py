"""Writing source files so that equal rows give equal bytes: SQLite, CSV, JSON lines.

Belongs here: file formats, without dates of creation or other traces of the moment.
Does not belong here: workbooks (`workbook`), what is written.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import polars as pl


class CrmDatabase:
    """An SQLite file being filled; use as a context manager. Tables keep whatever is put in, as the CRM does."""

    def __init__(self, path: Path, tables: Mapping[str, Mapping[str, str]]) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._connection = sqlite3.connect(path, isolation_level=None)
        for pragma in ("page_size = 8192", "journal_mode = off", "synchronous = off"):
            self._connection.execute(f"pragma {pragma}")
        self._connection.execute("begin")
        self._columns = {name: list(columns) for name, columns in tables.items()}
        for name, columns in tables.items():
            self._connection.execute(f"create table {name} ({', '.join(f'{column} {kind}' for column, kind in columns.items())})")

    def __enter__(self) -> CrmDatabase:
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.execute("commit")
        self._connection.close()

    def add(self, table: str, rows: pl.DataFrame) -> None:
        """Append rows to a table; the frame's columns must be the table's."""
        columns = self._columns[table]
        marks = ", ".join("?" * len(columns))
        self._connection.executemany(f"insert into {table} values ({marks})", rows.select(columns).iter_rows())


def write_csv(path: Path, rows: pl.DataFrame) -> None:
    """Write a frame as CSV with a header; null is empty."""
    path.parent.mkdir(parents=True, exist_ok=True)
    rows.write_csv(path)


def write_jsonl(path: Path, rows: Iterable[Mapping[str, Any]]) -> None:
    """Write one JSON object a line."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="\n") as handle:
        for row in rows:
            handle.write(json.dumps(row, ensure_ascii=False) + "\n")
