"""AdventureWorks, closed into a home of its own: what the tests on real data share."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest

from pipelines import close
from pipelines.settings import load_company
from pipelines.warehouse import Build, promote

LAST_MONTH = "2014-06"
PULLED_AT = datetime(2014, 7, 2, 8, 0, tzinfo=UTC)
Key = tuple[str, str, str, str, str]  # grain, period, subject type, subject, KPI


def close_home(company_file: Path, home: Path, *, at: datetime = PULLED_AT) -> Build:
    """Pull everything, build all months, and make the build current."""
    company = load_company(company_file)
    report = close.pull(company, home, at)
    assert report.failed == ()
    build = close.build(company, home, close.period_of(company, LAST_MONTH), None, at)
    promote(build)
    return build


def all_values(build: Build) -> dict[Key, tuple[Any, ...]]:
    """Return every KPI value with numerator, denominator and number of postings."""
    found = duckdb.sql(
        f"""select grain, period, subject_type, subject_id, kpi_id, value, numerator, denominator, postings
        from '{build.folder}/kpi_values.parquet'"""
    ).fetchall()
    return {row[:5]: row[5:] for row in found}


def all_scores(build: Build) -> list[tuple[Any, ...]]:
    """Return every published KPI row that a page prints, without what names the build."""
    return duckdb.sql(
        f"""select grain, period, subject_type, subject_id, kpi_id, value, target, attainment, score, weight, rank
        from '{build.published}/rpt_kpis.parquet' order by all"""
    ).fetchall()


@pytest.fixture(scope="session")
def adventureworks_build(adventureworks_dir: Path, project_root: Path, tmp_path_factory: pytest.TempPathFactory) -> Build:
    """AdventureWorks up to June 2014, from its files; tests read it and leave it as it is."""
    assert adventureworks_dir.is_dir()
    return close_home(project_root / "companies" / "adventureworks", tmp_path_factory.mktemp("adventureworks"))
