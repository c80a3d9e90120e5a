"""What a red build says."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import pytest

from pipelines.errors import BuildError
from pipelines.warehouse.dbt_run import NodeRun
from pipelines.warehouse.failures import describe_checks, raise_if_red

KEPT = Path("/h/builds/.failed/warehouse.duckdb")


def node(**changed: Any) -> NodeRun:
    base = {
        "kind": "test",
        "name": "splits_total_at_most_100_percent",
        "description": "",
        "path": "dbt_project/tests/singular/x.sql",
        "status": "fail",
        "message": "",
        "severity": "error",
        "failures": 7,
        "sql": "select range as deal, 1.2::decimal(9, 6) as share from range(7)",
        "parents": ("model.scorecards.deal_credits",),
        "meta": {},
        "materialized": "test",
        "columns": {},
        "seconds": 0.1,
    }
    return NodeRun(**{**base, **changed})


def test_a_failing_check_carries_its_rows_as_text() -> None:
    with duckdb.connect() as con:
        found = describe_checks(con, [node(), node(name="fine", status="pass", failures=0), node(kind="model", name="m", status="success")])
    assert [check["name"] for check in found] == ["fine", "splits_total_at_most_100_percent"]
    assert found[0]["rows"] == []
    assert found[1]["columns"] == ["deal", "share"]
    assert found[1]["rows"][0] == ["0", "1.200000"]
    assert found[1]["models"] == ["deal_credits"]


def test_at_most_200_rows_are_kept() -> None:
    with duckdb.connect() as con:
        found = describe_checks(con, [node(sql="select * from range(1000)", failures=1000)])
    assert len(found[0]["rows"]) == 200


def test_the_error_names_check_count_rows_and_query() -> None:
    with duckdb.connect() as con:
        checks = describe_checks(con, [node()])
    with pytest.raises(BuildError) as caught:
        raise_if_red([node()], checks, KEPT)
    text = str(caught.value)
    assert "splits_total_at_most_100_percent found 7 rows: splits total at most 100 percent" in text
    assert "deal=4, share=1.200000" in text
    assert "deal=5" not in text
    assert "… and 2 more" in text
    assert "from range(7)" in text


def test_a_warning_is_kept_and_stops_nothing() -> None:
    with duckdb.connect() as con:
        checks = describe_checks(con, [node(status="warn", severity="warn")])
    raise_if_red([node(status="warn", severity="warn")], checks, KEPT)
    assert len(checks[0]["rows"]) == 7


def test_a_broken_model_is_named_with_its_file() -> None:
    broken = node(kind="model", name="ledger", path="dbt_project/models/ledger/ledger.sql", status="error", message="Binder Error: no column")
    with pytest.raises(BuildError, match=r"model ledger \(dbt_project/models/ledger/ledger.sql\) could not be run: Binder Error"):
        raise_if_red([broken], [], KEPT)
