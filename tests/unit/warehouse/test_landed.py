"""The SQL of views over landed parts."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from pipelines.warehouse.landed import LandedPart, LandedTable, view_sql

AT = datetime(2026, 10, 1, tzinfo=UTC)
DECLARED = {"id": "VARCHAR", "name": "VARCHAR", "born_on": "DATE"}


def part(load: int, *, personal: bool = False) -> LandedPart:
    return LandedPart(load, AT, "people.csv", Path(f"/h/{load}.parquet"), Path(f"/h/{load}.personal.parquet") if personal else None)


def table(*parts: LandedPart, personal: tuple[str, ...] = ()) -> LandedTable:
    return LandedTable("hr", "people", "hr", DECLARED, object_id=7, columns={"id": "VARCHAR", "name": "VARCHAR"}, personal=personal, parts=parts)


def test_without_parts_the_view_is_empty_and_typed() -> None:
    assert view_sql(LandedTable("hr", "people", "hr", DECLARED)).endswith("where false")
    assert 'null::DATE as "born_on"' in view_sql(LandedTable("hr", "people", "hr", DECLARED))


def test_one_load_replaces_nothing() -> None:
    assert "not exists" not in view_sql(table(part(1)))
    assert "not exists" in view_sql(table(part(1), part(2)))


def test_declared_columns_that_were_never_landed_are_typed_nulls() -> None:
    assert 'null::DATE as "born_on"' in view_sql(table(part(1)))


def test_personal_columns_come_from_the_sibling() -> None:
    sql = view_sql(table(part(1, personal=True), personal=("name",)))
    assert 'p."name"' in sql
    assert 'm."id"' in sql
    assert "left join read_parquet(['/h/1.personal.parquet']" in sql
