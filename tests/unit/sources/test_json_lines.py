"""JSON lines: types, nesting, bad lines."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from pipelines.errors import SourceError
from tests.unit.sources.companies import Rows, of_files, read


def write(folder: Path, *rows: Any) -> None:
    (folder / "d.jsonl").write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")


@pytest.mark.parametrize(
    ("values", "kind", "landed"),
    [
        ([1, 2], "int64", [1, 2]),
        ([1, 2.5], "double", [1.0, 2.5]),
        ([True, False], "bool", [True, False]),
        (["a", "陈"], "string", ["a", "陈"]),
        ([1, "a"], "string", ["1", "a"]),
        ([1, True], "string", ["1", "true"]),
        ([None, None], "string", [None, None]),
        ([1 << 70, 1], "string", [str(1 << 70), "1"]),
        ([{"b": 1, "a": [2]}, [1]], "string", ['{"a":[2],"b":1}', "[1]"]),
    ],
)
def test_types_are_kept_only_if_uniform(tmp_path: Path, values: list[Any], kind: str, landed: list[Any]) -> None:
    write(tmp_path, *({"id": str(number), "x": value} for number, value in enumerate(values)))
    schema, rows = read(of_files(tmp_path, "d.jsonl"))
    assert (str(schema.field("x").type), [row["x"] for row in rows]) == (kind, landed)


def test_absent_names_are_null_and_blank_lines_are_none(tmp_path: Path) -> None:
    (tmp_path / "d.jsonl").write_text('{"id": "1"}\n\n{"id": "2", "x": 5}\n')
    assert read(of_files(tmp_path, "d.jsonl"))[1] == [{"id": "1", "x": None}, {"id": "2", "x": 5}]


def test_types_are_found_over_all_files(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"id": 1}\n')
    (tmp_path / "b.jsonl.gz").write_bytes(gzip.compress(b'{"id": "x", "y": 2}\n'))
    rows: Rows = read(of_files(tmp_path, "*.jsonl*"))[1]
    assert rows == [{"id": "1", "y": None}, {"id": "x", "y": 2}]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (b'{"id": "2",', r"d\.jsonl, line 2, column \d+\): not JSON"),
        (b"[1]", r"line 2\): is JSON, but not an object"),
        (b'{"id": "2", "id": "3"}', r"line 2\): repeats the name id"),
        (b'{"id": "\xff"}', r"line 2, byte 9\): not UTF-8"),
    ],
)
def test_bad_line_is_named(tmp_path: Path, line: bytes, message: str) -> None:
    (tmp_path / "d.jsonl").write_bytes(b'{"id": "1"}\n' + line + b"\n")
    with pytest.raises(SourceError, match=message):
        read(of_files(tmp_path, "d.jsonl"))


def test_file_without_lines(tmp_path: Path) -> None:
    write(tmp_path)
    with pytest.raises(SourceError, match=r"d\.jsonl\): there are no lines"):
        read(of_files(tmp_path, "d.jsonl"))
