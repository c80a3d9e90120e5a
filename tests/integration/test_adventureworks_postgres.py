"""AdventureWorks from a real PostgreSQL server gives the values that its files give, each of them."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import Any

import duckdb
import psycopg
import pytest

from pipelines.settings import load_company
from pipelines.warehouse import Build
from tests.integration.adventureworks import all_scores, all_values, close_home
from tests.integration.servers import PostgresServer

pytestmark = pytest.mark.realdata
TYPES = {"BIGINT": "integer", "DOUBLE": "numeric", "TIMESTAMP": "timestamp", "DATE": "date", "BOOLEAN": "boolean"}


def load_tables(connection: psycopg.Connection[Any], folder: Path, tables: list[str]) -> None:
    """Create each table with native types, found by reading its file, and copy the file into it."""
    for table in tables:
        file = folder / f"{table}.csv.gz"
        columns = duckdb.sql(f"describe select * from read_csv('{file}', sample_size = -1)").fetchall()
        typed = ", ".join(f'"{name}" {TYPES.get(kind, "text")}' for name, kind, *_ in columns)
        connection.execute(f"create schema if not exists {table.partition('.')[0]}".encode())
        connection.execute(f"create table {table} ({typed})".encode())
        with gzip.open(file, "rb") as source, connection.cursor().copy(f"copy {table} from stdin (format csv, header)".encode()) as target:
            while chunk := source.read(1 << 20):
                target.write(chunk)


@pytest.fixture
def postgres_build(postgres: PostgresServer, adventureworks_dir: Path, project_root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Build:
    company = project_root / "companies" / "adventureworks" / "postgres.yaml"
    database = postgres.new_database()
    tables = [str(declared.table) for declared in load_company(company).sources["erp"].objects.values()]
    with postgres.connect(database) as connection:
        load_tables(connection, adventureworks_dir, tables)
    monkeypatch.setenv("AW_DATABASE_URL", postgres.url(database))
    return close_home(company, tmp_path / "home")


def test_every_value_and_score_is_the_one_from_the_files(postgres_build: Build, adventureworks_build: Build) -> None:
    from_files = all_values(adventureworks_build)
    assert len(from_files) > 10_000
    assert all_values(postgres_build) == from_files
    assert all_scores(postgres_build) == all_scores(adventureworks_build)
    native = duckdb.sql(f"select distinct typeof(orderdate) from '{postgres_build.home}/landing/parts/erp.salesorderheader/*.parquet'").fetchall()
    assert native[0][0].startswith("TIMESTAMP")
