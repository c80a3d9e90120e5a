"""Source assets: what the declaration says, what a pull reports, and which failures are tried again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import dagster as dg
import pyarrow as pa
import pytest

from pipelines.close import declared
from pipelines.defs.resources import Company, Tools
from pipelines.defs.sources import RETRIES, source_assets
from pipelines.errors import SourceError
from pipelines.sources import Extraction
from tests.unit.defs.companies import tiny_company

AT_ONCE = dg.RetryPolicy(max_retries=RETRIES.max_retries, delay=0)


@pytest.fixture
def company(tmp_path: Path) -> Company:
    (tmp_path / "leads.csv").write_text("id,made_on\nL1,2026-01-02\nL2,2026-01-03\n", encoding="utf-8")
    return Company(tiny_company(tmp_path), tmp_path / "home")


def leads(company: Company) -> dg.AssetsDefinition:
    return next(asset for asset in source_assets(company, AT_ONCE) if asset.key.path[-1] == "leads")


def materialize(company: Company) -> dg.ExecuteInProcessResult:
    return dg.materialize([leads(company)], resources={"company": company, "tools": Tools()}, raise_on_error=False)


def flaky(monkeypatch: pytest.MonkeyPatch, *, failures: int, transient: bool) -> list[int]:
    calls: list[int] = []

    def extract(*_: Any, **__: Any) -> Extraction:
        calls.append(1)
        if len(calls) <= failures:
            raise SourceError("refused", where="crm.leads", fix="wait", transient=transient)
        table = pa.table({"id": ["L1"], "made_on": ["2026-01-02"]})
        return Extraction(schema=table.schema, batches=iter(table.to_batches()), origin="test")

    monkeypatch.setattr("pipelines.sources.extract", extract)
    return calls


def test_every_declared_object_is_an_asset_in_the_group_of_its_domain(company: Company) -> None:
    assets = source_assets(company)
    assert {asset.key.to_user_string() for asset in assets} == {
        "/".join(("tiny", item.source, item.name)) for item in declared.declared_objects(company.settings)
    }
    spec = leads(company).get_asset_spec()
    assert (spec.group_name, spec.owners, spec.kinds, spec.description) == ("crm", ["team:sales-operations"], {"file", "parquet"}, "Leads.")
    assert {asset.get_asset_spec().group_name for asset in assets if asset.key.path[1] == "policy"} == {"policy"}


def test_a_pull_reports_counts_links_and_a_preview(company: Company) -> None:
    (event,) = materialize(company).get_asset_materialization_events()
    metadata = event.materialization.metadata
    assert metadata["rows read"].value == metadata["rows changed"].value == metadata["dagster/row_count"].value == 2
    assert Path(str(metadata["part"].value)).is_file()
    assert "|L1|2026-01-02|" in str(metadata["preview"].value)
    (again,) = materialize(company).get_asset_materialization_events()
    assert again.materialization.metadata["status"].value == "unchanged"


def test_transient_trouble_is_tried_again_until_it_passes(company: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    calls = flaky(monkeypatch, failures=2, transient=True)
    result = materialize(company)
    assert result.success
    assert len(calls) == 3


def test_transient_trouble_that_stays_fails_in_the_end(company: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    calls = flaky(monkeypatch, failures=99, transient=True)
    assert not materialize(company).success
    assert len(calls) == 1 + RETRIES.max_retries


def test_lasting_trouble_is_not_tried_again_and_says_what_to_do(company: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    calls = flaky(monkeypatch, failures=99, transient=False)
    result = materialize(company)
    assert len(calls) == 1
    assert "crm.leads: refused\n→ wait" in problems(result)[0]


def problems(result: dg.ExecuteInProcessResult) -> list[str]:
    def texts() -> Iterator[str]:
        for event in result.all_events:
            if event.is_step_failure and event.step_failure_data.user_failure_data:
                yield event.step_failure_data.user_failure_data.description or ""

    return list(texts())
