"""CSV and TSV: what is read, and what each bad file gets; every bad one has a good twin beside it."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from pipelines.errors import SourceError
from tests.unit.sources.companies import of_files, read


def test_columns_are_text_and_only_empty_unquoted_is_null(tmp_path: Path) -> None:
    (tmp_path / "d.csv").write_text('id,amount,note\n1,1.50,\n2,,""\n3,NULL,"a ""b"", c\nd"\n', encoding="utf-8")
    schema, rows = read(of_files(tmp_path, "d.csv"))
    assert {str(kind) for kind in schema.types} == {"string"}
    assert rows == [
        {"id": "1", "amount": "1.50", "note": None},
        {"id": "2", "amount": None, "note": ""},
        {"id": "3", "amount": "NULL", "note": 'a "b", c\nd'},
    ]


def test_header_alone_is_a_table_without_rows(tmp_path: Path) -> None:
    (tmp_path / "d.csv").write_text("id,amount\n")
    schema, rows = read(of_files(tmp_path, "d.csv"))
    assert (schema.names, rows) == (["id", "amount"], [])
    (tmp_path / "d.csv").write_text("id,amount")
    assert read(of_files(tmp_path, "d.csv"))[1] == []


@pytest.mark.parametrize(("name", "separator"), [("d.csv", ","), ("d.tsv", "\t"), ("d.csv.gz", ","), ("d.TSV.GZ", "\t")])
def test_kinds_by_name(tmp_path: Path, name: str, separator: str) -> None:
    content = f"id{separator}amount\r\n1{separator}陈\r\n".encode()
    (tmp_path / name).write_bytes(gzip.compress(content) if name.lower().endswith(".gz") else content)
    assert read(of_files(tmp_path, name))[1] == [{"id": "1", "amount": "陈"}]


def test_declared_delimiter_and_byte_order_mark(tmp_path: Path) -> None:
    (tmp_path / "d.csv").write_bytes("id;amount\n1;2,5\n".encode("utf-8-sig"))
    assert read(of_files(tmp_path, "d.csv", source={"delimiter": ";"}))[1] == [{"id": "1", "amount": "2,5"}]


@pytest.mark.parametrize(("encoding", "text"), [("gb18030", "陈伟"), ("cp1252", "Müller €"), ("utf-16", "陈"), ("utf-8-sig", "é")])
def test_declared_encoding(tmp_path: Path, encoding: str, text: str) -> None:
    (tmp_path / "d.csv").write_bytes(f"id,name\n1,{text}\n".encode(encoding))
    assert read(of_files(tmp_path, "d.csv", source={"encoding": encoding}))[1] == [{"id": "1", "name": text}]


def test_wrong_encoding_names_line_and_column(tmp_path: Path) -> None:
    (tmp_path / "d.csv").write_bytes("id,name\n1,Ada\n2,陈伟\n".encode("gb18030"))
    with pytest.raises(SourceError, match=r"crm\.deals \(d\.csv, line 3, column 2\): byte 0x\w\w is not utf-8\n→ set the source's `encoding`"):
        read(of_files(tmp_path, "d.csv"))


def test_wrong_encoding_deep_in_a_large_file_is_found(tmp_path: Path) -> None:
    lines = "".join(f"{number},name of {number}\n" for number in range(300_000))
    (tmp_path / "d.csv").write_bytes(b"id,name\n" + lines.encode() + b"x,\xff\n")
    with pytest.raises(SourceError, match="line 300002, column 2"):
        read(of_files(tmp_path, "d.csv"))


@pytest.mark.parametrize("bad", ["2,3,4", "2"])
def test_ragged_row_is_named(tmp_path: Path, bad: str) -> None:
    (tmp_path / "d.csv").write_text(f'id,name\n1,"two\nlines"\n{bad}\n')
    with pytest.raises(SourceError, match=rf"d\.csv, row 3, line 4\): row 3 has {bad.count(',') + 1} fields, the header 2"):
        read(of_files(tmp_path, "d.csv"))


def test_empty_file(tmp_path: Path) -> None:
    (tmp_path / "d.csv").write_text("")
    with pytest.raises(SourceError, match=r"crm\.deals \(d\.csv\): the file is empty, not even a header\n→ "):
        read(of_files(tmp_path, "d.csv"))


@pytest.mark.parametrize(
    ("header", "message"), [("id,name,ID", "names columns twice: ID, id"), ("id,,x", "leaves column 2 unnamed"), ("id,name,name", "twice: name")]
)
def test_unusable_header(tmp_path: Path, header: str, message: str) -> None:
    (tmp_path / "d.csv").write_text(f"{header}\n1,2,3\n")
    with pytest.raises(SourceError, match=rf"row 1\): the header {message}|row 1\): the header names columns {message}"):
        read(of_files(tmp_path, "d.csv"))


def test_damaged_gzip(tmp_path: Path) -> None:
    whole = gzip.compress(b"id,name\n" + b"".join(b"%d,%d\n" % (number, number * 7919) for number in range(100_000)))
    (tmp_path / "d.csv.gz").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(SourceError, match="damaged or cut short"):
        read(of_files(tmp_path, "d.csv.gz"))
    (tmp_path / "d.csv.gz").write_bytes(b"id,name\n1,2\n")
    with pytest.raises(SourceError, match="damaged or cut short"):
        read(of_files(tmp_path, "d.csv.gz"))
    (tmp_path / "d.csv.gz").write_bytes(whole)
    assert len(read(of_files(tmp_path, "d.csv.gz"))[1]) == 100_000


def test_unknown_encoding(tmp_path: Path) -> None:
    (tmp_path / "d.csv").write_text("id\n1\n")
    with pytest.raises(SourceError, match="unknown encoding 'klingon'"):
        read(of_files(tmp_path, "d.csv", source={"encoding": "klingon"}))


def test_values_of_bad_rows_are_not_quoted_in_errors(tmp_path: Path) -> None:
    (tmp_path / "d.csv").write_text("id,name\n1,Ada Lovelace,1815\n")
    with pytest.raises(SourceError) as raised:
        read(of_files(tmp_path, "d.csv"))
    assert "Lovelace" not in str(raised.value)
