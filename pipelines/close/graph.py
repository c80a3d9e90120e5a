"""Use case `graph`: the models of a company's warehouse, before any build.

Belongs here: which project, variables and cache the manifest of a company comes from.
Does not belong here: parsing (`warehouse.manifest`), assets made of it (`defs`).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pipelines.settings import PROJECT_ROOT, CompanySettings, memory_limit, worker_count


def dbt_manifest(company: CompanySettings, home: Path) -> dict[str, Any]:
    """Return the manifest of the dbt project as this company runs it; parsed when absent or stale, no data needed."""
    from pipelines.warehouse.dbt_run import find_feeds
    from pipelines.warehouse.manifest import project_setup, read_manifest

    project = PROJECT_ROOT / "dbt_project"
    systems = tuple(company.systems)
    return read_manifest(project_setup(home, project, systems, find_feeds(project, systems), memory_limit(), worker_count()))
