"""Use case `check`: the suites on what a build published, for one period; a green build becomes current.

Belongs here: verdicts, the result page, the refusal that withholds reports.
Does not belong here: suites and Great Expectations (`quality`), dbt tests (`warehouse`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pipelines.errors import ChecksFailed
from pipelines.periods import Period
from pipelines.settings import CompanySettings
from pipelines.warehouse import Build, promote

if TYPE_CHECKING:
    from pipelines.quality import Verdict, Worker


@dataclass(frozen=True)
class CheckReport:
    """The verdicts on a period and the page that shows them."""

    period: Period
    verdicts: tuple[Verdict, ...]
    page: Path

    @property
    def blocking(self) -> tuple[Verdict, ...]:
        """Verdicts that withhold the reports."""
        return tuple(verdict for verdict in self.verdicts if verdict.stops_reports)

    def raise_if_blocked(self) -> None:
        """Raise `ChecksFailed` that names each blocking check, its rows and its query."""
        if self.blocking:
            text = "\n".join(["the reports are withheld, blocking checks found rows:", *(verdict.describe() for verdict in self.blocking)])
            raise ChecksFailed(text, where=self.period.key, fix=f"mend the rows at their source and run again; all checks: {self.page}")


def report_folder(home: Path, period: Period) -> Path:
    """Folder of a period's pages and PDFs."""
    return home / "reports" / period.key


def check(
    company: CompanySettings, home: Path, build: Build, period: Period, *, worker: Worker | None = None, stale: Sequence[str] = ()
) -> CheckReport:
    """Run the suites on a build for a period, write `quality.html`, and make the build current if no blocking check found rows."""
    from pipelines.quality import start_worker, write_page

    own = worker or start_worker()
    try:
        verdicts = own.run(build.published, period)
    finally:
        if worker is None:
            own.close()
    page = report_folder(home, period) / "quality.html"
    page.parent.mkdir(parents=True, exist_ok=True)
    context = {
        "company": company.display_name.get(company.default_locale, company.name),
        "period": period.key,
        "build_id": build.build_id,
        "head": build.head,
        "as_of": build.as_of.astimezone(company.tz).isoformat(sep=" ", timespec="seconds"),
        "stale": list(stale),
    }
    write_page(page, verdicts, build.checks(), context)
    report = CheckReport(period, tuple(verdicts), page)
    if not report.blocking:
        promote(build)
    return report
