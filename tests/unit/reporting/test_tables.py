"""Reading the published tables: the month's rows, twelve months of history, nothing of other subjects."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from pipelines.errors import RenderError
from pipelines.periods import Period
from pipelines.reporting.tables import Published
from tests.unit.reporting.published_factory import PublishedFactory

MONTH = Period.parse("2026-09")


def test_a_subject_has_its_own_rows_and_twelve_months_of_them(tmp_path: Path) -> None:
    subjects = Published(PublishedFactory().write(tmp_path), MONTH).subjects()
    assert [rows.key for rows in subjects] == sorted(rows.key for rows in subjects)
    rows = next(rows for rows in subjects if rows.key == ("employee", "crm:U03"))
    assert {row["subject_id"] for row in (*rows.kpis, *rows.dimensions, *rows.slices, *rows.funnel)} == {"crm:U03"}
    assert {row["period"] for row in rows.kpis} == {"2026-09"}
    assert [row and row["period"] for row in rows.history["revenue"]] == [f"2025-{month}" for month in (10, 11, 12)] + [
        f"2026-0{month}" for month in range(1, 10)
    ]
    assert rows.previous["revenue"]["period"] == "2026-08"
    assert rows.members == ()


def test_months_before_the_history_are_gaps(tmp_path: Path) -> None:
    rows = Published(PublishedFactory(months=3).write(tmp_path), MONTH).subjects()[0]
    assert [row is None for row in rows.history["revenue"]] == [True] * 9 + [False] * 3


def test_regions_and_the_company_get_no_scorecard(tmp_path: Path) -> None:
    factory = PublishedFactory(months=1)
    factory.tables["rpt_subjects"].append({**factory.tables["rpt_subjects"][0], "subject_type": "region", "subject_id": "APAC"})
    assert {rows.key[0] for rows in Published(factory.write(tmp_path), MONTH).subjects()} == {"employee", "team"}


def test_definitions_are_those_in_force_on_the_months_last_day(tmp_path: Path) -> None:
    factory = PublishedFactory(months=1)
    old = factory.rows("rpt_definitions", kpi_id="revenue")[0]
    factory.tables["rpt_definitions"].append({**old, "version": 2, "name_en": "Net revenue", "valid_from": date(2026, 9, 30), "valid_to": None})
    old["valid_to"] = date(2026, 9, 29)
    context = Published(factory.write(tmp_path), MONTH).context()
    assert context.definitions["revenue"]["name_en"] == "Net revenue"


def test_a_missing_table_is_named(tmp_path: Path) -> None:
    folder = PublishedFactory(months=1).write(tmp_path)
    (folder / "rpt_funnel.parquet").unlink()
    with pytest.raises(RenderError, match="published table rpt_funnel is missing"):
        Published(folder, MONTH).subjects()
