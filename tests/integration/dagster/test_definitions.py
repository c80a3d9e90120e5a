"""Both code locations load on a fresh clone: no data, no manifest, nothing set up."""

from __future__ import annotations

from pathlib import Path

import dagster as dg
import pytest
from dagster import AssetKey

from pipelines.definitions import assemble
from pipelines.settings import load_company

POLICY = ("bands", "curves", "kpis", "settings", "targets", "thresholds", "weights")
GROUPS = {  # company → group → owner → objects
    "sample": {
        "policy": {"sales-operations": POLICY},
        "crm": {"sales-operations": ("account_links", "accounts", "activities", "deal_splits", "leads", "opportunities")},
        "finance": {"finance": ("adjustments", "expenses", "fx_rates", "invoices", "payments", "products", "targets")},
        "hr": {"human-resources": ("assignments", "employee_keys", "employees")},
    },
    "adventureworks": {
        "policy": {"sales-operations": POLICY},
        "crm": {"finance-systems": ("customer", "salesterritory", "store")},
        "finance": {
            "finance-systems": (
                "product",
                "productcategory",
                "productcosthistory",
                "productsubcategory",
                "salesorderdetail",
                "salesorderheader",
                "salespersonquotahistory",
            )
        },
        "hr": {"finance-systems": ("emailaddress", "employee", "person", "salesterritoryhistory")},
    },
}


@pytest.fixture(scope="module", params=["sample", "adventureworks"])
def location(request: pytest.FixtureRequest, project_root: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, dg.Definitions]:
    name = str(request.param)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SCORECARDS_TEST_DATA", "/nowhere")
        patch.setenv("SCORECARDS_SAMPLE_SOURCES", "/nowhere")
        return name, assemble(load_company(project_root / "companies" / name), tmp_path_factory.mktemp(name))


def specs(definitions: dg.Definitions, name: str) -> dict[str, dg.AssetSpec]:
    return {"/".join(spec.key.path[1:]): spec for spec in definitions.resolve_all_asset_specs() if spec.key.path[0] == name}


def source(company: str, group: str) -> str:
    return "erp" if company == "adventureworks" and group != "policy" else group


def test_definitions_are_loadable(location: tuple[str, dg.Definitions]) -> None:
    dg.Definitions.validate_loadable(location[1])


def test_assets_groups_and_owners_are_those_of_the_snapshot(location: tuple[str, dg.Definitions]) -> None:
    name, definitions = location
    expected = {
        "quality/result_page": ("quality", "team:data-team"),
        "reports/scorecards": ("reports", "team:sales-operations"),
        **{
            f"{source(name, group)}/{item}": (group, f"team:{owner}")
            for group, owners in GROUPS[name].items()
            for owner, items in owners.items()
            for item in items
        },
    }
    assert {key: (spec.group_name, *spec.owners) for key, spec in specs(definitions, name).items() if spec.group_name != "warehouse"} == expected


def test_every_asset_has_group_owner_kind_and_description(location: tuple[str, dg.Definitions]) -> None:
    _, definitions = location
    executable = {key for assets in definitions.assets or [] for key in assets.keys}  # type: ignore[union-attr]
    bare = [
        key.to_user_string()
        for key in executable
        if not ((spec := definitions.get_assets_def(key).specs_by_key[key]).owners and spec.kinds and spec.description and spec.group_name)
    ]
    assert bare == []


def test_every_model_in_use_is_an_asset_and_descends_from_its_sources(location: tuple[str, dg.Definitions], project_root: Path) -> None:
    name, definitions = location
    systems = {"policy", *load_company(project_root / "companies" / name).systems}
    models = {
        path.stem
        for path in (project_root / "dbt_project" / "models").rglob("*.sql")
        if path.parent.parent.name != "staging" or path.parent.name in systems
    }
    graph = definitions.resolve_asset_graph()
    made = {key for key in graph.executable_asset_keys if key.path[1] in {"warehouse", "published"}}
    assert {key.path[-1] for key in made} == models
    ancestors = graph.get_ancestor_asset_keys(AssetKey([name, "reports", "scorecards"]))
    landed = {key for key in graph.executable_asset_keys if key.path[1] not in {"warehouse", "published", "quality", "reports"}}
    assert {key for key in landed if key.path[1] != "policy"} <= ancestors


def test_what_a_month_sees_is_partitioned_by_month_and_the_rest_is_not(location: tuple[str, dg.Definitions]) -> None:
    _, definitions = location
    graph = definitions.resolve_asset_graph()
    partitioned = {key.path[1] for key in graph.executable_asset_keys if graph.get(key).partitions_def is not None}
    assert partitioned == {"published", "quality", "reports"}


def test_checks_of_published_tables_block_and_builds_share_a_pool(location: tuple[str, dg.Definitions]) -> None:
    name, definitions = location
    graph = definitions.resolve_asset_graph()
    blocking = {key.name for key in graph.asset_check_keys if graph.get(key).blocking}
    assert {"rpt_kpis", "rpt_totals", "rpt_control_totals"} <= blocking
    assert any(key.name == "dbt_tests" for key in graph.asset_check_keys)
    assert definitions.get_assets_def(AssetKey([name, "warehouse", "ledger"])).op.pool == "builds"


def test_schedules_tick_in_the_companys_time_zone(location: tuple[str, dg.Definitions], project_root: Path) -> None:
    name, definitions = location
    zone = load_company(project_root / "companies" / name).timezone
    schedules = {item.name: item for item in definitions.schedules or []}
    assert set(schedules) == {"daily_pull", "monthly_provisional"}
    assert {item.execution_timezone for item in schedules.values()} == {zone}  # type: ignore[union-attr]
