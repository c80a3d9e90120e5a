"""Each rule of tests/singular, fed rows that break it: the rule is a query, and the query must name them."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.models.rendering import DBT, Rows, Tables, render

SPLITS = "opportunity_id varchar, employee_id varchar, share decimal(9,6), split_type varchar"
MEMBERSHIP = "team_id varchar, employee_id varchar, valid_from date, valid_to date, depth integer"
ASSIGNMENTS = "employee_id varchar, valid_from date, valid_to date, position varchar, role varchar, manager_employee_id varchar, region varchar"
KEYS = "source_key varchar, employee_id varchar, valid_from date, valid_to date"
INVOICES = (
    "invoice_id varchar, invoiced_on date, employee_id varchar, net_amount decimal(18,4), currency varchar, "
    "kind varchar, source_object_id integer, source_row_id bigint"
)


def findings(rule: str, tables: Tables) -> list[dict[str, Any]]:
    """Run a rule on what the test filled."""
    return tables.rows(render((DBT / "tests" / "singular" / f"{rule}.sql").read_text(encoding="utf-8")))


def ran_on(rule: str, table: str, columns: str, rows: Rows) -> list[dict[str, Any]]:
    """Fill one table and run a rule."""
    tables = Tables()
    tables.fill(table, columns, rows)
    return findings(rule, tables)


def split(employee: str, share: str, kind: str = "revenue") -> dict[str, str]:
    return {"opportunity_id": "D1", "employee_id": employee, "share": share, "split_type": kind}


def test_revenue_splits_over_all_of_a_deal_are_found() -> None:
    rule, table = "revenue_splits_of_a_deal_are_at_most_all_of_it", "crm_credit_splits"
    assert not ran_on(rule, table, SPLITS, [split("U1", "0.6"), split("U2", "0.4"), split("U3", "1", "overlay")])
    found = ran_on(rule, table, SPLITS, [split("U1", "0.6"), split("U2", "0.400001")])
    assert [(row["opportunity_id"], row["employees"]) for row in found] == [("D1", "U1, U2")]


def assignment(employee: str, start: str, end: str, manager: str | None = None) -> dict[str, str | None]:
    return {"employee_id": employee, "valid_from": start, "valid_to": end, "manager_employee_id": manager}


def members_of(rows: Rows) -> Tables:
    tables = Tables()
    tables.fill("assignments", ASSIGNMENTS, rows)
    tables.fill("policy_weights", "subject_type varchar, role varchar", [])
    tables.run("credit", "team_membership")
    return tables


def test_a_loop_in_the_hierarchy_ends_and_is_found() -> None:
    open_end = "9999-12-31"
    loop = [assignment("A", "2026-01-01", open_end, "B"), assignment("B", "2026-01-01", open_end, "C"), assignment("C", "2026-03-01", open_end, "A")]
    found = findings("nobody_reports_to_themselves", members_of([*loop, assignment("D", "2026-01-01", open_end, "A")]))
    assert sorted(row["employee_id"] for row in found) == ["A", "B", "C"]


def test_a_loop_that_never_was_on_one_day_is_none() -> None:
    turned = [
        assignment("A", "2026-01-01", "2026-05-31", "B"),
        assignment("A", "2026-06-01", "9999-12-31"),
        assignment("B", "2026-06-01", "9999-12-31", "A"),
    ]
    assert not findings("nobody_reports_to_themselves", members_of(turned))


def test_who_manages_themselves_is_found() -> None:
    found = findings("nobody_reports_to_themselves", members_of([assignment("A", "2026-01-01", "9999-12-31", "A")]))
    assert [row["employee_id"] for row in found] == ["A"]


@pytest.mark.parametrize(("second_start", "expected"), [("2026-06-15", ["E1"]), ("2026-06-16", [])])
def test_overlapping_assignments_are_found(second_start: str, expected: list[str]) -> None:
    rows = [assignment("E1", "2026-01-01", "2026-06-15"), assignment("E1", second_start, "9999-12-31"), assignment("E2", "2026-01-01", "9999-12-31")]
    found = ran_on("an_employee_has_one_assignment_at_a_time", "assignments", ASSIGNMENTS, rows)
    assert [row["employee_id"] for row in found] == expected


@pytest.mark.parametrize(("second_start", "expected"), [("2026-06-30", ["crm:7"]), ("2026-07-01", [])])
def test_a_key_of_two_employees_on_one_day_is_found(second_start: str, expected: list[str]) -> None:
    rows = [
        {"source_key": "crm:7", "employee_id": "hr:1", "valid_from": "1900-01-01", "valid_to": "2026-06-30"},
        {"source_key": "crm:7", "employee_id": "hr:2", "valid_from": second_start, "valid_to": "9999-12-31"},
    ]
    assert [row["source_key"] for row in ran_on("a_key_means_one_employee_at_a_time", "employee_keys", KEYS, rows)] == expected


def test_a_key_of_two_customers_is_found() -> None:
    rows = [
        {"source_key": "fin:K1", "account_id": "crm:A1"},
        {"source_key": "fin:K1", "account_id": "crm:A2"},
        {"source_key": "fin:K2", "account_id": "crm:A2"},
    ]
    assert [row["source_key"] for row in ran_on("a_key_means_one_customer", "account_keys", "source_key varchar, account_id varchar", rows)] == [
        "fin:K1"
    ]


def test_what_an_invoice_holds_beyond_its_lines_is_listed() -> None:
    rows = [{"invoice_id": "aw:1", "kind": "invoice", "net_amount": "10"}, {"invoice_id": "aw:2", "kind": "unitemised", "net_amount": "5"}]
    assert [row["invoice_id"] for row in ran_on("every_invoice_is_itemised", "fin_invoices", INVOICES, rows)] == ["aw:2"]
