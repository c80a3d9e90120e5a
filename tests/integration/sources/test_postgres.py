"""Reading a real PostgreSQL server: nothing is lost, trouble is sorted, secrets stay hidden."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from decimal import Decimal
from pathlib import Path

import psycopg
import pytest

from pipelines.errors import SourceError
from pipelines.sources import extract, probe
from tests.integration.servers import PASSWORD, QUOTED_PASSWORD, PostgresServer, free_port
from tests.unit.sources.companies import of_database, read

SECRET_URL = "postgresql://tester:${DB_PASSWORD}@127.0.0.1:{port}/{database}"
ID = uuid.UUID("12345678-1234-5678-1234-567812345678")
# column type, value as SQL, landed type, landed value
CASES = [
    ("integer", "7", "int64", 7),
    ("bigint", "9007199254740993", "int64", 9007199254740993),
    ("numeric(18,2)", "1234567890123456.12", "decimal128(18, 2)", Decimal("1234567890123456.12")),
    ("numeric(20,12)", "1.123456789012", "decimal128(20, 12)", Decimal("1.123456789012")),
    ("numeric(38,4)", "1234567890123456789012345678901234.5678", "decimal128(38, 4)", Decimal("1234567890123456789012345678901234.5678")),
    ("numeric", "0.1234567890123456789", "string", "0.1234567890123456789"),
    ("double precision", "0.1", "double", 0.1),
    ("boolean", "true", "bool", True),
    ("text", "'é, \"x\"\n陈'", "string", 'é, "x"\n陈'),
    ("char(5)", "'ab'", "string", "ab"),
    ("date", "'2026-09-30'", "date32[day]", date(2026, 9, 30)),
    ("date", "'infinity'", "date32[day]", date(9999, 12, 31)),
    ("timestamp", "'2026-09-30 01:02:03.000004'", "timestamp[us]", datetime(2026, 9, 30, 1, 2, 3, 4)),
    ("timestamptz", "'2026-09-30 01:02:03+02'", "timestamp[us, tz=UTC]", datetime(2026, 9, 29, 23, 2, 3, tzinfo=UTC)),
    ("time", "'01:02:03'", "time64[us]", time(1, 2, 3)),
    ("uuid", f"'{ID}'", "string", str(ID)),
    ("jsonb", "'{\"a\": 1.50}'", "string", '{"a": 1.50}'),
    ("bytea", "'\\x00ff'", "binary", b"\x00\xff"),
    ("interval", "'1 day 2 hours'", "string", "1 day 02:00:00"),
    ("text[]", "'{a,b}'", "string", "{a,b}"),
    ("xml", "'<a/>'", "string", "<a/>"),
]


@pytest.fixture
def database(postgres: PostgresServer, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("DB_PASSWORD", QUOTED_PASSWORD)
    return postgres.new_database()


@pytest.fixture
def connection(postgres: PostgresServer, database: str) -> Iterator[psycopg.Connection]:
    with postgres.connect(database) as connected:
        yield connected


def url(postgres: PostgresServer, database: str) -> str:
    return SECRET_URL.replace("{port}", str(postgres.port)).replace("{database}", database)


def test_each_type_arrives_without_loss(postgres: PostgresServer, connection: psycopg.Connection, database: str, tmp_path: Path) -> None:
    columns = ", ".join(f"c{number} {kind}" for number, (kind, *_) in enumerate(CASES))
    connection.execute(f"CREATE TABLE deals (id integer, {columns})".encode())
    connection.execute("INSERT INTO deals (id) VALUES (1)")  # a first row of nulls
    connection.execute(f"INSERT INTO deals VALUES (2, {', '.join(value for _, value, *_ in CASES)})".encode())
    schema, rows = read(of_database(tmp_path, url(postgres, database)))
    assert [str(schema.field(f"c{number}").type) for number in range(len(CASES))] == [kind for _, _, kind, _ in CASES]
    assert [rows[0][f"c{number}"] for number in range(len(CASES))] == [None] * len(CASES)
    assert [rows[1][f"c{number}"] for number in range(len(CASES))] == [value for *_, value in CASES]


def test_empty_text_is_not_null(postgres: PostgresServer, database: str, tmp_path: Path) -> None:
    _, rows = read(of_database(tmp_path, url(postgres, database), query="SELECT 1 AS id, ''::text AS a, NULL::text AS b;"))
    assert rows == [{"id": 1, "a": "", "b": None}]


def test_table_in_a_schema_and_rows_across_batches(postgres: PostgresServer, connection: psycopg.Connection, database: str, tmp_path: Path) -> None:
    connection.execute('CREATE SCHEMA sales; CREATE TABLE sales."Odd Name" AS SELECT i AS id FROM generate_series(1, 200000) AS i')
    settings = of_database(tmp_path, url(postgres, database), table="sales.Odd Name")
    extraction = extract(settings, "crm", "deals")
    assert sum(batch.num_rows for batch in extraction.batches) == 200_000
    assert probe(settings, "crm", "deals").rows == 200_000


def test_empty_table_gives_columns_and_no_rows(postgres: PostgresServer, connection: psycopg.Connection, database: str, tmp_path: Path) -> None:
    connection.execute("CREATE TABLE deals (id integer, amount numeric(10,2))")
    schema, rows = read(of_database(tmp_path, url(postgres, database)))
    assert (schema.names, rows) == (["id", "amount"], [])


@pytest.mark.parametrize(
    ("kind", "values", "cursor"),
    [
        ("bigint", ["9", "10", "11"], "10"),
        ("timestamptz", ["'2026-09-01 09:00+00'", "'2026-09-01 10:00+00'", "'2026-09-01 11:00+00'"], "2026-09-01 10:00:00+00"),
        ("text", ["'a'", "'it''s'", "'z'"], "it's"),
    ],
)
def test_cursor_reads_from_the_last_value_on(
    postgres: PostgresServer, connection: psycopg.Connection, database: str, tmp_path: Path, kind: str, values: list[str], cursor: str
) -> None:
    connection.execute(f"CREATE TABLE deals (id integer, changed {kind})".encode())
    for number, value in enumerate(values):
        connection.execute(f"INSERT INTO deals VALUES ({number}, {value})".encode())
    settings = of_database(tmp_path, url(postgres, database), mode="append", cursor="changed")
    assert len(read(settings)[1]) == 3
    assert [row["id"] for row in read(settings, cursor)[1]] == [1, 2]


def test_refused_connection_is_transient(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DB_PASSWORD", QUOTED_PASSWORD)
    with pytest.raises(SourceError, match=r"crm\.deals: the database says: .*refused") as raised:
        read(of_database(tmp_path, SECRET_URL.replace("{port}", str(free_port())).replace("{database}", "x")))
    assert raised.value.transient
    assert PASSWORD not in str(raised.value)


def test_wrong_password_is_lasting_and_masked(postgres: PostgresServer, database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DB_PASSWORD", "wrong-secret")
    answer = probe(of_database(tmp_path, url(postgres, database)), "crm", "deals")
    assert not answer.reachable
    assert "password authentication failed" in str(answer.problem)
    assert "wrong-secret" not in str(answer.problem)
    with pytest.raises(SourceError) as raised:
        read(of_database(tmp_path, url(postgres, database)))
    assert not raised.value.transient


@pytest.mark.parametrize("declared", [{"table": "absent"}, {"query": "SELECT id FROM absent"}, {"query": "SELEC 1"}])
def test_unknown_table_or_broken_query_is_lasting(postgres: PostgresServer, database: str, tmp_path: Path, declared: dict[str, str]) -> None:
    with pytest.raises(SourceError, match=r"absent|syntax error") as raised:
        read(of_database(tmp_path, url(postgres, database), **declared))
    assert not raised.value.transient


def test_trouble_in_the_middle_of_the_stream_is_told(postgres: PostgresServer, database: str, tmp_path: Path) -> None:
    settings = of_database(tmp_path, url(postgres, database), query="SELECT 1 / (150000 - i) AS id FROM generate_series(1, 200000) AS i")
    with pytest.raises(SourceError, match="division by zero"):
        read(settings)


def test_not_a_number_has_no_decimal(postgres: PostgresServer, database: str, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"column id holds a value that is no decimal128\(5, 2\)"):
        read(of_database(tmp_path, url(postgres, database), query="SELECT 'NaN'::numeric(5,2) AS id"))
