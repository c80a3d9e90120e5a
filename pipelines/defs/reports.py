"""Report assets: the scorecards of a month, made only where its checks let them.

Belongs here: the asset, its configuration, links and counts as metadata.
Does not belong here: rendering (`close.rendering`, `reporting`), checks (`quality`).
"""

from typing import TYPE_CHECKING

import dagster as dg

from pipelines import close
from pipelines.defs.partitions import partitions, period_of
from pipelines.defs.previews import ROWS, Metadata, markdown
from pipelines.defs.quality import page_key, verdicts_of
from pipelines.defs.resources import Company, Tools, told
from pipelines.defs.warehouse import build_of_run

if TYPE_CHECKING:
    from pipelines.reporting import BatchResult

GROUP = "reports"


class RenderConfig(dg.Config):
    """Which reports to make; everything, each in its reader's language, unless told otherwise."""

    only: list[str] | None = None
    locale: str | None = None


def report_assets(company: Company) -> dg.AssetsDefinition:
    """Return the asset of the monthly scorecards."""

    @dg.asset(
        key=company.key(GROUP, "scorecards"),
        deps=[page_key(company)],
        group_name=GROUP,
        owners=["team:sales-operations"],
        kinds={"pdf", "html"},
        description="The month's scorecards, one PDF for each employee and each team, and their index. Withheld while a blocking check finds rows.",
        partitions_def=partitions(company.settings),
    )
    def scorecards(
        context: dg.AssetExecutionContext, config: RenderConfig, company: dg.ResourceParam[Company], tools: dg.ResourceParam[Tools]
    ) -> dg.MaterializeResult[None]:
        return dg.MaterializeResult(metadata=_metadata(render_month(context, config, company, tools)))

    return scorecards


def render_month(context: dg.AssetExecutionContext, config: RenderConfig, company: Company, tools: Tools) -> "BatchResult":
    """Render the scorecards of the run's build."""
    build, period = build_of_run(context, company, tools), period_of(context.partition_key, company.settings)
    verdicts = verdicts_of(company, build, period.key)
    with told(tools):
        tools.batch = close.render(
            company.home, build, period, only=config.only, locale=config.locale, verdicts=verdicts, on_progress=tools.stage("render")
        )
    return tools.batch


def _metadata(batch: "BatchResult") -> Metadata:
    first = [{"who": item.name, "locale": item.locale, "pages": item.pages, "state": item.state, "file": item.file.name} for item in batch.reports]
    return {
        "reports": len(batch.reports),
        "pages": sum(item.pages for item in batch.reports),
        "folder": dg.MetadataValue.path(batch.folder),
        "index": dg.MetadataValue.path(batch.index),
        "preview": markdown(first[:ROWS]),
    }
