"""What a team counts of an order, against the rule worked out in fractions."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.models.rendering import Tables

DAY = date(2024, 5, 10)
MEMBERS = {"M1": ["E1", "E2", "M1"], "M2": ["E3"], "V1": ["E1", "E2", "E3", "M1", "M2", "V1"]}
LEDGER = (
    "kpi_id varchar, grain varchar, period_start date, credit_date date, organised_on date, employee_id varchar, share decimal(9,6),"
    " split_type varchar, numerator decimal(18,4), denominator decimal(18,4), source_object_id integer, source_row_id bigint"
)
UNIT = Decimal("0.0001")

overlays = st.dictionaries(st.sampled_from(["E1", "E2", "E3", "M1"]), st.sampled_from([1_000_000, 500_000, 333_333]), max_size=4)
sellers = st.sampled_from([{}, {"E1": 1_000_000}, {"E3": 1_000_000}, {"E2": 600_000, "E9": 400_000}])
orders = st.lists(st.tuples(st.integers(-(10**9), 10**9), sellers, overlays), min_size=1, max_size=6)


def ledger_rows(drawn: list[tuple[int, dict[str, int], dict[str, int]]]) -> list[dict[str, Any]]:
    """Return the postings of orders: (amount in units, revenue shares, overlay shares in millionths)."""
    fixed = {
        "kpi_id": "profit_margin",
        "grain": "M",
        "period_start": date(2024, 5, 1),
        "credit_date": DAY,
        "organised_on": DAY,
        "source_object_id": 1,
    }
    rows = []
    for number, (amount, revenue, overlay) in enumerate(drawn):
        for split_type, shares in (("revenue", revenue), ("overlay", overlay)):
            for employee, share in shares.items():
                part = (Decimal(amount) * share / 10**6 * UNIT).quantize(UNIT)
                who = {"employee_id": employee, "share": Decimal(share).scaleb(-6), "split_type": split_type}
                rows.append({**fixed, **who, "numerator": part, "denominator": part * 2, "source_row_id": number})
    return rows


def expected(rows: list[dict[str, Any]]) -> dict[tuple[str, int], Fraction]:
    """Return what each team counts of each order: its members' revenue, else their overlay, one whole order at most."""
    counted: dict[tuple[str, int], Fraction] = {}
    for team, members in MEMBERS.items():
        held: dict[tuple[int, str], list[dict[str, Any]]] = defaultdict(list)
        for row in rows:
            if row["employee_id"] in members:
                held[row["source_row_id"], row["split_type"]].append(row)
        for (order, split_type), mine in held.items():
            if split_type == "overlay" and (order, "revenue") in held:
                continue
            share = sum(Fraction(row["share"]) for row in mine)
            counted[team, order] = sum(Fraction(row["numerator"]) for row in mine) / max(Fraction(1), share)
    return counted


@settings(max_examples=25, deadline=None)
@given(orders)
def test_a_team_counts_each_order_once_at_most(drawn: list[tuple[int, dict[str, int], dict[str, int]]]) -> None:
    tables = Tables()
    rows = ledger_rows(drawn)
    tables.fill("ledger", LEDGER, rows)
    membership = [
        {"team_id": team, "employee_id": employee, "valid_from": date(2024, 1, 1), "valid_to": date(9999, 12, 31)}
        for team, members in MEMBERS.items()
        for employee in members
    ]
    tables.fill("team_membership", "team_id varchar, employee_id varchar, valid_from date, valid_to date", membership)
    tables.run("ledger", "team_postings")
    sums = tables.rows(
        "select team_id, source_row_id, sum(numerator) as numerator, sum(denominator) as denominator, sum(share) as share"
        " from team_postings group by all order by all"
    )
    right = expected(rows)
    assert {(row["team_id"], row["source_row_id"]) for row in sums} == set(right)
    for row in sums:
        exact = right[row["team_id"], row["source_row_id"]]
        assert abs(Fraction(row["numerator"]) - exact) <= Fraction(UNIT)
        assert abs(Fraction(row["denominator"]) - 2 * exact) <= 2 * Fraction(UNIT)
        assert row["share"] <= Decimal("1.000004")
