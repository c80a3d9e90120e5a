"""Warehouse assets: every dbt model, made by one build; its tests as one asset check per model.

Belongs here: specs from dbt's manifest (keys, lineage, descriptions), reporting a build as materialisations and check results.
Does not belong here: running dbt (`close.building`), a month's view of the published tables (`published`).
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from graphlib import TopologicalSorter
from typing import Any

import dagster as dg
from dagster_dbt import DagsterDbtTranslator, DagsterDbtTranslatorSettings, build_dbt_asset_specs

from pipelines import close
from pipelines.defs.home import BUILDS_POOL
from pipelines.defs.partitions import period_of
from pipelines.defs.previews import Metadata, markdown
from pipelines.defs.resources import Company, Tools, identifier, told
from pipelines.warehouse import Build, open_build

BUILD_TAG = "scorecards/build"
TESTS = "dbt_tests"
GROUP = "warehouse"
_OWNERS = ["team:sales-operations"]
_KEPT_METADATA = "dagster-dbt/"  # dagster-dbt attaches the whole manifest to each spec; only its own commands read it


class BuildConfig(dg.Config):
    """What a build may be asked besides its month."""

    as_of: str | None = None


class Models(DagsterDbtTranslator):
    """Keys of one company: landing's views are the source assets, published tables and other models have a folder each."""

    def __init__(self, company: Company) -> None:
        super().__init__(DagsterDbtTranslatorSettings(enable_asset_checks=False))
        self._company = company

    def get_asset_key(self, dbt_resource_props: Mapping[str, Any]) -> dg.AssetKey:
        """Return the key of a model or source."""
        name = dbt_resource_props["name"]
        if dbt_resource_props["resource_type"] == "source" and dbt_resource_props["source_name"] == "landing" and "__" in name:
            return self._company.key(*name.split("__", 1))
        return self._company.key("published" if name.startswith("rpt_") else GROUP, name)

    def get_group_name(self, dbt_resource_props: Mapping[str, Any]) -> str:
        """All models stand in one group."""
        return GROUP

    def get_owners(self, dbt_resource_props: Mapping[str, Any]) -> list[str]:
        """Name who answers for the models."""
        return _OWNERS

    def get_description(self, dbt_resource_props: Mapping[str, Any]) -> str:
        """Return the model's own description, without its SQL."""
        return str(dbt_resource_props.get("description") or "")


def model_specs(company: Company, manifest: Mapping[str, Any]) -> list[dg.AssetSpec]:
    """Return the specs of all models, published ones included, parents first: in this order they are reported."""
    specs = build_dbt_asset_specs(manifest=manifest, dagster_dbt_translator=Models(company), select="resource_type:model")
    keys = {spec.key for spec in specs}
    by_key = {spec.key: spec.replace_attributes(skippable=False, metadata=_kept(spec), deps=_parents(spec, keys)) for spec in specs}
    parents = {key: sorted(dep.asset_key for dep in spec.deps if dep.asset_key in by_key) for key, spec in sorted(by_key.items())}
    return [by_key[key] for key in TopologicalSorter(parents).static_order()]


def _parents(spec: dg.AssetSpec, models: set[dg.AssetKey]) -> list[dg.AssetDep]:
    """Return the models and source assets that a model reads; what the build itself writes beside them is no asset."""
    return [dep for dep in spec.deps if dep.asset_key in models or dep.asset_key.path[1] != GROUP]


def _kept(spec: dg.AssetSpec) -> dict[str, Any]:
    return {name: value for name, value in spec.metadata.items() if not name.lower().replace("_", "-").startswith(_KEPT_METADATA)}


def tested_models(specs: list[dg.AssetSpec], manifest: Mapping[str, Any]) -> list[dg.AssetCheckSpec]:
    """Return one check for each model that dbt tests."""
    nodes = manifest["nodes"].values()
    tested = {parent.rpartition(".")[2] for node in nodes if node["resource_type"] == "test" for parent in node["depends_on"]["nodes"]}
    about = "All dbt tests that read this model; those of severity error stop the build."
    return [dg.AssetCheckSpec(TESTS, asset=spec.key, description=about) for spec in specs if spec.key.path[-1] in tested]


def warehouse_assets(company: Company, specs: list[dg.AssetSpec], manifest: Mapping[str, Any]) -> dg.AssetsDefinition:
    """Return the asset that builds every model in one go."""
    checks = tested_models(specs, manifest)

    @dg.multi_asset(name=identifier(company.name, "build"), specs=specs, check_specs=checks, pool=BUILDS_POOL)
    def built(
        context: dg.AssetExecutionContext, config: BuildConfig, company: dg.ResourceParam[Company], tools: dg.ResourceParam[Tools]
    ) -> Iterator[dg.MaterializeResult[None] | dg.AssetCheckResult]:
        build = make_build(context, company, tools, config.as_of)
        models, tests = build.models(), build.checks()
        for spec in specs:
            yield dg.MaterializeResult(asset_key=spec.key, metadata=_model_metadata(build, spec.key.path[-1], models))
        for check in checks:
            yield _test_result(check, tests)

    return built


def make_build(context: dg.AssetExecutionContext, company: Company, tools: Tools, as_of: str | None = None) -> Build:
    """Make (or find) the build of the run's month, and remember it as a tag of the run."""
    if not context.has_partition_key:
        raise dg.Failure("a build needs to know its month: run the job close_month for a month", allow_retries=False)
    period = period_of(context.partition_key, company.settings)
    with told(tools):
        instant = datetime.fromisoformat(as_of) if as_of else None
        build = close.build(company.settings, company.home, period, instant, datetime.now(UTC), on_progress=tools.stage("build"))
    context.instance.add_run_tags(context.run_id, {BUILD_TAG: build.build_id})
    return build


def build_of_run(context: dg.AssetExecutionContext, company: Company, tools: Tools) -> Build:
    """Return the build that this run made; where it made none (a step run alone), the one that its month has now."""
    run = context.instance.get_run_by_id(context.run_id)
    build_id = run.tags.get(BUILD_TAG) if run else None
    return open_build(company.home, build_id) if build_id else make_build(context, company, tools)


def _model_metadata(build: Build, name: str, models: Mapping[str, Any]) -> Metadata:
    model = models.get(name, {})
    metadata: Metadata = {"build": build.build_id, "seconds": model.get("seconds", 0.0)}
    if name in build.manifest["rows"]:
        metadata["dagster/row_count"] = int(build.manifest["rows"][name])
    return metadata


def _test_result(check: dg.AssetCheckSpec, tests: list[dict[str, Any]]) -> dg.AssetCheckResult:
    mine = [test for test in tests if check.asset_key.path[-1] in test["models"]]
    found = [test for test in mine if test["status"] != "pass"]
    metadata: Metadata = {"tests": len(mine), "found": markdown([_brief(test) for test in found])}
    return dg.AssetCheckResult(
        passed=not found, severity=dg.AssetCheckSeverity.WARN, asset_key=check.asset_key, check_name=check.name, metadata=metadata
    )


def _brief(test: Mapping[str, Any]) -> dict[str, Any]:
    return {"test": test["name"], "status": test["status"], "rows": test["failures"], "query": f"`{' '.join(test['sql'].split())[:400]}`"}
