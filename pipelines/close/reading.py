"""Use cases that read: `values`, `trace`, `explain`, the list of builds; and `gc`, `check_sources`.

Belongs here: from what a caller writes (period, subject, build) to what the rooms answer.
Does not belong here: queries (`warehouse`), printing (`close.texts`). Nothing here imports dbt, Dagster, Great Expectations or WeasyPrint.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipelines import warehouse
from pipelines.periods import Grain, Period
from pipelines.settings import CompanySettings

if TYPE_CHECKING:
    from pipelines.sources import Probe


def period_of(company: CompanySettings, text: str, *, to_date: bool = False) -> Period:
    """Return the period that a caller names, in the company's fiscal calendar; `to_date`: the fiscal year up to its end."""
    period = Period.parse(text, company.fiscal_year_start)
    return period.containing(Grain.YTD) if to_date else period


def values(
    home: Path, period: Period, *, kpis: Sequence[str] = (), subjects: Sequence[str] = (), build_id: str | None = None
) -> list[dict[str, Any]]:
    """Return KPI values, one row for each subject and KPI."""
    return warehouse.read_values(warehouse.open_build(home, build_id), period, kpis=kpis, subjects=subjects)


def trace(home: Path, period: Period, subject: str, kpi: str, *, build_id: str | None = None) -> warehouse.Trace:
    """Return the trail of one value, down to the landed source rows."""
    return warehouse.trace_value(warehouse.open_build(home, build_id), period, subject, kpi)


def explain(home: Path, period: Period, subject: str, *, build_id: str | None = None) -> warehouse.Explanation:
    """Return what was not posted or was rejected, and why."""
    return warehouse.explain_subject(warehouse.open_build(home, build_id), period, subject)


def check_sources(company: CompanySettings) -> list[Probe]:
    """Return for each declared object whether it can be reached, with columns and count, or the reason why not."""
    from pipelines.close.declared import declared_objects, with_policy
    from pipelines.close.pulling import make_sample_sources
    from pipelines.sources import probe

    make_sample_sources(company)
    declared = [item for item in declared_objects(company) if item.settings.file or item.settings.table or item.settings.query]
    return [probe(with_policy(company), item.source, item.name) for item in declared]


def gc(home: Path, keep: int) -> list[str]:
    """Remove all but the newest builds; return the ids removed."""
    return warehouse.remove_old_builds(home, keep)
