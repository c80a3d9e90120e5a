"""The diff's working memory and what it imports; what it finds is tested through the log."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from pipelines.landing.diff import working_memory


@pytest.mark.parametrize(
    ("given", "used"), [("1500MB", "500MB"), ("300MB", "300MB"), ("2 GiB", "500MB"), ("0.25GB", "250MB"), ("80%", "500MB"), ("100000kb", "100MB")]
)
def test_a_pull_never_takes_more_than_its_share(given: str, used: str) -> None:
    assert working_memory(given) == used


def test_a_pull_of_files_does_not_import_pandas(tmp_path: Path, project_root: Path) -> None:
    """Its import costs more than landing a small company; DuckDB and pyarrow do it unasked on several paths."""
    (tmp_path / "deals.csv").write_text("id,name\n1,Ada\n2,Bo\n")
    program = f"""
import sys
from datetime import UTC, datetime
from pathlib import Path
from pipelines.landing import Landing
from pipelines.sources import extract
from tests.unit.sources.companies import of_files
folder = Path({str(tmp_path)!r})
company = of_files(folder, "deals.csv", personal=["name"])
read = extract(company, "crm", "deals")
declared = company.sources["crm"].objects["deals"]
outcome = Landing(folder, salt_key="k", memory_limit="1GB").land(
    "crm", "deals", declared, read.schema, read.batches, origin=read.origin, loaded_at=datetime(2026, 9, 1, tzinfo=UTC))
assert outcome.inserted == 2
assert "pandas" not in sys.modules, "pandas was imported"
"""
    done = subprocess.run([sys.executable, "-c", program], cwd=project_root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
