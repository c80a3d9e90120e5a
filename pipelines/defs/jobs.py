"""The two jobs of a company: `pull` lands every source, `close_month` builds, checks and renders one month.

Belongs here: what each job holds, its partitions, executor and tags.
Does not belong here: when jobs run (`schedules`), running one from the command line (`launch`).
"""

from __future__ import annotations

from collections.abc import Sequence

import dagster as dg
from dagster._core.definitions.unresolved_asset_job_definition import UnresolvedAssetJobDefinition  # what define_asset_job returns

from pipelines.defs.resources import Company

AssetJob = UnresolvedAssetJobDefinition
PULL = "pull"
CLOSE_MONTH = "close_month"
COMPANY_TAG = "scorecards/company"


def pull_job(company: Company, sources: Sequence[dg.AssetsDefinition]) -> AssetJob:
    """Return the job that pulls every object; one that fails stops no other."""
    about = "Pull every declared object into landing; an object that fails stops no other."
    return dg.define_asset_job(
        PULL, selection=list(sources), description=about, tags={COMPANY_TAG: company.name}, executor_def=dg.in_process_executor
    )


def close_job(company: Company, assets: Sequence[dg.AssetsDefinition]) -> AssetJob:
    """Return the job that closes a month from what was landed."""
    return dg.define_asset_job(
        CLOSE_MONTH,
        selection=list(assets),
        description="Build every month up to this one, check what was published of it, render its scorecards.",
        tags={COMPANY_TAG: company.name},
        executor_def=dg.in_process_executor,
    )
