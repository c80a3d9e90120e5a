"""The only division agrees with fractions, whatever the signs and ties."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.models.rendering import half_up, render

amounts = st.integers(-(10**15), 10**15).map(lambda units: Decimal(units).scaleb(-4))
# Small and round denominators make ties, which floating point gets wrong.
divisors = (
    st.one_of(st.integers(1, 64), st.integers(1, 10**12)).flatmap(lambda n: st.sampled_from([n, -n])).map(lambda units: Decimal(units).scaleb(-4))
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(amounts, divisors), min_size=1, max_size=50), st.sampled_from([0, 1, 4, 6]))
def test_a_ratio_is_exact_and_rounded_half_away_from_zero(pairs: list[tuple[Decimal, Decimal]], decimals: int) -> None:
    connection = duckdb.connect()
    connection.execute("create table t (n decimal(38, 4), d decimal(38, 4))")
    connection.executemany("insert into t values (?, ?)", [list(pair) for pair in pairs])
    query = render("select n, d, {{ exact_ratio('n', 'd', " + str(decimals) + ") }} from t")
    for numerator, denominator, ratio in connection.execute(query).fetchall():
        assert Fraction(ratio) == half_up(Fraction(numerator) / Fraction(denominator), decimals)


@settings(max_examples=20, deadline=None)
@given(st.integers(-(10**19), 10**19), st.integers(1, 10**19))
def test_a_company_of_a_thousand_million_million_does_not_overflow(numerator: int, denominator: int) -> None:
    n, d = f"{Decimal(numerator).scaleb(-4):f}", f"{Decimal(denominator).scaleb(-4):f}"
    query = render("select {{ exact_ratio('n', 'd') }} from (select '" + n + "'::decimal(38, 4) as n, '" + d + "'::decimal(38, 4) as d)")
    assert Fraction(duckdb.connect().execute(query).fetchall()[0][0]) == half_up(Fraction(numerator, denominator), 6)


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("exact_ratio('1', '3', 4, 0)", Decimal("0.3333")),
        ("exact_ratio('0.5', '1000000')", Decimal("0.000001")),  # a tie goes up
        ("exact_ratio('-0.5', '1000000')", Decimal("-0.000001")),  # away from zero
        ("exact_ratio('84.95', '1', 1)", Decimal("85.0")),
        ("exact_ratio('99999999999.5::decimal(18, 4)', '3::smallint', 4, 10)", Decimal("33333333333.1667")),  # as narrow types as they come
        ("exact_ratio('7', '0')", None),
        ("exact_ratio('null::integer', '2')", None),
        ("exact_ratio('99999999999999.9999::decimal(18,4)', '3::decimal(18,4)')", Decimal("33333333333333.333300")),  # narrow types are widened
        ("exact_ratio('2', 'null::integer')", None),
    ],
)
def test_ratios_by_hand(expression: str, expected: Decimal | None) -> None:
    assert duckdb.connect().execute(render("select {{ " + expression + " }}")).fetchall() == [(expected,)]


def test_plain_division_would_not_do() -> None:
    """The twin: DuckDB's own division of decimals is floating point, and rounds some ties the wrong way."""
    kind, rounded = (
        duckdb.connect().execute("select typeof(n / d), round(n / d, 2) from (select 1.005::decimal(9,3) n, 1::decimal(9,3) d)").fetchall()[0]
    )
    assert kind == "DOUBLE"
    assert Decimal(str(rounded)) == Decimal("1.0")
    assert duckdb.connect().execute(render("select {{ exact_ratio('1.005', '1', 2) }}")).fetchall() == [(Decimal("1.01"),)]
