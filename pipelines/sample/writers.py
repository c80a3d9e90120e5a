"""Writing source files so that equal rows give equal bytes: SQLite, CSV, XLSX, JSON lines.

Belongs here: file formats, without dates of creation or other traces of the moment.
Does not belong here: what is written.
"""

from __future__ import annotations

import json
import re
import sqlite3
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import polars as pl
from openpyxl import Workbook

_ZIP_DATE = (2026, 10, 1, 0, 0, 0)
_XML_DATE = b"2026-10-01T00:00:00Z"
_STAMP = re.compile(rb"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z?")


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


def write_xlsx(path: Path, sheet: str, header: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Write one worksheet row by row, then take the moment of writing out of the file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    book = Workbook(write_only=True)
    page = book.create_sheet(sheet)
    page.append(list(header))
    for row in rows:
        page.append(list(row))
    raw = path.with_suffix(".raw")
    book.save(raw)
    _without_dates(raw, path)
    raw.unlink()


def _without_dates(raw: Path, path: Path) -> None:
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(path, "w") as target:
        for name in sorted(source.namelist()):
            info = zipfile.ZipInfo(name, _ZIP_DATE)
            info.compress_type = zipfile.ZIP_DEFLATED
            with source.open(name) as old, target.open(info, "w") as new:
                if name == "docProps/core.xml":
                    new.write(_STAMP.sub(_XML_DATE, old.read()))
                    continue
                while block := old.read(1 << 20):
                    new.write(block)
