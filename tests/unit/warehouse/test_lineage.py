"""From a KPI to its SQL and up to the sources."""

from __future__ import annotations

from pipelines.warehouse.lineage import covering_checks, posting_model, upstream

MODELS = {
    "post_revenue": {"path": "p/post_revenue.sql", "meta": {"kpis": ["revenue"]}, "parents": ["model.x.invoice_lines", "source.x.run.run_context"]},
    "invoice_lines": {"path": "c/invoice_lines.sql", "meta": {}, "parents": ["model.x.stg_fin__invoices"]},
    "stg_fin__invoices": {"path": "s/stg.sql", "meta": {}, "parents": ["source.x.landing.fin__invoices"]},
}


def test_the_posting_model_is_the_one_that_lists_the_kpi() -> None:
    assert posting_model(MODELS, "revenue") == "post_revenue"
    assert posting_model(MODELS, "visits") is None


def test_upstream_ends_at_the_landed_objects() -> None:
    assert upstream(MODELS, "post_revenue") == ("p/post_revenue.sql", "c/invoice_lines.sql", "run_context", "s/stg.sql", "fin.invoices")


def test_checks_of_the_models_asked_for() -> None:
    checks = [
        {"name": "a", "description": "", "severity": "error", "status": "pass", "failures": 0, "models": ["ledger"], "sql": "…"},
        {"name": "b", "description": "", "severity": "error", "status": "pass", "failures": 0, "models": ["other"], "sql": "…"},
    ]
    assert [check["name"] for check in covering_checks(checks, ["ledger", "kpi_values"])] == ["a"]
