"""Reading a real MariaDB server: nothing is lost, trouble is sorted, secrets stay hidden."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from pipelines.errors import SourceError
from pipelines.sources import probe
from tests.integration.servers import QUOTED_PASSWORD, MariaDbServer, free_port
from tests.unit.sources.companies import of_database, read

# column type, value as SQL, landed type, landed value
CASES = [
    ("tinyint(1)", "1", "int64", 1),
    ("int unsigned", "4000000000", "int64", 4_000_000_000),
    ("bigint unsigned", "18446744073709551615", "decimal128(20, 0)", Decimal(18446744073709551615)),
    ("decimal(18,2)", "1234567890123456.12", "decimal128(18, 2)", Decimal("1234567890123456.12")),
    ("decimal(38,20)", "123456789012345678.12345678901234567890", "decimal128(38, 20)", Decimal("123456789012345678.12345678901234567890")),
    ("decimal(65,30)", "12345678901234567890123456789012345.1", "string", "12345678901234567890123456789012345.100000000000000000000000000000"),
    ("decimal(10,2) unsigned", "99999999.99", "decimal128(10, 2)", Decimal("99999999.99")),
    ("double", "0.1", "double", 0.1),
    ("date", "'2026-09-30'", "date32[day]", date(2026, 9, 30)),
    ("date", "'0000-00-00'", "date32[day]", None),
    ("datetime(6)", "'2026-09-30 01:02:03.000004'", "timestamp[us]", datetime(2026, 9, 30, 1, 2, 3, 4)),
    ("datetime", "'0000-00-00 00:00:00'", "timestamp[us]", None),
    ("timestamp null", "'2026-09-30 01:02:03'", "timestamp[us, tz=UTC]", datetime(2026, 9, 30, 1, 2, 3, tzinfo=UTC)),
    ("time", "'-30:04:05'", "string", "-30:04:05"),
    ("year", "2026", "int64", 2026),
    ("varchar(20)", "'é陈'", "string", "é陈"),
    ("text", "''", "string", ""),
    ("enum('a','b')", "'a'", "string", "a"),
    ("json", "'{\"a\": 1.50}'", "string", '{"a": 1.50}'),
    ("blob", "x'00ff'", "binary", b"\x00\xff"),
    ("bit(3)", "b'101'", "string", "5"),
]


@pytest.fixture
def database(mariadb: MariaDbServer, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("DB_PASSWORD", QUOTED_PASSWORD)
    return mariadb.new_database()


def url(mariadb: MariaDbServer, database: str) -> str:
    return f"mariadb://tester:${{DB_PASSWORD}}@127.0.0.1:{mariadb.port}/{database}"


def fill(mariadb: MariaDbServer, database: str, *statements: str) -> None:
    with mariadb.connect(database) as connection, connection.cursor() as cursor:
        cursor.execute("SET sql_mode = '', time_zone = '+00:00'")
        for statement in statements:
            cursor.execute(statement)


def test_each_type_arrives_without_loss(mariadb: MariaDbServer, database: str, tmp_path: Path) -> None:
    columns = ", ".join(f"c{number} {kind}" for number, (kind, *_) in enumerate(CASES))
    values = ", ".join(value for _, value, *_ in CASES)
    fill(mariadb, database, f"CREATE TABLE deals (id int, {columns})", "INSERT INTO deals (id) VALUES (1)", f"INSERT INTO deals VALUES (2, {values})")
    schema, rows = read(of_database(tmp_path, url(mariadb, database)))
    assert [str(schema.field(f"c{number}").type) for number in range(len(CASES))] == [kind for _, _, kind, _ in CASES]
    assert [rows[0][f"c{number}"] for number in range(len(CASES))] == [None] * len(CASES)
    assert [rows[1][f"c{number}"] for number in range(len(CASES))] == [value for *_, value in CASES]


@pytest.mark.parametrize(
    ("kind", "values", "cursor"),
    [
        ("bigint", ["9", "10", "11"], "10"),
        ("timestamp", ["'2026-09-01 09:00:00'", "'2026-09-01 10:00:00'", "'2026-09-01 11:00:00'"], "2026-09-01 10:00:00+00"),
        ("varchar(9)", ["'a'", "'it\\'s \\\\'", "'z'"], "it's \\"),
    ],
)
def test_cursor_reads_from_the_last_value_on(
    mariadb: MariaDbServer, database: str, tmp_path: Path, kind: str, values: list[str], cursor: str
) -> None:
    rows = ", ".join(f"({number}, {value})" for number, value in enumerate(values))
    fill(mariadb, database, f"CREATE TABLE deals (id int, changed {kind})", f"INSERT INTO deals VALUES {rows}")
    settings = of_database(tmp_path, url(mariadb, database), mode="append", cursor="changed")
    assert [row["id"] for row in read(settings, cursor)[1]] == [1, 2]


def test_probe_counts_rows_of_a_query(mariadb: MariaDbServer, database: str, tmp_path: Path) -> None:
    fill(mariadb, database, "CREATE TABLE t (id int)", "INSERT INTO t VALUES (1), (2)")
    answer = probe(of_database(tmp_path, url(mariadb, database), query="SELECT id FROM t WHERE id > 1"), "crm", "deals")
    assert (answer.reachable, answer.rows, answer.columns) == (True, 1, (("id", "int64"),))


def test_refused_connection_is_transient_and_the_rest_is_not(
    mariadb: MariaDbServer, database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = url(mariadb, database)
    with pytest.raises(SourceError, match="2003") as refused:
        read(of_database(tmp_path, good.replace(f":{mariadb.port}/", f":{free_port()}/")))
    with pytest.raises(SourceError, match="1146") as unknown:
        read(of_database(tmp_path, good))
    monkeypatch.setenv("DB_PASSWORD", "wrong-secret")
    with pytest.raises(SourceError, match="1045") as denied:
        read(of_database(tmp_path, good))
    assert [raised.value.transient for raised in (refused, unknown, denied)] == [True, False, False]
    assert "wrong-secret" not in str(denied.value)
