"""dbt's unit tests, run for real: an empty warehouse with every company's objects, then each unit test of each model."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb
import pytest
import yaml

from pipelines.close import declared_objects
from pipelines.settings import load_company
from pipelines.warehouse import LandedTable
from pipelines.warehouse.dbt_run import find_feeds
from pipelines.warehouse.landed import create_landing

PROJECT = Path(__file__).resolve().parents[2]
DBT = PROJECT / "dbt_project"
COMPANIES = ("sample", "adventureworks")


def prepare_database(path: Path, home: Path, feeds: dict[str, list[str]]) -> None:
    companies = [load_company(PROJECT / "companies" / name) for name in COMPANIES]
    tables = {
        (item.source, item.name): LandedTable(item.source, item.name, item.settings.domain.value, item.settings.columns)
        for company in companies
        for item in declared_objects(company)
    }
    with duckdb.connect(str(path)) as con:
        create_landing(con, tables.values(), home)
        con.execute(
            "create table run_context (company varchar, period_start date, period_end date, as_of timestamp, as_of_on date,"
            " head integer, issues_head integer, build_id varchar, code_digest varchar)"
        )
        con.execute(
            "insert into run_context values ('x', ?, ?, ?, ?, 1, 0, 'b', 'c')",
            [date(2026, 9, 1), date(2026, 9, 30), datetime(2026, 10, 1, tzinfo=UTC).replace(tzinfo=None), date(2026, 10, 1)],
        )
        con.execute("create table run_feeds (entity varchar)")
        con.executemany("insert into run_feeds values (?)", [[entity] for entity in feeds])


def dbt(folder: Path, feeds: dict[str, list[str]], *arguments: str) -> subprocess.CompletedProcess[str]:
    variables = json.dumps({"systems": all_systems(), "feeds": feeds})
    command = [str(Path(sys.executable).with_name("dbt")), "--no-use-colors", "--no-version-check", *arguments]
    options = ["--project-dir", str(DBT), "--profiles-dir", str(folder), "--target-path", str(folder / "target"), "--log-path", str(folder / "logs")]
    environment = {**os.environ, "DBT_SEND_ANONYMOUS_USAGE_STATS": "0"}
    return subprocess.run([*command, *options, "--vars", variables], capture_output=True, text=True, env=environment, cwd=folder, check=False)


def all_systems() -> list[str]:
    return sorted({system for name in COMPANIES for system in load_company(PROJECT / "companies" / name).systems})


@pytest.fixture(scope="module")
def unit_test_results(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, str]]:
    folder = tmp_path_factory.mktemp("dbt")
    database = folder / "warehouse.duckdb"
    feeds = find_feeds(DBT, tuple(all_systems()))
    prepare_database(database, folder, feeds)
    output = {"type": "duckdb", "path": str(database), "schema": "main", "threads": 2}
    (folder / "profiles.yml").write_text(yaml.safe_dump({"sales_scorecards": {"target": "t", "outputs": {"t": output}}}), encoding="utf-8")
    built = dbt(folder, feeds, "run", "--empty")
    assert built.returncode == 0, built.stdout[-4000:]
    tested = dbt(folder, feeds, "test", "--select", "test_type:unit")
    results = json.loads((folder / "target" / "run_results.json").read_text(encoding="utf-8"))["results"]
    assert results, tested.stdout[-4000:]
    return [{"name": result["unique_id"], "status": result["status"], "message": result["message"] or ""} for result in results]


def test_every_dbt_unit_test_passes(unit_test_results: list[dict[str, str]]) -> None:
    failed = [f"{result['name']}: {result['message']}" for result in unit_test_results if result["status"] != "pass"]
    assert not failed, "\n\n".join(failed)


def test_each_posting_model_has_unit_tests_that_ran(unit_test_results: list[dict[str, str]]) -> None:
    tested = {result["name"].split(".")[2] for result in unit_test_results}
    assert {path.stem for path in (DBT / "models" / "postings").glob("*.sql")} <= tested
