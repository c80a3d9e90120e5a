"""Builds on a tiny dbt project: what they hold, when they are reused, what a red one says, and that a kill leaves nothing behind."""

from __future__ import annotations

import json
import multiprocessing
import os
import shutil
import time
from pathlib import Path
from typing import Any

import duckdb
import pytest

from pipelines.errors import BuildError
from pipelines.warehouse import Build, current_id, list_builds, make_build, open_build, promote, remove_old_builds
from tests.integration.warehouse.factories import AS_OF, orders, request, write_project

FIRST = [(1, "upsert", "A", "10.5", None), (2, "upsert", "B", "1", None), (3, "upsert", "C", "7", None)]
SECOND = [(4, "upsert", "A", "11.5", 1), (5, "delete", "B", None, 2)]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write_project(tmp_path / "checkout")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


def published(build: Build) -> list[Any]:
    return duckdb.sql(f"select * from '{build.published}/rpt_kpis.parquet'").fetchall()


def amounts(build: Build) -> dict[str, str]:
    return {row[0]: str(row[1]) for row in published(build)}


def test_a_build_holds_the_row_versions_of_its_head_and_what_readers_need(root: Path, home: Path) -> None:
    build = make_build(request(home, root, orders(home, FIRST, SECOND), head=2), now=AS_OF)
    assert amounts(build) == {"A": "11.5000", "C": "7.0000"}
    assert build.manifest["rows"]["rpt_kpis"] == 2
    assert build.manifest["inputs"]["head"] == 2
    assert build.manifest["checks"] == {"pass": 1}
    assert build.checks()[0]["name"] == "each_order_has_an_amount"
    assert build.models()["ledger"]["path"] == "dbt_project/models/ledger/ledger.sql"
    assert [row[0] for row in duckdb.sql(f"select order_id from '{build.folder}/ledger.parquet'").fetchall()] == ["A", "C"]
    with duckdb.connect(str(build.database), read_only=True) as con:
        assert con.execute("select company, head, as_of_on from run_context").fetchall() == [("tiny", 2, AS_OF.date())]
        assert con.execute("select entity from run_feeds order by 1").fetchall() == [("orders",), ("settings",)]
        assert con.execute("select load, first_row_id, last_row_id from landing.parts order by 1").fetchall() == [(1, 1, 3), (2, 4, 5)]
        assert con.execute("select note, _object_id from landing.tiny__orders limit 1").fetchall() == [(None, 1)]


def test_an_object_without_landing_is_an_empty_typed_view(root: Path, home: Path) -> None:
    table = orders(home)
    build = make_build(request(home, root, table), now=AS_OF)
    with duckdb.connect(str(build.database), read_only=True) as con:
        kinds = dict(con.execute("select column_name, data_type from duckdb_columns() where table_name = 'tiny__orders'").fetchall())
    assert published(build) == []
    assert kinds == {
        "order_id": "VARCHAR",
        "amount": "VARCHAR",
        "note": "VARCHAR",
        "_object_id": "INTEGER",
        "_row_id": "BIGINT",
        "_is_duplicate": "BOOLEAN",
    }


def test_the_same_inputs_reuse_the_build_and_other_code_does_not(root: Path, home: Path) -> None:
    wanted = request(home, root, orders(home, FIRST))
    first = make_build(wanted, now=AS_OF)
    made = (first.folder / "manifest.json").stat().st_mtime_ns
    again = make_build(wanted, now=AS_OF)
    assert (again.build_id, again.reused, first.reused) == (first.build_id, True, False)
    assert (again.folder / "manifest.json").stat().st_mtime_ns == made
    (root / "pipelines" / "code.py").write_text("x = 2\n")
    assert make_build(wanted, now=AS_OF).build_id != first.build_id


def test_a_new_month_does_not_parse_the_project_again(root: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from dbt.parser.manifest import ManifestLoader

    whole = ManifestLoader.is_partial_parsable
    answers: list[bool] = []

    def listen(self: Any, manifest: Any) -> Any:
        answer = whole(self, manifest)
        answers.append(answer[0])
        return answer

    monkeypatch.setattr(ManifestLoader, "is_partial_parsable", listen)
    table = orders(home, FIRST, SECOND)
    make_build(request(home, root, table, head=1), now=AS_OF)
    make_build(request(home, root, table, head=2), now=AS_OF)
    assert answers == [True]  # nothing to ask the first time, and nothing to parse the second


def test_a_failing_test_names_itself_the_rows_and_the_query_and_leaves_current_alone(root: Path, home: Path) -> None:
    green = make_build(request(home, root, orders(home, FIRST)), now=AS_OF)
    promote(green)
    bad = orders(home, FIRST, [(6, "upsert", "D", "many", None), (7, "upsert", "E", "", None)])
    with pytest.raises(BuildError) as caught:
        make_build(request(home, root, bad, head=2), now=AS_OF)
    text = str(caught.value)
    assert "each_order_has_an_amount found 2 rows: An order without amount cannot be counted." in text
    assert "amount=None" in text
    assert "where amount is null" in text
    assert open_build(home).build_id == green.build_id
    kept = home / "builds" / ".failed"
    query = json.loads((kept / "checks.json").read_text())[0]["sql"]
    with duckdb.connect(str(kept / "warehouse.duckdb"), read_only=True) as con:
        assert len(con.execute(query).fetchall()) == 2
    assert [build.build_id for build in list_builds(home)] == [green.build_id]


def test_a_broken_model_is_named_with_the_database_error(root: Path, home: Path) -> None:
    (root / "dbt_project" / "models" / "ledger" / "ledger.sql").write_text("select nothing_here from {{ ref('stg_tiny__orders') }}")
    with pytest.raises(BuildError, match=r"(?s)model ledger \(dbt_project/models/ledger/ledger.sql\).*nothing_here"):
        make_build(request(home, root, orders(home, FIRST)), now=AS_OF)
    assert current_id(home) is None


def test_a_project_that_does_not_parse_is_a_build_error(root: Path, home: Path) -> None:
    (root / "dbt_project" / "models" / "ledger" / "ledger.sql").write_text("select * from {{ ref('nowhere') }}")
    with pytest.raises(BuildError, match="nowhere"):
        make_build(request(home, root, orders(home, FIRST)), now=AS_OF)


def test_a_system_without_staging_models_is_named(root: Path, home: Path) -> None:
    (root / "dbt_project" / "models" / "staging" / "tiny" / "stg_tiny__orders.sql").unlink()
    (root / "dbt_project" / "models" / "staging" / "tiny").rmdir()
    with pytest.raises(BuildError, match="no staging models for system 'tiny'"):
        make_build(request(home, root, orders(home, FIRST)), now=AS_OF)


def test_gc_keeps_the_newest_and_the_current_one(root: Path, home: Path) -> None:
    table = orders(home, FIRST, SECOND)
    made = [make_build(request(home, root, table, head=head), now=AS_OF.replace(hour=head)) for head in (1, 2, 3)]
    promote(made[0])
    (home / "builds" / ".building").mkdir()
    assert remove_old_builds(home, keep=1) == [made[1].build_id]
    assert {build.build_id for build in list_builds(home)} == {made[0].build_id, made[2].build_id}
    assert not (home / "builds" / ".building").exists()
    assert (home / "landing").is_dir()


def test_a_build_is_opened_by_the_beginning_of_its_id(root: Path, home: Path) -> None:
    build = make_build(request(home, root, orders(home, FIRST)), now=AS_OF)
    assert open_build(home, build.build_id[:6]).folder == build.folder
    with pytest.raises(BuildError, match="no build yet"):
        open_build(home)
    with pytest.raises(BuildError, match="no build begins with 'zz'"):
        open_build(home, "zz")


def build_and_promote(home: Path, root: Path) -> None:
    promote(make_build(request(home, root, orders(home, FIRST, SECOND), head=2), now=AS_OF))


@pytest.fixture(scope="module")
def processes() -> Any:
    """Processes that fork from one in which dbt is imported, so that each kill costs little."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["dbt.cli.main", "dbt.adapters.duckdb", "tests.integration.warehouse.test_builds"])
    return context


def test_killed_after_each_sync_and_rename_the_next_run_gives_the_same(
    root: Path, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A kill leaves the files as they are at that instant: each such state is kept, put back, and run upon."""
    states: list[Path] = []

    def kept(real: Any) -> Any:
        def call(*arguments: Any, **named: Any) -> Any:
            answer = real(*arguments, **named)
            states.append(Path(shutil.copytree(home, tmp_path / "states" / str(len(states)))))
            return answer

        return call

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", kept(os.fsync))
        patched.setattr(Path, "rename", kept(Path.rename))
        patched.setattr(Path, "replace", kept(Path.replace))
        expected = uninterrupted(home, root)
    assert len(states) > 10
    for state in states:
        shutil.rmtree(home)
        state.rename(home)
        assert_next_run_equals(home, root, expected)


def test_killed_at_random_instants_the_next_run_gives_the_same(root: Path, home: Path, tmp_path: Path, processes: Any) -> None:
    expected = uninterrupted(tmp_path / "other", root)
    for number, share in enumerate((0.05, 0.3, 0.55, 0.8, 0.95)):
        started = time.monotonic()
        child = processes.Process(target=build_and_promote, args=(home / str(number), root))
        child.start()
        child.join(timeout=share * expected[1])
        child.kill()
        child.join()
        assert time.monotonic() - started < 120
        assert_next_run_equals(home / str(number), root, expected)


def uninterrupted(home: Path, root: Path) -> tuple[list[Any], float]:
    started = time.monotonic()
    build_and_promote(home, root)
    return published(open_build(home)), time.monotonic() - started


def assert_next_run_equals(home: Path, root: Path, expected: tuple[list[Any], float]) -> None:
    build_and_promote(home, root)
    build = open_build(home)
    assert published(build) == expected[0]
    assert [found.build_id for found in list_builds(home)] == [build.build_id]
    assert not (home / "builds" / ".building").exists()
