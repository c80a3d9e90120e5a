"""Source assets: one for each declared object, pulled into landing.

Belongs here: keys, groups, owners and descriptions from the declaration; retries of transient trouble; metadata of a pull.
Does not belong here: pulling (`close.pulling`), schedules (`schedules`).
"""

from datetime import UTC, datetime

import dagster as dg

from pipelines import close
from pipelines.close.declared import DeclaredObject
from pipelines.close.pulling import ObjectPull, open_landing
from pipelines.defs.previews import Metadata, first_rows, markdown
from pipelines.defs.resources import Company, Tools, told
from pipelines.settings import SourceSettings

RETRIES = dg.RetryPolicy(max_retries=3, delay=1, backoff=dg.Backoff.EXPONENTIAL, jitter=dg.Jitter.PLUS_MINUS)
_KINDS = {"files": "file", "sql": "sql"}


def source_assets(company: Company, retries: dg.RetryPolicy = RETRIES) -> list[dg.AssetsDefinition]:
    """Return the assets of all declared objects, policy first."""
    sources = close.with_policy(company.settings).sources
    return [_source_asset(company, item, sources[item.source], retries) for item in close.declared_objects(company.settings)]


def _source_asset(company: Company, item: DeclaredObject, source: SourceSettings, retries: dg.RetryPolicy) -> dg.AssetsDefinition:
    @dg.asset(
        key=company.key(item.source, item.name),
        group_name=item.settings.domain.value,
        owners=[f"team:{source.owner}"],
        kinds={_KINDS.get(source.connector, source.connector), "parquet"},
        description=item.settings.description or f"Rows of {item.full_name} as the source gives them.",
        metadata={"key columns": ", ".join(item.settings.key), "mode": item.settings.mode.value, "connector": source.connector},
        retry_policy=retries,
        op_tags={"source": item.source},
    )
    def pulled(company: dg.ResourceParam[Company], tools: dg.ResourceParam[Tools]) -> dg.MaterializeResult[None]:
        with told(tools):
            report = close.pull(company.settings, company.home, datetime.now(UTC), only=[item.full_name])
        (pull,) = report.pulls
        if pull.problem is not None:
            raise dg.Failure(description=pull.problem, allow_retries=pull.is_transient)
        tools.pulled.add(item.full_name)
        tools.stage("pull")(len(tools.pulled), len(close.declared_objects(company.settings)))
        return dg.MaterializeResult(metadata=_metadata(company, pull))

    return pulled


def _metadata(company: Company, pull: ObjectPull) -> Metadata:
    landing = open_landing(company.home)
    head = landing.head()
    landed = next(found for found in landing.objects(head.load) if (found.source, found.object) == (pull.source, pull.object))
    metadata: Metadata = {"dagster/row_count": landed.live_rows, "load": landed.last_load, "head": head.load}
    if pull.outcome is not None:
        outcome = pull.outcome
        changed = {"inserted": outcome.inserted, "updated": outcome.updated, "deleted": outcome.deleted}
        metadata |= {"status": outcome.status, "rows read": outcome.rows_read, "rows changed": sum(changed.values()), **changed}
        metadata |= {"duplicates": outcome.duplicates, "drift": "; ".join(outcome.drift) or "none"}
    if landed.main_parts:
        metadata |= {"part": dg.MetadataValue.path(landed.main_parts[-1]), "preview": markdown(first_rows(landed.main_parts[-1]))}
    return metadata
