"""A close by the command's launcher on a small sample company: recorded, and stopped by a blocking check that names its rows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import dagster as dg
import polars as pl
import pytest

from pipelines.defs.home import open_instance
from pipelines.defs.launch import CloseResult, run_close
from pipelines.errors import ChecksFailed, UsageError
from pipelines.periods import Period
from pipelines.settings import CompanySettings, load_company
from pipelines.warehouse import open_build

SEPTEMBER = Period.parse("2026-09")


@dataclass(frozen=True)
class Closed:
    company: CompanySettings
    home: Path
    result: CloseResult
    stages: set[str]


@pytest.fixture(scope="module")
def closed(tmp_path_factory: pytest.TempPathFactory, project_root: Path) -> Iterator[Closed]:
    folder = tmp_path_factory.mktemp("small")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DAGSTER_HOME", str(folder / "dagster"))
        patch.setenv("SCORECARDS_SAMPLE_SOURCES", str(folder / "sources"))
        (folder / "company.yaml").write_text(
            f"extends: {project_root}/companies/sample/company.yaml\ngenerator: {{size: 0.1}}\nhistory_starts_on: 2025-06-01\n", encoding="utf-8"
        )
        (folder / "policy").symlink_to(project_root / "companies" / "sample" / "policy")
        company, stages = load_company(folder), set[str]()
        result = run_close(company, folder / "home", SEPTEMBER, locale="en", on_progress=lambda stage, *_: stages.add(stage))
        yield Closed(company, folder / "home", result, stages)


def test_a_close_makes_reports_and_tells_its_progress(closed: Closed) -> None:
    assert closed.result.reports
    assert all(report.file.is_file() for report in closed.result.reports)
    assert closed.result.index.is_file()
    assert "withheld" not in closed.result.quality_page.read_text(encoding="utf-8")
    assert closed.result.stale == ()
    assert closed.stages == {"pull", "build", "check", "render"}


def test_both_runs_are_recorded_with_links_and_counts(closed: Closed) -> None:
    with open_instance() as instance:
        runs = [instance.get_run_by_id(run_id) for run_id in closed.result.run_ids]
        event = instance.get_latest_materialization_event(dg.AssetKey(["sample", "reports", "scorecards"]))
        ledger = instance.get_latest_materialization_event(dg.AssetKey(["sample", "warehouse", "ledger"]))
    assert [(run.job_name, run.status.value) for run in runs if run] == [("pull", "SUCCESS"), ("close_month", "SUCCESS")]
    assert event is not None
    assert event.asset_materialization is not None
    assert event.asset_materialization.metadata["reports"].value == len(closed.result.reports)
    assert ledger is not None
    assert ledger.asset_materialization is not None
    assert int(str(ledger.asset_materialization.metadata["dagster/row_count"].value)) > 0


def test_a_month_outside_the_companys_history_is_refused(closed: Closed) -> None:
    with pytest.raises(UsageError, match="2019-01 is not a month"):
        run_close(closed.company, closed.home, Period.parse("2019-01"), as_of=open_build(closed.home).as_of)


def test_a_failed_blocking_check_withholds_the_reports_and_names_the_rows(closed: Closed) -> None:
    """Last in the file: it spoils the build."""
    totals = open_build(closed.home).published / "rpt_totals.parquet"
    table = pl.read_parquet(totals)
    wrong = (pl.col("grain") == "M") & (pl.col("period") == "2026-09") & pl.col("grade").is_not_null()
    table.with_columns(grade=pl.when(wrong).then(pl.lit("Z")).otherwise(pl.col("grade"))).write_parquet(totals)
    before = {report.file: report.file.stat().st_mtime_ns for report in closed.result.reports}
    with pytest.raises(ChecksFailed) as failed:
        run_close(closed.company, closed.home, SEPTEMBER, as_of=open_build(closed.home).as_of, locale="en")
    assert "grade_is_that_of_its_band" in str(failed.value)
    assert "subject_id=" in str(failed.value)
    assert "read_parquet(" in str(failed.value)
    assert {file: file.stat().st_mtime_ns for file in before} == before
    assert "withheld" in closed.result.quality_page.read_text(encoding="utf-8")
    with open_instance() as instance:
        (latest, *_) = instance.get_runs(limit=1)
        steps = {record.step_key: record.status.value for record in instance.get_run_step_stats(latest.run_id) if record.status}
    assert latest.status is dg.DagsterRunStatus.FAILURE
    assert "sample__reports__scorecards" not in steps
