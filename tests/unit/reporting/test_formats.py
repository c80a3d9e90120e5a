"""Numbers and dates as readers of both languages expect them."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.reporting import expected
from pipelines.reporting.formats import Formats, normal_locale

EN = Formats("en", "CNY", "Asia/Shanghai")
ZH = Formats("zh_CN", "CNY", "Asia/Shanghai")
NUMBERS = st.decimals(min_value=Decimal("-1e12"), max_value=Decimal("1e12"), places=6, allow_nan=False, allow_infinity=False)


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (Decimal("1234567.5"), "money", "1,234,568"),
        (Decimal("-1234567.5"), "money", "−1,234,568"),
        (Decimal("123456789012"), "money", "123,456,789,012"),
        (Decimal("0.912"), "percent", "91.2%"),
        (Decimal("0.0005"), "percent", "0.1%"),
        (Decimal("-0.0004"), "percent", "0.0%"),
        (Decimal("34.25"), "days", "34.3"),
        (Decimal("12"), "count", "12"),
        (None, "money", "—"),
    ],
)
def test_a_value_prints_by_its_unit_alike_in_both_languages(value: Decimal | None, unit: str, text: str) -> None:
    assert EN.value(value, unit) == ZH.value(value, unit) == text


def test_halves_round_away_from_zero_not_to_even() -> None:
    assert [EN.decimal(Decimal(text), 0) for text in ("0.5", "1.5", "2.5", "-2.5")] == ["1", "2", "3", "−3"]


def test_a_rounded_zero_has_no_sign() -> None:
    assert EN.signed(Decimal("0.04"), 1) == EN.signed(Decimal("-0.04"), 1) == "0.0"
    assert EN.signed(Decimal("2"), 1) == "+2.0"


def test_sums_are_whole_or_to_the_cent() -> None:
    assert (EN.sum(Decimal("40.0000")), EN.sum(Decimal("40.125")), EN.sum(None)) == ("40", "40.13", "—")


def test_dates_are_in_words_and_instants_in_the_companys_zone() -> None:
    instant = datetime(2026, 9, 30, 18, 30)
    assert EN.instant(instant) == "1 October 2026 02:30 (Asia/Shanghai)"
    assert ZH.instant(instant) == "2026年10月1日 02:30 (Asia/Shanghai)"
    assert (EN.month(date(2026, 9, 1)), ZH.month(date(2026, 9, 1))) == ("September 2026", "2026年9月")
    assert EN.day(None) == "—"


@pytest.mark.parametrize(
    ("given_locale", "report"),
    [("zh-CN", "zh_CN"), ("zh_Hans", "zh_CN"), ("zh", "zh_CN"), ("en_US", "en"), ("de", "zh_CN"), (None, "zh_CN"), ("", "zh_CN")],
)
def test_a_recipients_locale_gives_one_of_the_reports_languages(given_locale: str | None, report: str) -> None:
    assert normal_locale(given_locale, "zh_CN") == report


@given(value=NUMBERS, places=st.integers(min_value=0, max_value=4))
def test_the_second_formatter_agrees_with_the_first(value: Decimal, places: int) -> None:
    assert expected.digits(value, places) == EN.decimal(value, places)
    assert expected.digits(value, places, plus=True) == EN.signed(value, places)
    assert expected.percent(value) == EN.percent(value)
