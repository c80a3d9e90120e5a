"""The rules of schemes of weights: one scheme in force, weights that total 100 %, KPIs that fit their dimension and cycle.

Belongs here: rules about weights.csv, alone or with the KPIs it weighs.
Does not belong here: unknown KPIs or dimensions (`close.policy_rules`), overlaps and gaps of single rows (`close.policy_validity`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from pipelines.close.policy_rows import KpiRow, Policy, PolicyProblem, WeightRow
from pipelines.close.policy_terms import ItemKind
from pipelines.close.policy_validity import spans

FULL = Decimal(100)


def schemes_in_time(policy: Policy) -> Iterator[tuple[date, list[WeightRow]]]:
    """Yield, for each scheme and place, each span's first day and the weights then in force."""
    for key in dict.fromkeys((row.scheme, *row.place) for row in policy.weights):
        for start, _, rows in spans([row for row in policy.weights if (row.scheme, *row.place) == key]):
            if rows:
                yield start, rows


def two_schemes(policy: Policy) -> Iterator[PolicyProblem]:
    """Two schemes hold for one cycle, subject type, role and region on the same day."""
    for place in dict.fromkeys(row.place for row in policy.weights):
        seen: set[str] = set()
        for start, _, rows in spans([row for row in policy.weights if row.place == place]):
            names = list(dict.fromkeys(row.scheme for row in rows))
            fresh = [name for name in names[1:] if name not in seen]
            if fresh:
                seen.update(fresh)
                row = next(row for row in rows if row.scheme == fresh[0])
                yield PolicyProblem(row.file, row.line, "two_schemes", f"on {start} schemes {', '.join(names)} all hold for {' / '.join(place)}")


def weights_not_100(policy: Policy) -> Iterator[PolicyProblem]:
    """The weights of the dimensions, and those of the KPIs within each dimension, do not total 100 %."""
    dimension_of = _dimensions(policy)
    for start, rows in schemes_in_time(policy):
        groups: dict[str, list[WeightRow]] = defaultdict(list)
        for row in rows:
            if row.item_kind is ItemKind.DIMENSION:
                groups["the dimensions"].append(row)
            elif row.item_id in dimension_of:
                groups[f"the KPIs of {dimension_of[row.item_id]}"].append(row)
        for name, group in groups.items():
            total = sum((row.weight for row in group), Decimal(0))
            if total != FULL:
                place = " / ".join((group[0].scheme, *group[0].place))
                yield PolicyProblem(group[0].file, group[0].line, "weights_not_100", f"{place}: {name} total {total} % on {start}, not 100 %")


def dimension_and_kpi_weights_fit(policy: Policy) -> Iterator[PolicyProblem]:
    """A weighted dimension has weighted KPIs, and a weighted KPI's dimension has a weight."""
    dimension_of = _dimensions(policy)
    for start, rows in schemes_in_time(policy):
        dimensions = {row.item_id: row for row in rows if row.item_kind is ItemKind.DIMENSION}
        kpis = {dimension_of[row.item_id]: row for row in rows if row.item_kind is ItemKind.KPI and row.item_id in dimension_of}
        for dimension, row in dimensions.items():
            if row.weight > 0 and dimension not in kpis:
                message = f"on {start} dimension {dimension} weighs {row.weight} % and has no KPIs"
                yield PolicyProblem(row.file, row.line, "dimension_without_kpis", message)
        for dimension, row in kpis.items():
            if dimension not in dimensions:
                yield PolicyProblem(row.file, row.line, "kpi_without_dimension", f"on {start} {row.item_id}'s dimension {dimension} has no weight")


def longer_cadence(policy: Policy) -> Iterator[PolicyProblem]:
    """A KPI is weighted in a cycle shorter than its cadence."""
    for row in policy.weights:
        if row.item_kind is not ItemKind.KPI:
            continue
        for version in policy.versions(row.item_id):
            if _meet(row, version) and version.cadence.months > row.cycle.months:
                message = f"{row.item_id} is scored per {version.cadence.name.lower()} at the shortest, not per {row.cycle.name.lower()}"
                yield PolicyProblem(row.file, row.line, "longer_cadence", message)
                break


def _dimensions(policy: Policy) -> dict[str, str]:
    return {row.kpi_id: row.dimension.value for row in policy.kpis}


def _meet(row: WeightRow, version: KpiRow) -> bool:
    return row.valid_from <= version.last_day and version.valid_from <= row.last_day
