"""The only place where Dagster's definitions are assembled: one code location per company.

Belongs here: putting a company's assets, jobs, schedules and sensor together; the companies that `workspace.yaml` loads.
Does not belong here: any of those things themselves (`defs`).
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import dagster as dg

from pipelines.close.graph import dbt_manifest
from pipelines.defs.jobs import close_job, pull_job
from pipelines.defs.published import published_assets
from pipelines.defs.quality import quality_assets
from pipelines.defs.reports import report_assets
from pipelines.defs.resources import Company, Tools
from pipelines.defs.schedules import AFTER_MONTH_END, DAILY, close_schedule, pull_schedule
from pipelines.defs.sensors import failure_sensor
from pipelines.defs.sources import source_assets
from pipelines.defs.warehouse import model_specs, warehouse_assets
from pipelines.settings import PROJECT_ROOT, CompanySettings, default_home, load_company


def assemble(
    settings: CompanySettings,
    home: Path | None = None,
    *,
    resources: Mapping[str, object] | None = None,
    daily: str = DAILY,
    after_month_end: str = AFTER_MONTH_END,
) -> dg.Definitions:
    """Return all definitions of one company. `resources` replace those of the same name; tests and the launcher bring their own."""
    company = Company(settings, home or default_home(settings))
    manifest = dbt_manifest(settings, company.home)
    specs = model_specs(company, manifest)
    published = [spec for spec in specs if spec.key.path[1] == "published"]
    inner = [spec for spec in specs if spec.key.path[1] != "published"]
    sources = source_assets(company)
    closing = [
        warehouse_assets(company, inner, manifest),
        published_assets(company, published),
        quality_assets(company, published),
        report_assets(company),
    ]
    pull, close = pull_job(company, sources), close_job(company, closing)
    return dg.Definitions(
        assets=[*sources, *closing],
        jobs=[pull, close],
        schedules=[pull_schedule(company, pull, daily), close_schedule(company, close, after_month_end)],
        sensors=[failure_sensor(company)],
        resources={"company": company, "tools": Tools(), **(resources or {})},
        executor=dg.in_process_executor,
    )


def company_definitions(name: str) -> dg.Definitions:
    """Return the definitions of a company folder of this project."""
    return assemble(load_company(PROJECT_ROOT / "companies" / name))


@dg.definitions
def sample() -> dg.Definitions:
    """Code location of the sample company."""
    return company_definitions("sample")


@dg.definitions
def adventureworks() -> dg.Definitions:
    """Code location of AdventureWorks; it loads without its data."""
    return company_definitions("adventureworks")
