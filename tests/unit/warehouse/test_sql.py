"""Names and values in SQL text."""

from __future__ import annotations

import subprocess
import sys
from datetime import date, datetime
from typing import Any

import duckdb
import pytest

from pipelines.warehouse.sql import bound, literal, quoted, row

VALUES = ["O'Brien'; drop table t; --", "a?b", "", None, 7, -1, date(2026, 9, 30), datetime(2026, 9, 30, 12, 0, 0, 5), ["x'y", "z"], []]


@pytest.mark.parametrize("value", VALUES)
def test_a_value_comes_back_as_it_went_in(value: Any) -> None:
    assert duckdb.sql(bound("select ?", [value])).fetchall() == [(value,)]


def test_a_value_that_looks_like_a_place_is_none() -> None:
    assert bound("select ?, ?", ["?", 1]) == "select '?', 1"


@pytest.mark.parametrize("value", [1.5, True, object()])
def test_other_types_are_refused(value: Any) -> None:
    with pytest.raises(TypeError):
        literal(value)


def test_places_and_values_must_match() -> None:
    with pytest.raises(ValueError, match="2 places, 1 values"):
        bound("select ?, ?", [1])


def test_names_and_rows() -> None:
    assert quoted('a"b') == '"a""b"'
    assert row(["a", None, 1]) == "('a', null, 1)"


def test_reading_does_not_import_pandas() -> None:
    code = (
        "import sys, duckdb; from pipelines.warehouse.reader import rows; rows(duckdb.connect(), 'select ?', ['x']); print('pandas' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "False"
