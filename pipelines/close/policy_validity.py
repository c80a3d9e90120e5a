"""Validity of policy rows in time: which rows hold on which days, and rows that hold twice or leave a hole.

Belongs here: cutting time where rows start and end, and the rules about overlap and gaps that all files share.
Does not belong here: what the rows in force must add up to (`close.policy_weights`, `close.policy_rules`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import TypeVar

from pipelines.close.policy_rows import OPEN_END, Policy, PolicyProblem, PolicyRow

Row = TypeVar("Row", bound=PolicyRow)
_DAY = timedelta(days=1)


def spans(rows: Sequence[Row]) -> Iterator[tuple[date, date, list[Row]]]:
    """Cut time at each start and end of the rows; yield first day, last day and the rows in force, in order (none in a hole)."""
    starts = {row.valid_from for row in rows} | {row.last_day + _DAY for row in rows if row.last_day < OPEN_END}
    cuts = sorted(starts)
    for start, following in pairwise([*cuts, None]):
        if start is None:
            continue
        end = following - _DAY if following else OPEN_END
        in_force = [row for row in rows if row.valid_from <= start and row.last_day >= end]
        if in_force or following is not None:
            yield start, end, in_force


def all_rows(policy: Policy) -> Iterator[Sequence[PolicyRow]]:
    """Yield the rows of each file."""
    yield from (policy.kpis, policy.weights, policy.targets, policy.bands, policy.curves, policy.thresholds)


def by_key(rows: Iterable[Row]) -> dict[Hashable, list[Row]]:
    """Group rows by their key, each group in order of time."""
    groups: dict[Hashable, list[Row]] = defaultdict(list)
    for row in rows:
        groups[row.key].append(row)
    return {key: sorted(group, key=lambda row: (row.valid_from, row.line)) for key, group in groups.items()}


def overlapping_validity(policy: Policy) -> Iterator[PolicyProblem]:
    """Two rows about the same thing hold on the same day; identical ones are called duplicates."""
    for rows in all_rows(policy):
        for group in by_key(rows).values():
            for earlier, later in pairwise(group):
                if later.valid_from > earlier.last_day:
                    continue
                about = " / ".join(str(part) for part in later.key)
                if later.model_dump() == earlier.model_dump():
                    yield PolicyProblem(later.file, later.line, "duplicate_row", f"{about} stands on line {earlier.line} already")
                else:
                    message = f"{about} holds from {later.valid_from}, but line {earlier.line} holds until {earlier.last_day}"
                    yield PolicyProblem(later.file, later.line, "overlapping_validity", message)


def validity_gap(policy: Policy) -> Iterator[PolicyProblem]:
    """A definition, scheme, set of bands, curve or threshold ends, and comes back after a hole."""
    for group in _sets(policy):
        for start, end, rows in spans(group):
            if not rows:
                following = min((row for row in group if row.valid_from > end), key=lambda row: (row.valid_from, row.line))
                about = " / ".join(str(part) for part in following.key)
                yield PolicyProblem(following.file, following.line, "validity_gap", f"nothing holds from {start} to {end} before this row ({about})")


def _sets(policy: Policy) -> list[list[PolicyRow]]:
    """Return the rows that must hold without a hole: each definition, threshold, curve and place of weights, and the bands together."""
    groups: dict[Hashable, list[PolicyRow]] = defaultdict(list)
    for row in (*policy.kpis, *policy.thresholds):
        groups[row.file, row.key].append(row)
    for band in policy.bands:
        groups[band.file].append(band)
    for anchor in policy.curves:
        groups[anchor.file, anchor.curve_id].append(anchor)
    for weight in policy.weights:
        groups[weight.file, weight.place].append(weight)
    return list(groups.values())
