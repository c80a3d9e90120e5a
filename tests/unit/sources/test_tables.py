"""Parquet and Excel."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa
import pytest
from pyarrow import parquet

from pipelines.errors import SourceError
from tests.unit.sources.companies import of_files, read


def workbook(file: Path, **sheets: list[list[Any]]) -> None:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(file)


def test_cells_become_text(tmp_path: Path) -> None:
    row = [1, 1250.5, date(2026, 9, 30), datetime(2026, 9, 30, 1, 2, 3), True, None, "陈", 123456789012]
    workbook(tmp_path / "d.xlsx", Data=[["id", "amount", "on", "at", "flag", "none", "name", "long"], row])
    assert read(of_files(tmp_path, "d.xlsx"))[1] == [
        {
            "id": "1",
            "amount": "1250.5",
            "on": "2026-09-30 00:00:00",
            "at": "2026-09-30 01:02:03",
            "flag": "true",
            "none": None,
            "name": "陈",
            "long": "123456789012",
        }
    ]


def test_declared_sheet(tmp_path: Path) -> None:
    workbook(tmp_path / "d.xlsx", Cover=[["hello"]], Data=[["id"], ["7"]])
    assert read(of_files(tmp_path, "d.xlsx", sheet="Data"))[1] == [{"id": "7"}]
    with pytest.raises(SourceError, match=r"no sheet 'Dta' \(found: Cover, Data\)"):
        read(of_files(tmp_path, "d.xlsx", sheet="Dta"))


def test_several_workbooks_and_header_alone(tmp_path: Path) -> None:
    workbook(tmp_path / "a.xlsx", Data=[["id", "name"]])
    workbook(tmp_path / "b.xlsx", Data=[["name", "id"], ["Bo", 2]])
    assert read(of_files(tmp_path, "*.xlsx"))[1] == [{"id": "2", "name": "Bo"}]


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([["id", "id"], [1, 2]], r"row 1\): the header names columns twice: id"),
        ([["id", None, "x"], [1, 2, 3]], r"row 1\): the header leaves column 2 unnamed"),
        ([], "the sheet is empty"),
    ],
)
def test_unusable_sheets(tmp_path: Path, rows: list[list[Any]], message: str) -> None:
    workbook(tmp_path / "d.xlsx", Data=rows)
    with pytest.raises(SourceError, match=message):
        read(of_files(tmp_path, "d.xlsx"))


@pytest.mark.parametrize(("name", "what"), [("d.xlsx", "an Excel workbook"), ("d.parquet", "Parquet")])
def test_damaged_file_is_named(tmp_path: Path, name: str, what: str) -> None:
    (tmp_path / name).write_bytes(b"no such thing")
    with pytest.raises(SourceError, match=rf"crm\.deals \({name}\): not {what} or damaged"):
        read(of_files(tmp_path, name))


def test_parquet_keeps_types_that_landing_can_hold(tmp_path: Path) -> None:
    table = pa.table(
        {
            "id": pa.array(["1"]).dictionary_encode(),
            "amount": pa.array([Decimal("1.25")], pa.decimal128(10, 2)),
            "on": pa.array([date(2026, 9, 30)]),
            "at": pa.array([datetime(2026, 9, 30)], pa.timestamp("ns")),
            "tags": pa.array([["a", "b"]]),
            "none": pa.nulls(1),
        }
    )
    parquet.write_table(table, tmp_path / "d.parquet")
    schema, rows = read(of_files(tmp_path, "d.parquet"))
    assert [str(kind) for kind in schema.types] == ["string", "decimal128(10, 2)", "date32[day]", "timestamp[us]", "string", "string"]
    assert rows == [{"id": "1", "amount": Decimal("1.25"), "on": date(2026, 9, 30), "at": datetime(2026, 9, 30), "tags": '["a", "b"]', "none": None}]


def test_parquet_files_must_agree_on_types(tmp_path: Path) -> None:
    parquet.write_table(pa.table({"id": [1]}), tmp_path / "a.parquet")
    parquet.write_table(pa.table({"id": ["1"]}), tmp_path / "b.parquet")
    with pytest.raises(SourceError, match=r"b\.parquet\): its columns differ from those of a\.parquet: has other types for id"):
        read(of_files(tmp_path, "*.parquet"))
