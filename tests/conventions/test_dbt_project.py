"""The house rules of the dbt project: twins, contracts, layers, one list of posting models."""

from __future__ import annotations

import csv
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

PROJECT = Path(__file__).resolve().parents[2]
DBT = PROJECT / "dbt_project"
MODELS = sorted((DBT / "models").rglob("*.sql"))
SQL_BUDGET = 80
LONGER_MODELS: set[str] = set()  # may only shrink
COMPANIES = sorted(path.parent for path in (PROJECT / "companies").glob("*/company.yaml"))
CONTRACT_LAYERS = {"canonical", "published"}


def name_of(path: Path) -> str:
    return path.stem


def layer_of(path: Path) -> str:
    return path.relative_to(DBT / "models").parts[0]


def properties(path: Path) -> dict[str, Any]:
    twin = path.with_suffix(".yml")
    if not twin.exists():
        return {}
    entries = (yaml.safe_load(twin.read_text(encoding="utf-8")) or {}).get("models", [])
    return next((entry for entry in entries if entry["name"] == path.stem), {})


def contract_enforced(entry: dict[str, Any]) -> bool:
    return bool(entry.get("config", {}).get("contract", {}).get("enforced"))


@pytest.mark.parametrize("model", MODELS, ids=name_of)
def test_each_model_has_a_twin_that_documents_it_and_its_columns(model: Path) -> None:
    entry = properties(model)
    assert entry.get("description"), f"write {model.with_suffix('.yml').name} with a description that opens with the grain"
    undocumented = [column["name"] for column in entry.get("columns", []) if not column.get("description")]
    assert entry.get("columns"), "document the columns"
    assert not undocumented


@pytest.mark.parametrize("model", [path for path in MODELS if layer_of(path) in CONTRACT_LAYERS and not path.stem.startswith("all_")], ids=name_of)
def test_canonical_and_published_models_enforce_a_typed_contract(model: Path) -> None:
    entry = properties(model)
    assert contract_enforced(entry)
    assert not [column["name"] for column in entry["columns"] if not column.get("data_type")]


@pytest.mark.parametrize("model", MODELS, ids=name_of)
def test_only_staging_reads_landing(model: Path) -> None:
    reads_landing = re.search(r"source\(\s*'landing'", model.read_text(encoding="utf-8"))
    assert layer_of(model) == "staging" or not reads_landing


@pytest.mark.parametrize("model", [path for path in MODELS if layer_of(path) == "staging"], ids=name_of)
def test_staging_models_are_named_by_system_and_entity(model: Path) -> None:
    assert re.fullmatch(rf"stg_{model.parent.name}__[a-z0-9_]+", model.stem)


def test_models_stay_within_their_budget() -> None:
    assert {path.stem for path in MODELS if len(path.read_text(encoding="utf-8").splitlines()) > SQL_BUDGET} == LONGER_MODELS


def posting_models() -> list[str]:
    listed: list[str] = yaml.safe_load((DBT / "dbt_project.yml").read_text(encoding="utf-8"))["vars"]["posting_models"]
    return listed


def test_the_list_of_posting_models_is_the_folder() -> None:
    assert sorted(posting_models()) == sorted(path.stem for path in (DBT / "models" / "postings").glob("*.sql"))


@pytest.mark.parametrize("company", COMPANIES, ids=lambda path: path.name)
def test_each_kpi_of_policy_has_one_posting_model(company: Path) -> None:
    posted = [
        kpi for path in (DBT / "models" / "postings").glob("*.sql") for kpi in properties(path).get("config", {}).get("meta", {}).get("kpis", [])
    ]
    with (company / "policy" / "kpis.csv").open(encoding="utf-8", newline="") as handle:
        defined = {row["kpi_id"] for row in csv.DictReader(handle) if row["form"] != "change"}
    assert len(posted) == len(set(posted))
    assert defined == set(posted)


@pytest.mark.parametrize("model", sorted((DBT / "models" / "postings").glob("*.sql")), ids=name_of)
def test_each_posting_model_has_unit_tests(model: Path) -> None:
    tests = [
        test
        for twin in (DBT / "models" / "postings").rglob("*.yml")
        for test in (yaml.safe_load(twin.read_text(encoding="utf-8")) or {}).get("unit_tests", [])
        if test["model"] == model.stem
    ]
    assert tests


def test_divisions_stand_in_one_macro() -> None:
    """DuckDB divides decimals as floating point; only the exact macro may divide money."""
    dividing = {
        path.stem
        for path in MODELS
        if layer_of(path) in {"postings", "ledger", "scoring", "published"}
        and re.search(r"[\w)]\s+/\s+[\w(]", uncommented(path.read_text(encoding="utf-8")))
    }
    assert not dividing


def uncommented(sql: str) -> str:
    return re.sub(r"--[^\n]*|\{#.*?#\}", "", sql, flags=re.DOTALL)


def test_the_division_rule_sees_a_division() -> None:
    assert re.search(r"[\w)]\s+/\s+[\w(]", uncommented("select n / d from t -- n / d"))
    assert not re.search(r"[\w)]\s+/\s+[\w(]", uncommented("select {{ exact_ratio('n', 'd') }} from t -- n / d"))
