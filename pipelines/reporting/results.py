"""What goes into a batch besides the tables, and what comes out of it.

Belongs here: the small frozen shapes that callers of `render_batch` make and read.
Does not belong here: the views templates see (`views`), how a batch runs (`batch`).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class CheckLine:
    """One check and how it ended."""

    check_id: str
    title: str
    blocking: bool
    passed: bool
    failing_rows: int = 0


@dataclass(frozen=True)
class QualitySummary:
    """The checks of the build, and the source objects whose last pull failed (`<source>.<object>`), so that older rows serve."""

    checks: tuple[CheckLine, ...] = ()
    stale: tuple[str, ...] = ()

    @property
    def passed(self) -> int:
        """How many checks passed."""
        return sum(check.passed for check in self.checks)

    @property
    def failed(self) -> tuple[CheckLine, ...]:
        """The checks that did not pass (warnings, as blocking ones stop the reports)."""
        return tuple(check for check in self.checks if not check.passed)


@dataclass(frozen=True)
class ReportFile:
    """One released report: whose, which file, its SHA-256, pages and state."""

    report_id: str
    subject_type: str
    subject_id: str
    name: str
    locale: str
    file: Path
    sha256: str
    pages: int
    state: str
    view_digest: str


@dataclass(frozen=True)
class BatchResult:
    """A released batch: its files in the order of the index, and the index itself."""

    reports: tuple[ReportFile, ...]
    index: Path

    @property
    def folder(self) -> Path:
        """Folder of the PDFs."""
        return self.index.parent / "scorecards"
