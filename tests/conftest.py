"""What all tests share: the tiers, and where the real data lie.

Belongs here: tier rules (unit, integration, golden, conventions; `realdata` needs `../shared/data`), fixtures used by more than one tier.
Does not belong here: servers (`integration/servers.py`), factories of rows (`factories.py` beside their tests).
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parent.parent
REAL_DATA = Path(os.environ.get("SCORECARDS_TEST_DATA") or PROJECT.parent / "shared" / "data").resolve()
TIERS = ("unit", "integration", "golden", "conventions")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Refuse tests outside the tiers; without the real data, leave their tier out (in CI it must be there)."""
    for item in items:
        tier = Path(item.path).relative_to(PROJECT / "tests").parts[0]
        if tier not in TIERS:
            raise pytest.UsageError(f"{item.nodeid}: tests live in tests/{{{','.join(TIERS)}}}/, by what they need; move it there")
    if (REAL_DATA / "adventureworks").is_dir():
        return
    if os.environ.get("CI"):
        raise pytest.UsageError(f"CI is set but the real data are not at {REAL_DATA}: the tier `realdata` must run there")
    real = [item for item in items if item.get_closest_marker("realdata")]
    items[:] = [item for item in items if item not in real]
    config.stash[_LEFT_OUT] = len(real)


_LEFT_OUT = pytest.StashKey[int]()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Say so when the tier `realdata` was not collected."""
    left_out = config.stash.get(_LEFT_OUT, 0)
    if left_out:
        terminalreporter.write_line(f"realdata: {left_out} tests not collected, no data at {REAL_DATA} (set SCORECARDS_TEST_DATA)")


@pytest.fixture(scope="session")
def adventureworks_dir() -> Path:
    """Folder of the AdventureWorks tables (gzipped CSV)."""
    return REAL_DATA / "adventureworks"


@pytest.fixture(scope="session")
def project_root() -> Path:
    """The checkout's root."""
    return PROJECT
