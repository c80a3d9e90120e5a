"""Dividing a whole by largest remainder, run in DuckDB and compared with exact arithmetic."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import duckdb
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.models.rendering import render

DIVIDE = render("{{ largest_remainder('given', ['parcel'], 'whole', 'weight', ['i'], 'part') }}")
wholes = st.integers(-(10**15), 10**15)  # units of 0.0001
shares = st.lists(st.integers(0, 10**6), min_size=1, max_size=8)
signed = st.lists(st.integers(-(10**10), 10**10), min_size=1, max_size=6)


def parts(whole: int | None, weights: list[int], *, unit: int = -6) -> list[int | None]:
    """Return the parts, in units of 0.0001, of a whole divided by weights given in units of 10^`unit`."""
    amount = "null" if whole is None else f"'{Decimal(whole).scaleb(-4):f}'"
    rows = ", ".join(f"({index}, '{Decimal(weight).scaleb(unit):f}')" for index, weight in enumerate(weights))
    found = duckdb.sql(
        f"with given as (select 'p' as parcel, i, {amount}::decimal(18, 4) as whole, weight::decimal(18, 6) as weight"
        f" from (values {rows}) as v (i, weight)) select part from {DIVIDE} order by i"
    ).fetchall()
    return [None if part is None else int(part.scaleb(4)) for (part,) in found]


def exact_shares(whole: int, weights: list[int]) -> list[Fraction]:
    total = sum(weights)
    return [Fraction(whole, len(weights)) if total == 0 else Fraction(whole * weight, total) for weight in weights]


@settings(max_examples=37, deadline=None)
@given(wholes, shares)
def test_parts_sum_to_the_whole_and_lie_within_one_unit(whole: int, weights: list[int]) -> None:
    found = parts(whole, weights)
    assert sum(part for part in found if part is not None) == whole
    assert all(part is not None and abs(part - exact) < 1 for part, exact in zip(found, exact_shares(whole, weights), strict=True))


@settings(max_examples=25, deadline=None)
@given(wholes, signed)
def test_weights_may_be_negative(whole: int, weights: list[int]) -> None:
    """A discount line has a negative amount, and takes its negative part of a payment."""
    found = parts(whole, weights, unit=-4)
    assert sum(part for part in found if part is not None) == whole
    assert all(part is not None and abs(part - exact) < 1 for part, exact in zip(found, exact_shares(whole, weights), strict=True))


@settings(max_examples=15, deadline=None)
@given(wholes, shares)
def test_a_reversal_is_divided_exactly_as_the_original(whole: int, weights: list[int]) -> None:
    assert parts(-whole, weights) == [-part for part in parts(whole, weights) if part is not None]


@settings(max_examples=15, deadline=None)
@given(wholes, shares)
def test_the_larger_remainder_gets_the_unit_first(whole: int, weights: list[int]) -> None:
    exact = [abs(share) for share in exact_shares(whole, weights)]
    found = [abs(part) for part in parts(whole, weights) if part is not None]
    raised = [share - share.__floor__() for share, part in zip(exact, found, strict=True) if part > share.__floor__()]
    kept = [share - share.__floor__() for share, part in zip(exact, found, strict=True) if part == share.__floor__()]
    assert not raised or not kept or min(raised) >= max(kept)


def test_equal_remainders_follow_the_tie_break() -> None:
    assert parts(1_000_001, [500_000, 500_000]) == [500_001, 500_000]
    assert parts(100, [333_333, 333_333, 333_334]) == [33, 33, 34]


def test_an_unknown_whole_has_unknown_parts() -> None:
    assert parts(None, [400_000, 600_000]) == [None, None]


def test_rounding_each_part_alone_would_not_sum() -> None:
    """The twin: three thirds of a unit, each rounded, lose the unit that the macro keeps."""
    assert sum(round(share) for share in exact_shares(1, [1, 1, 1])) == 0
    assert sum(part for part in parts(1, [1, 1, 1]) if part is not None) == 1
