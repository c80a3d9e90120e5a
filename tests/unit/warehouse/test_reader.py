"""Subjects as callers write them."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pytest

from pipelines.errors import UsageError
from pipelines.warehouse.reader import find_subject, split_subject


@pytest.fixture
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as con:
        con.execute("create table rpt_subjects (subject_type varchar, subject_id varchar, bare_id varchar)")
        con.execute("insert into rpt_subjects values ('employee', 'aw:274', '274'), ('employee', 'a:1', 'a:1'), ('employee', 'b:1', 'b:1')")
        con.execute("create table kpi_values (subject_type varchar, subject_id varchar)")
        con.execute("insert into kpi_values values ('region', 'EU'), ('region', 'AP')")
        yield con


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("274", ("employee", "274")),
        ("employee:274", ("employee", "274")),
        ("team:aw:274", ("team", "aw:274")),
        ("aw:274", ("employee", "aw:274")),
        ("company", ("company", "company")),
        ("region:EU", ("region", "EU")),
    ],
)
def test_an_id_without_type_is_an_employees(text: str, expected: tuple[str, str]) -> None:
    assert split_subject(text) == expected


@pytest.mark.parametrize("text", ["274", "employee:274", "aw:274", "employee:aw:274"])
def test_bare_and_full_keys_name_the_same_subject(con: duckdb.DuckDBPyConnection, text: str) -> None:
    assert str(find_subject(con, text)) == "employee:274"
    assert find_subject(con, text).subject_id == "aw:274"


def test_a_bare_id_of_two_keys_is_refused_with_both(con: duckdb.DuckDBPyConnection) -> None:
    with pytest.raises(UsageError, match="a:1, b:1"):
        find_subject(con, "1")
    assert find_subject(con, "b:1").subject_id == "b:1"


@pytest.mark.parametrize(("text", "told"), [("275", "no employee '275'"), ("team:274", "no team '274'"), ("region:US", "AP, EU")])
def test_an_unknown_subject_is_refused(con: duckdb.DuckDBPyConnection, text: str, told: str) -> None:
    with pytest.raises(UsageError, match=told):
        find_subject(con, text)


def test_a_region_of_values_is_a_subject(con: duckdb.DuckDBPyConnection) -> None:
    assert str(find_subject(con, "region:EU")) == "region:EU"
    assert str(find_subject(con, "company")) == "company"
