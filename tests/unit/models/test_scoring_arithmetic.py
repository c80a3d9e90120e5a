"""Targets, curves and weights against the naive way of computing them, in fractions, on whatever rows hypothesis finds."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Any

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from tests.unit.models.rendering import Tables, half_up

# An example takes some 50 ms of DuckDB: few of them, and no shrinking of a failure, which would take minutes.
enough = settings(max_examples=40, deadline=None, phases=(Phase.explicit, Phase.reuse, Phase.generate))
FAR = date(9999, 12, 31)
KEY = "grain varchar, period varchar, subject_type varchar, subject_id varchar, kpi_id varchar"
WHO = {"grain": "M", "period": "2026-06", "subject_type": "employee", "subject_id": "E1"}
POLICY_KPIS = (
    "kpi_id varchar, version integer, dimension varchar, unit varchar, scale decimal(18, 6), direction varchar, cadence varchar, form varchar,"
    " additivity varchar, span decimal(18, 6), curve_id varchar, sort_order integer, valid_from date, valid_to date"
)
PERIODS = "grain varchar, period varchar, period_start date, period_end date"
JUNE = {"grain": "M", "period": "2026-06", "period_start": date(2026, 6, 1), "period_end": date(2026, 6, 30)}


def kpi(kpi_id: str, form: str = "ratio", direction: str = "up", span: Decimal | None = None, dimension: str = "performance") -> dict[str, Any]:
    return {
        "kpi_id": kpi_id, "version": 1, "dimension": dimension, "unit": "count", "scale": 1, "direction": direction, "cadence": "M", "form": form,
        "additivity": "additive", "span": span, "curve_id": "c", "sort_order": 1, "valid_from": date(2020, 1, 1),
    }  # fmt: skip


def millionths(low: int, high: int) -> st.SearchStrategy[Decimal]:
    return st.integers(low, high).map(lambda units: Decimal(units).scaleb(-6))


# ---- attainment and score -------------------------------------------------------------------------------------------------------


@st.composite
def curves(draw: st.DrawFn) -> list[tuple[Decimal, Decimal]]:
    attainments = draw(st.lists(millionths(0, 3_000_000), min_size=2, max_size=6, unique=True))
    scores = draw(st.lists(st.integers(0, 1_500_000), min_size=len(attainments), max_size=len(attainments)))
    return list(zip(sorted(attainments), [Decimal(score).scaleb(-4) for score in sorted(scores)], strict=True))


def naive_score(curve: list[tuple[Decimal, Decimal]], attainment: Fraction) -> Fraction:
    if attainment <= curve[0][0]:
        return Fraction(curve[0][1])
    for (left, low), (right, high) in pairwise(curve):
        if attainment <= right:
            return half_up(Fraction(low) + (attainment - Fraction(left)) * Fraction(high - low) / Fraction(right - left), 4)
    return Fraction(curve[-1][1])


def attain(tables: Tables, definition: dict[str, Any], curve: list[tuple[Decimal, Decimal]], value: Decimal, target: Decimal) -> dict[str, Any]:
    tables.fill("periods", PERIODS, [JUNE])
    tables.fill("policy_kpis", POLICY_KPIS, [definition])
    anchors = [{"curve_id": "c", "attainment": at, "score": score, "valid_from": date(2020, 1, 1)} for at, score in curve]
    tables.fill("policy_curves", "curve_id varchar, attainment decimal(18, 6), score decimal(18, 4), valid_from date, valid_to date", anchors)
    tables.fill("kpi_values", f"{KEY}, value decimal(38, 6)", [{**WHO, "kpi_id": "k", "value": value}])
    tables.fill(
        "kpi_targets", f"{KEY}, target decimal(38, 6), target_kind varchar", [{**WHO, "kpi_id": "k", "target": target, "target_kind": "role"}]
    )
    for model in ("period_kpis", "curve_segments", "kpi_attainments"):
        tables.run("scoring", model)
    (row,) = tables.rows("select * from kpi_attainments")
    return row


@enough
@given(
    curves(), millionths(-(10**13), 10**13), millionths(-(10**10), 10**12).filter(bool), st.sampled_from(["up", "down"]),
    st.one_of(st.none(), millionths(1, 10**9)),
)  # fmt: skip
def test_attainment_and_score_agree_with_fractions(
    curve: list[tuple[Decimal, Decimal]], value: Decimal, target: Decimal, direction: str, span: Decimal | None
) -> None:
    row = attain(Tables(), kpi("k", direction=direction, span=span), curve, value, target)
    sign = 1 if direction == "up" else -1
    exact = 1 + sign * (Fraction(value) - Fraction(target)) / Fraction(span or abs(target))
    attainment = max(Fraction(0), half_up(exact, 6))
    assert Fraction(row["attainment"]) == attainment
    assert Fraction(row["curve_score"]) == naive_score(curve, attainment)


def test_the_worked_curve() -> None:
    """Anchors 620 → 0.5, 1,997 → 1, 2,400 → 1.5, 3,324 → 2, 4,000 → 3: 1,313 gives 0.5 + 693 / 1,377 × 0.5 = 0.7516…"""
    anchors = [("620", "0.5"), ("1997", "1"), ("2400", "1.5"), ("3324", "2"), ("4000", "3")]
    curve = [(Decimal(at), Decimal(score)) for at, score in anchors]
    expected = {"1313": "0.7516", "620": "0.5", "0": "0.5", "1997": "1.0", "3324": "2.0", "4000": "3.0", "9999": "3.0", "2000": "1.0037"}
    scores = {value: attain(Tables(), kpi("k"), curve, Decimal(value), Decimal(1))["curve_score"] for value in expected}
    assert scores == {value: Decimal(score) for value, score in expected.items()}


# ---- proration of role targets --------------------------------------------------------------------------------------------------


@st.composite
def intervals(draw: st.DrawFn) -> list[tuple[date, date]]:
    """Neighbouring intervals without overlap, some with holes between, around June 2026."""
    cuts = sorted(draw(st.lists(st.integers(0, 120), min_size=2, max_size=6, unique=True)))
    days = [date(2026, 4, 15) + timedelta(days=cut) for cut in cuts]
    pieces = [(first, last - timedelta(days=1)) for first, last in pairwise(days)]
    return [piece for piece in pieces if draw(st.booleans())] or pieces[:1]


def role_targets(form: str, spans: list[tuple[date, date]], targets: list[tuple[date, date, Decimal]]) -> dict[date, dict[str, Any]]:
    tables = Tables()
    months = [{"month_start": date(2026, month, 1)} for month in (5, 6, 7)]
    tables.fill("period_months", "grain varchar, period varchar, month_start date", months)
    tables.fill("policy_kpis", POLICY_KPIS, [kpi("k", form=form)])
    columns = "subject_type varchar, subject_id varchar, role varchar, valid_from date, valid_to date"
    held = [{"subject_type": "employee", "subject_id": "E1", "role": "rep", "valid_from": first, "valid_to": last} for first, last in spans]
    tables.fill("subject_spans", columns, held)
    columns = (
        "subject_type varchar, role varchar, kpi_id varchar, target decimal(18, 6), valid_from date, valid_to date,"
        " source_object_id integer, source_row_id bigint"
    )
    asked = [
        {"subject_type": "employee", "role": "rep", "kpi_id": "k", "target": target, "valid_from": first, "valid_to": None if last == FAR else last}
        for first, last, target in targets
    ]
    tables.fill("policy_targets", columns, asked)
    tables.run("scoring", "role_targets")
    assert tables.floating_columns() == []
    return {row["month_start"]: row for row in tables.rows("select * from role_targets")}


@enough
@given(st.sampled_from(["sum", "ratio"]), intervals(), intervals(), st.lists(millionths(1, 10**12), min_size=6, max_size=6))
def test_role_targets_are_prorated_day_by_day(form: str, held: list[tuple[date, date]], asked: list[tuple[date, date]], sizes: list[Decimal]) -> None:
    targets = [(first, last, size) for (first, last), size in zip(asked, sizes, strict=False)]
    found = role_targets(form, held, targets)
    for month in (5, 6, 7):
        first = date(2026, month, 1)
        days = [first + timedelta(days=offset) for offset in range(31) if (first + timedelta(days=offset)).month == month]
        in_force = [day for day in days if any(start <= day <= end for start, end in held)]
        daily = [Fraction(size) for day in in_force for start, end, size in targets if start <= day <= end]
        if not daily:
            assert first not in found
            continue
        expected = sum(daily) / (len(days) if form == "sum" else len(daily))
        assert Fraction(found[first]["target"]) == half_up(expected, 6)
        assert found[first]["days"] == len(daily)


def test_the_worked_prorations() -> None:
    june = date(2026, 6, 1)
    change = [(date(2020, 1, 1), date(2026, 6, 15), Decimal(100)), (date(2026, 6, 16), FAR, Decimal(200))]
    # 100 a month to the 15th, 200 after it: 100 × 15/30 + 200 × 15/30.
    assert role_targets("sum", [(date(2020, 1, 1), FAR)], change)[june]["target"] == Decimal(150)
    # Who joins on the 16th keeps a ratio's target of 80 %, and has half of a sum's.
    joiner = [(date(2026, 6, 16), FAR)]
    assert role_targets("ratio", joiner, [(date(2020, 1, 1), FAR, Decimal("0.8"))])[june]["target"] == Decimal("0.8")
    assert role_targets("sum", joiner, [(date(2020, 1, 1), FAR, Decimal(100))])[june]["target"] == Decimal(50)


# ---- effective weights, dimension scores, totals --------------------------------------------------------------------------------


@st.composite
def parts_of_100(draw: st.DrawFn, count: int) -> list[Decimal]:
    cuts = sorted(draw(st.lists(st.integers(1, 9_999), min_size=count - 1, max_size=count - 1, unique=True)))
    return [Decimal(high - low).scaleb(-2) for low, high in zip([0, *cuts], [*cuts, 10_000], strict=True)]


@st.composite
def scorecards(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Weighted KPIs of one subject, by dimension, some of them without a score."""
    rows: list[dict[str, Any]] = []
    for dimension, weight in zip("abcd", draw(parts_of_100(draw(st.integers(1, 4)))), strict=False):
        for number, kpi_weight in enumerate(draw(parts_of_100(draw(st.integers(1, 5))))):
            score = draw(st.one_of(st.none(), st.integers(0, 1_200_000)))
            rows.append(
                {
                    **WHO, "kpi_id": f"{dimension}{number}", "dimension": dimension, "dimension_weight": weight, "kpi_weight": kpi_weight,
                    "weight": weight * kpi_weight / 100, "status": "no_value" if score is None else "scored",
                    "curve_score": None if score is None else Decimal(score).scaleb(-4),
                }
            )  # fmt: skip
    return rows


def score(rows: list[dict[str, Any]], min_scored_weight: str = "60") -> Tables:
    tables = Tables()
    columns = (
        f"{KEY}, kpi_version integer, dimension varchar, is_in_scope boolean, value decimal(38, 6), target decimal(38, 6), target_kind varchar,"
        " attainment decimal(38, 6), curve_score decimal(18, 4), scheme varchar, dimension_weight decimal(9, 6), kpi_weight decimal(9, 6),"
        " weight decimal(9, 6), status varchar"
    )
    tables.fill("kpi_statuses", columns, rows)
    tables.fill("periods", PERIODS, [JUNE])
    since = date(2020, 1, 1)
    threshold = {"threshold_id": "min_scored_weight", "value": min_scored_weight, "valid_from": since}
    leave = {"threshold_id": "retention_excluded_leave_reasons", "value": "retirement;death", "valid_from": since}
    tables.fill("policy_thresholds", "threshold_id varchar, value varchar, valid_from date, valid_to date", [threshold, leave])
    bands = [{"grade": grade, "lower_bound": bound, "valid_from": since} for grade, bound in (("A", 90), ("B", 75), ("C", 60), ("D", 0))]
    tables.fill("policy_bands", "grade varchar, lower_bound decimal(9, 1), valid_from date, valid_to date", bands)
    for model in ("effective_weights", "kpi_scores", "dimension_scores", "totals"):
        tables.run("scoring", model)
    return tables


@enough
@given(scorecards())
def test_effective_weights_sum_to_100_and_totals_agree_with_fractions(rows: list[dict[str, Any]]) -> None:
    tables = score(rows)
    assert tables.floating_columns() == []
    scored = [row for row in rows if row["status"] == "scored"]
    effective = {row["kpi_id"]: row["effective_weight"] for row in tables.rows("select * from kpi_scores")}
    assert sum(effective.values()) == (100 if scored else 0)
    dimensions: dict[str, list[dict[str, Any]]] = {}
    for row in scored:
        dimensions.setdefault(row["dimension"], []).append(row)
    kept = sum(Fraction(group[0]["dimension_weight"]) for group in dimensions.values())
    scores: dict[str, Fraction] = {}
    for dimension, group in dimensions.items():
        within = sum(Fraction(row["kpi_weight"]) for row in group)
        scores[dimension] = half_up(sum(Fraction(row["curve_score"]) * Fraction(row["kpi_weight"]) for row in group) / within, 4)
        for row in group:
            exact = 100 * Fraction(row["dimension_weight"]) / kept * Fraction(row["kpi_weight"]) / within
            assert abs(Fraction(effective[row["kpi_id"]]) - exact) < Fraction(2, 10**6)
    found = {row["dimension"]: row["score"] for row in tables.rows("select * from dimension_scores")}
    assert {name: Fraction(value) for name, value in found.items() if value is not None} == scores
    (total,) = tables.rows("select * from totals")
    scored_weight = sum(Fraction(row["weight"]) for row in scored)
    assert Fraction(total["scored_weight"]) == scored_weight
    assert (total["scored_kpis"], total["scoped_kpis"]) == (len(scored), len(rows))
    if scored_weight < 60:
        assert (total["total"], total["grade"]) == (None, None)
    else:
        exact = sum(scores[name] * Fraction(group[0]["dimension_weight"]) for name, group in dimensions.items()) / kept
        assert Fraction(total["total"]) == half_up(exact, 1)
