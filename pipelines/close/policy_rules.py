"""The rules that rows of policy keep together: KPIs, targets, bands, curves and thresholds that fit each other.

Belongs here: one function per rule, from the whole policy to the problems found, and the list of all of them.
Does not belong here: what one row alone must be (`close.policy_rows`), the rules of validity (`close.policy_validity`) and of weights
(`close.policy_weights`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal, InvalidOperation
from itertools import pairwise

from pipelines.close.policy_rows import Policy, PolicyProblem, PolicyRow, TargetRow, ThresholdRow, WeightRow
from pipelines.close.policy_terms import Dimension, Form, ItemKind
from pipelines.close.policy_validity import overlapping_validity, spans, validity_gap
from pipelines.close.policy_weights import dimension_and_kpi_weights_fit, longer_cadence, two_schemes, weights_not_100

Rule = Callable[[Policy], Iterator[PolicyProblem]]

NUMERIC_THRESHOLDS = {
    "min_scored_weight": (Decimal(0), Decimal(100)),
    "lead_window_days": (Decimal(1), Decimal(3660)),
    "new_customer_months": (Decimal(1), Decimal(120)),
    "new_product_months": (Decimal(1), Decimal(120)),
}
LIST_THRESHOLDS = ("retention_excluded_leave_reasons",)
THRESHOLDS = (*NUMERIC_THRESHOLDS, *LIST_THRESHOLDS)


def problem(row: PolicyRow, rule: str, message: str) -> PolicyProblem:
    """Return the problem of `rule` at the row's place."""
    return PolicyProblem(row.file, row.line, rule, message)


def unknown_kpi(policy: Policy) -> Iterator[PolicyProblem]:
    """A weight, a target or a base KPI names a KPI that kpis.csv does not define."""
    known = {row.kpi_id for row in policy.kpis}
    named: list[tuple[PolicyRow, str | None]] = [(row, row.item_id) for row in policy.weights if row.item_kind is ItemKind.KPI]
    named += [(row, row.kpi_id) for row in policy.targets] + [(row, row.base_kpi) for row in policy.kpis]
    for row, kpi_id in named:
        if kpi_id is not None and kpi_id not in known:
            yield problem(row, "unknown_kpi", f"'{kpi_id}' is not in kpis.csv")


def unknown_dimension(policy: Policy) -> Iterator[PolicyProblem]:
    """A weight is for a dimension that does not exist."""
    for row in policy.weights:
        if row.item_kind is ItemKind.DIMENSION and row.item_id not in set(Dimension):
            yield problem(row, "unknown_dimension", f"'{row.item_id}' is none of {', '.join(Dimension)}")


def unknown_curve(policy: Policy) -> Iterator[PolicyProblem]:
    """A KPI is scored by a curve that curves.csv does not hold on some day on which the KPI's version holds."""
    for kpi in policy.kpis:
        anchors = [row for row in policy.curves if row.curve_id == kpi.curve_id]
        if not anchors:
            yield problem(kpi, "unknown_curve", f"'{kpi.curve_id}' is not in curves.csv")
        elif min(row.valid_from for row in anchors) > kpi.valid_from or max(row.last_day for row in anchors) < kpi.last_day:
            yield problem(kpi, "unknown_curve", f"'{kpi.curve_id}' does not hold on all days of the KPI's version {kpi.version}")


def kpi_not_in_force(policy: Policy) -> Iterator[PolicyProblem]:
    """A weight or target holds on a day on which no version of its KPI does."""
    named: list[tuple[WeightRow | TargetRow, str]] = [(row, row.item_id) for row in policy.weights if row.item_kind is ItemKind.KPI]
    named += [(row, row.kpi_id) for row in policy.targets]
    for row, kpi_id in named:
        versions = policy.versions(kpi_id)
        if not versions:
            continue
        first, last = min(version.valid_from for version in versions), max(version.last_day for version in versions)
        if row.valid_from < first or row.last_day > last:
            yield problem(row, "kpi_not_in_force", f"{kpi_id} is defined from {first} to {last} only; end this row then, or extend the definition")


def zero_target_without_span(policy: Policy) -> Iterator[PolicyProblem]:
    """Attainment divides by the span, which is the target unless the KPI names one."""
    for row in policy.targets:
        if row.target == 0 and any(version.span is None for version in policy.versions(row.kpi_id)):
            yield problem(row, "zero_target_without_span", f"a target of 0 needs a span of {row.kpi_id} in kpis.csv")


def change_without_span_or_base(policy: Policy) -> Iterator[PolicyProblem]:
    """A `change` KPI needs a span and a base KPI; no other form has a base."""
    for row in policy.kpis:
        if row.form is Form.CHANGE and row.span is None:
            yield problem(row, "change_without_span", f"{row.kpi_id} is a change and needs a span")
        if row.form is Form.CHANGE and row.base_kpi is None:
            yield problem(row, "change_without_base", f"{row.kpi_id} is a change and needs a base_kpi")
        if row.form is not Form.CHANGE and row.base_kpi is not None:
            yield problem(row, "base_without_change", f"{row.kpi_id} is a {row.form} and has no base_kpi")


def bands_do_not_cover(policy: Policy) -> Iterator[PolicyProblem]:
    """On each day the lower bounds differ, and the lowest is not above 0; then half-open bands leave no total without a grade, and none with two."""
    for start, _, rows in spans(policy.bands):
        if not rows:
            continue
        ordered = sorted(rows, key=lambda row: (row.lower_bound, row.line))
        if ordered[0].lower_bound > 0:
            yield problem(ordered[0], "band_gap", f"on {start} totals under {ordered[0].lower_bound} have no grade; the lowest band starts at 0")
        for lower, upper in pairwise(ordered):
            if lower.lower_bound == upper.lower_bound:
                yield problem(upper, "duplicate_lower_bound", f"on {start} {lower.grade} and {upper.grade} both start at {upper.lower_bound}")


def curve_not_usable(policy: Policy) -> Iterator[PolicyProblem]:
    """On each day a curve has at least two anchors, and a higher attainment never earns a lower score."""
    for curve_id in dict.fromkeys(row.curve_id for row in policy.curves):
        for start, _, rows in spans([row for row in policy.curves if row.curve_id == curve_id]):
            ordered = sorted(rows, key=lambda row: row.attainment)
            if len(ordered) == 1:
                yield problem(ordered[0], "curve_too_short", f"on {start} curve '{curve_id}' has one anchor; it needs two")
            for left, right in pairwise(ordered):
                if right.score < left.score:
                    falls = f"{right.score} at {right.attainment} after {left.score} at {left.attainment}"
                    yield problem(right, "curve_not_monotone", f"on {start} curve '{curve_id}' falls: {falls}")


def missing_threshold(policy: Policy) -> Iterator[PolicyProblem]:
    """Each threshold that the models read is there, and none that nobody reads."""
    known = {row.threshold_id for row in policy.thresholds}
    for threshold_id in THRESHOLDS:
        if threshold_id not in known:
            yield PolicyProblem(ThresholdRow.file, 0, "missing_threshold", f"add '{threshold_id}'")
    for row in policy.thresholds:
        if row.threshold_id not in THRESHOLDS:
            yield problem(row, "unknown_threshold", f"'{row.threshold_id}' is none of {', '.join(THRESHOLDS)}")


def bad_threshold_value(policy: Policy) -> Iterator[PolicyProblem]:
    """A numeric threshold is a number between its limits."""
    for row in policy.thresholds:
        if row.threshold_id not in NUMERIC_THRESHOLDS:
            continue
        low, high = NUMERIC_THRESHOLDS[row.threshold_id]
        try:
            fits = low <= Decimal(row.value) <= high
        except InvalidOperation:
            fits = False
        if not fits:
            yield problem(row, "bad_threshold_value", f"'{row.value}' is not a number from {low} to {high}")


def bands_and_weights_exist(policy: Policy) -> Iterator[PolicyProblem]:
    """A company without KPIs, weights or bands cannot be appraised."""
    for file, rows in (("kpis.csv", policy.kpis), ("weights.csv", policy.weights), ("bands.csv", policy.bands)):
        if not rows:
            yield PolicyProblem(file, 0, "empty_file", "has no rows")


RULES: tuple[Rule, ...] = (
    bands_and_weights_exist,
    overlapping_validity,
    validity_gap,
    unknown_kpi,
    unknown_dimension,
    unknown_curve,
    kpi_not_in_force,
    two_schemes,
    weights_not_100,
    dimension_and_kpi_weights_fit,
    longer_cadence,
    zero_target_without_span,
    change_without_span_or_base,
    bands_do_not_cover,
    curve_not_usable,
    missing_threshold,
    bad_threshold_value,
)
