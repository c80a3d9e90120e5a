"""The checks of a month's published tables: one blocking asset check per suite, and the page that shows their result.

Belongs here: specs of the checks, reporting verdicts; a failed blocking one keeps the reports from being made.
Does not belong here: running suites (`close.checking`, `quality`), dbt's tests (`warehouse`).
"""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import dagster as dg

from pipelines import close
from pipelines.defs.partitions import partitions, period_of
from pipelines.defs.previews import Metadata
from pipelines.defs.resources import Company, Tools, identifier, told
from pipelines.defs.warehouse import build_of_run
from pipelines.quality import Suite, Verdict, load_suites
from pipelines.warehouse import Build

GROUP = "quality"


def quality_assets(company: Company, published: Sequence[dg.AssetSpec]) -> dg.AssetsDefinition:
    """Return the asset of the result page with its blocking checks."""
    suites = load_suites()
    page = dg.AssetSpec(
        page_key(company),
        deps=[spec.key for spec in published],
        group_name=GROUP,
        owners=["team:data-team"],
        kinds={"html", "greatexpectations"},
        description="The result page of a month's checks: what Great Expectations found in the published tables, dbt's tests, stale sources.",
    )
    checks = [_check(page.key, suite) for suite in suites]

    @dg.multi_asset(name=identifier(company.name, "check"), specs=[page], check_specs=checks, partitions_def=partitions(company.settings))
    def checked(
        context: dg.AssetExecutionContext, company: dg.ResourceParam[Company], tools: dg.ResourceParam[Tools]
    ) -> Iterator[dg.MaterializeResult[None] | dg.AssetCheckResult]:
        report = check_month(context, company, tools)
        found = sum(not verdict.passed for verdict in report.verdicts)
        metadata: Metadata = {"page": dg.MetadataValue.path(report.page), "not passed": found}
        yield dg.MaterializeResult(asset_key=page.key, metadata=metadata)
        for check in checks:
            yield _result(check, [verdict for verdict in report.verdicts if verdict.table == check.name])

    return checked


def page_key(company: Company) -> dg.AssetKey:
    """Return the key of the result page."""
    return company.key(GROUP, "result_page")


def check_month(context: dg.AssetExecutionContext, company: Company, tools: Tools) -> close.CheckReport:
    """Run the suites on the run's build and keep the verdicts for the reports."""
    build, period = build_of_run(context, company, tools), period_of(context.partition_key, company.settings)
    tools.stage("check")(0, 1)
    with told(tools):
        stale = close.stale_objects(company.settings, company.home)
        tools.checked = close.check(company.settings, company.home, build, period, worker=tools.worker, stale=stale)
    file = _kept_verdicts(company, build, period.key)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps([verdict.as_dict() for verdict in tools.checked.verdicts], default=str), encoding="utf-8")
    tools.stage("check")(1, 1)
    return tools.checked


def verdicts_of(company: Company, build: Build, month: str) -> list[Verdict]:
    """Return what the checks of a month found in a build. Fails if they were not run."""
    file = _kept_verdicts(company, build, month)
    if not file.is_file():
        raise dg.Failure(f"the checks of {month} were not run on build {build.build_id}: materialize {GROUP}/result_page first", allow_retries=False)
    return [Verdict.from_dict(item) for item in json.loads(file.read_text(encoding="utf-8"))]


def _kept_verdicts(company: Company, build: Build, month: str) -> Path:
    return company.home / "cache" / "verdicts" / f"{build.build_id}-{month}.json"


def _check(page: dg.AssetKey, suite: Suite) -> dg.AssetCheckSpec:
    rules = "\n".join(f"- {item.title}{'' if item.blocking else ' (warning)'}" for item in suite.expectations)
    return dg.AssetCheckSpec(suite.table, asset=page, description=f"Rules of the published table {suite.table}:\n\n{rules}", blocking=True)


def _result(check: dg.AssetCheckSpec, verdicts: Sequence[Verdict]) -> dg.AssetCheckResult:
    found = [verdict for verdict in verdicts if not verdict.passed]
    blocks = any(verdict.blocking for verdict in found)
    metadata: Metadata = {"expectations": len(verdicts), "failing rows": sum(verdict.failing_rows for verdict in found)}
    if found:
        metadata["found"] = dg.MetadataValue.md("\n\n".join(f"```\n{verdict.describe()}\n```" for verdict in found))
    return dg.AssetCheckResult(
        asset_key=check.asset_key,
        check_name=check.name,
        passed=not found,
        severity=dg.AssetCheckSeverity.ERROR if blocks else dg.AssetCheckSeverity.WARN,
        metadata=metadata,
    )
