"""Plain readers of the sample's source files: standard library and openpyxl only. Each file is read once; do not change the rows."""

from __future__ import annotations

import csv
import functools
import json
import sqlite3
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

Rows = list[dict[str, Any]]


@functools.cache
def crm(folder: Path, table: str) -> Rows:
    connection = sqlite3.connect(folder / "crm" / "crm.db")
    connection.row_factory = sqlite3.Row
    rows = [dict(row) for row in connection.execute(f"select * from {table}")]
    connection.close()
    return rows


@functools.cache
def finance(folder: Path, name: str) -> Rows:
    files = sorted((folder / "finance" / name).glob("*.csv")) or [folder / "finance" / f"{name}.csv"]
    rows: Rows = []
    for file in files:
        with file.open(encoding="utf-8", newline="") as handle:
            rows += list(csv.DictReader(handle))
    return rows


@functools.cache
def workbook(folder: Path, name: str) -> Rows:
    header, *cells = load_workbook(folder / "finance" / f"{name}.xlsx").active.iter_rows(values_only=True)
    return [dict(zip(header, row, strict=True)) for row in cells]


@functools.cache
def hr(folder: Path, name: str) -> Rows:
    return [json.loads(line) for line in (folder / "hr" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]
