"""Real builds that golden tests compare with."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipelines.close import Build, build, pull
from pipelines.periods import Period
from pipelines.settings import load_company


@pytest.fixture(scope="session")
def adventureworks_build(adventureworks_dir: Path, project_root: Path, tmp_path_factory: pytest.TempPathFactory) -> Build:
    """Everything up to the last order month, from the CSV files."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SCORECARDS_TEST_DATA", str(adventureworks_dir.parent))
        company = load_company(project_root / "companies" / "adventureworks")
        home = tmp_path_factory.mktemp("adventureworks")
        now = datetime(2026, 11, 24, 12, tzinfo=UTC)
        report = pull(company, home, now)
        assert not [item for item in report.pulls if item.problem]
        return build(company, home, Period.parse("2014-06", company.fiscal_year_start), None, now)
