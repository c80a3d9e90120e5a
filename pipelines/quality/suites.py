"""Suites as data: one JSON file per published table, in the shape of a Great Expectations suite.

Belongs here: reading and checking those files without importing Great Expectations, so that a check can be listed in milliseconds.
Does not belong here: running them (`engine`), the rules themselves (`suites/*.json`).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SUITES = Path(__file__).with_name("suites")
ROWS_QUERY = "unexpected_rows_query"


@dataclass(frozen=True)
class Expectation:
    """One rule: the expectation's type and arguments, an id, a title that states the rule, and whether it blocks."""

    check_id: str
    title: str
    type: str
    kwargs: Mapping[str, Any]
    blocking: bool

    @property
    def class_name(self) -> str:
        """Name of the class in `great_expectations.expectations`."""
        return "".join(part.capitalize() for part in self.type.split("_"))


@dataclass(frozen=True)
class Suite:
    """The rules of one published table, and the columns by which its rows are named."""

    table: str
    key_columns: tuple[str, ...]
    expectations: tuple[Expectation, ...]


def load_suites(folder: Path = SUITES) -> list[Suite]:
    """Read all suites of `folder`, in name order."""
    return [_suite(json.loads(file.read_text(encoding="utf-8"))) for file in sorted(folder.glob("*.json"))]


def _suite(raw: Mapping[str, Any]) -> Suite:
    return Suite(raw["name"], tuple(raw["meta"]["key_columns"]), tuple(_expectation(item) for item in raw["expectations"]))


def _expectation(raw: Mapping[str, Any]) -> Expectation:
    kwargs = dict(raw["kwargs"])
    if isinstance(kwargs.get(ROWS_QUERY), list):  # a list of lines keeps SQL readable inside JSON
        kwargs[ROWS_QUERY] = "\n".join(kwargs[ROWS_QUERY])
    return Expectation(raw["meta"]["id"], raw["meta"]["title"], raw["type"], kwargs, raw["severity"] == "critical")
