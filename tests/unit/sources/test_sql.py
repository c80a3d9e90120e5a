"""The connector `sql` on SQLite files, and what it demands of a declaration."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from pipelines.errors import SourceError
from pipelines.sources import extract, probe
from tests.unit.sources.companies import of_database, read

URL = "sqlite:///data/the crm é.db"
COLUMNS = "id INTEGER PRIMARY KEY, amount DECIMAL(10,2), rate REAL, name TEXT, created DATETIME, flag BOOLEAN, photo BLOB, other"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "data").mkdir()
    with sqlite3.connect(tmp_path / "data" / "the crm é.db") as connection:
        connection.execute(f"CREATE TABLE deals ({COLUMNS})")
        connection.execute("INSERT INTO deals (id) VALUES (1)")
        connection.execute("INSERT INTO deals VALUES (2, 100, 1, 'é', '2026-09-30 01:02:03', 1, x'00ff', 'a')")
        connection.execute("INSERT INTO deals VALUES (3, 99.95, 0.5, '', '2026-10-01T01:02:03Z', 0, NULL, 5)")
    connection.close()
    return tmp_path


def execute(folder: Path, statement: str) -> None:
    with sqlite3.connect(folder / "data" / "the crm é.db") as connection:
        connection.execute(statement)
    connection.close()


def test_integers_and_floats_are_numbers_and_the_rest_is_text(folder: Path) -> None:
    schema, rows = read(of_database(folder, URL))
    assert [str(kind) for kind in schema.types] == ["int64", "string", "double", *["string"] * 5]
    assert rows[0] == {"id": 1, **dict.fromkeys(schema.names[1:])}
    assert list(rows[1].values()) == [2, "100", 1.0, "é", "2026-09-30 01:02:03", "1", "00FF", "a"]
    assert list(rows[2].values()) == [3, "99.95", 0.5, "", "2026-10-01T01:02:03Z", "0", None, "5"]


def test_number_column_that_holds_a_word_is_text(folder: Path) -> None:
    execute(folder, "UPDATE deals SET rate = 'unknown' WHERE id = 2")
    schema, rows = read(of_database(folder, URL))
    assert str(schema.field("rate").type) == "string"
    assert [row["rate"] for row in rows] == [None, "unknown", "0.5"]


def test_empty_table_keeps_its_types(folder: Path) -> None:
    execute(folder, "DELETE FROM deals")
    schema, rows = read(of_database(folder, URL))
    assert (str(schema.field("id").type), str(schema.field("rate").type), rows) == ("int64", "double", [])


def test_query_and_probe(folder: Path) -> None:
    settings = of_database(folder, URL, query="SELECT id, name AS full_name, id + 1 AS next FROM deals WHERE id > 1;")
    assert read(settings)[1] == [{"id": 2, "full_name": "é", "next": "3"}, {"id": 3, "full_name": "", "next": "4"}]
    assert probe(settings, "crm", "deals").rows == 2


@pytest.mark.parametrize(("cursor", "value", "ids"), [("id", "2", [2, 3]), ("created", "2026-10-01", [3]), ("rate", "0.75", [2]), ("id", "10", [])])
def test_cursor(folder: Path, cursor: str, value: str, ids: list[int]) -> None:
    settings = of_database(folder, URL, mode="append", cursor=cursor)
    assert [row["id"] for row in read(settings, value)[1]] == ids
    assert f'where q."{cursor}" >=' in extract(settings, "crm", "deals", cursor=value).origin


def test_many_rows_come_in_batches(folder: Path) -> None:
    execute(folder, "WITH RECURSIVE n(i) AS (SELECT 4 UNION ALL SELECT i + 1 FROM n WHERE i < 150000) INSERT INTO deals (id) SELECT i FROM n")
    batches = list(extract(of_database(folder, URL), "crm", "deals").batches)
    assert len(batches) > 1
    assert sum(batch.num_rows for batch in batches) == 150_000


@pytest.mark.parametrize(
    ("url", "declared", "message"),
    [
        ("sqlite:///nowhere.db", {}, "there is no file"),
        (URL, {"table": "absent"}, "no such table: absent"),
        (URL, {"query": "SELECT nope FROM deals"}, "no such column: nope"),
        (URL, {"table": None}, "needs either `table` or `query`"),
        ("oracle://host/db", {}, "unknown kind of database 'oracle'"),
        ("postgresql://me:geheim@host/db", {}, "holds a password in plain text"),
    ],
)
def test_lasting_trouble(folder: Path, url: str, declared: dict[str, str | None], message: str) -> None:
    with pytest.raises(SourceError, match=message) as raised:
        read(of_database(folder, url, **declared))
    assert not raised.value.transient
    assert "geheim" not in str(raised.value)


def test_source_without_url(folder: Path) -> None:
    with pytest.raises(SourceError, match="no `url` declared"):
        read(of_database(folder, ""))


def test_file_that_is_no_database(folder: Path) -> None:
    (folder / "x.db").write_text("this is not SQLite, though it is long enough to be looked at")
    with pytest.raises(SourceError, match="not a database"):
        read(of_database(folder, "sqlite:///x.db"))


def test_locked_database_is_transient(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipelines.sources.sql_sqlite.CONNECT_TIMEOUT_SECONDS", 0.05)
    holder = sqlite3.connect(folder / "data" / "the crm é.db", isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    with pytest.raises(SourceError, match="locked") as raised:
        read(of_database(folder, URL))
    holder.close()
    assert raised.value.transient
    assert len(read(of_database(folder, URL))[1]) == 3
