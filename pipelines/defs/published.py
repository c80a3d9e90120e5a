"""Published assets: the tables that reports and checks may read, as one month sees them.

Belongs here: their monthly partitions, rows of the month, a preview.
Does not belong here: making the tables (`warehouse`), judging them (`quality`).
"""

from collections.abc import Iterator

import dagster as dg

from pipelines.defs.partitions import partitions
from pipelines.defs.previews import Metadata, markdown, rows_of_month
from pipelines.defs.resources import Company, Tools, identifier
from pipelines.defs.warehouse import build_of_run
from pipelines.warehouse import Build


def published_assets(company: Company, specs: list[dg.AssetSpec]) -> dg.AssetsDefinition:
    """Return the assets of the published tables, partitioned by month."""
    monthly = [spec.replace_attributes(partitions_def=partitions(company.settings), kinds={"parquet", "dbt"}, skippable=False) for spec in specs]

    @dg.multi_asset(name=identifier(company.name, "publish"), specs=monthly, partitions_def=partitions(company.settings))
    def published(
        context: dg.AssetExecutionContext, company: dg.ResourceParam[Company], tools: dg.ResourceParam[Tools]
    ) -> Iterator[dg.MaterializeResult[None]]:
        build = build_of_run(context, company, tools)
        for spec in specs:
            yield dg.MaterializeResult(asset_key=spec.key, metadata=_metadata(build, spec.key.path[-1], context.partition_key))

    return published


def _metadata(build: Build, table: str, month: str) -> Metadata:
    file = build.published / f"{table}.parquet"
    rows, first = rows_of_month(file, month)
    return {"dagster/row_count": rows, "file": dg.MetadataValue.path(file), "build": build.build_id, "preview": markdown(first)}
