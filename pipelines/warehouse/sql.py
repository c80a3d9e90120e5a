"""Names and values in SQL text.

Belongs here: quoting identifiers and values. DuckDB's own binding of values imports pandas, which costs a reading command a second and more;
so values are written into the text here, each by its type, and nowhere else.
Does not belong here: queries.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any


def quoted(name: str) -> str:
    """Return an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def literal(value: Any) -> str:
    """Return a value as SQL: null, text, whole number, date, instant without zone, or a list of texts. Raises `TypeError` for anything else."""
    if value is None:
        return "null"
    if isinstance(value, bool | float):
        raise TypeError(f"{value!r} is not meant to stand in SQL")
    if isinstance(value, int):
        return str(value)
    if isinstance(value, datetime):
        return f"timestamp '{value.isoformat(sep=' ')}'"
    if isinstance(value, date):
        return f"date '{value.isoformat()}'"
    if isinstance(value, str):
        return "'" + value.replace("'", "''") + "'"
    if isinstance(value, list):
        return f"[{', '.join(literal(str(item)) for item in value)}]::varchar[]"
    raise TypeError(f"{type(value).__name__} is not meant to stand in SQL")


def bound(sql: str, values: Sequence[Any]) -> str:
    """Return a query with each `?` replaced by its value; the query's own text holds no other `?`."""
    pieces = sql.split("?")
    if len(pieces) != len(values) + 1:
        raise ValueError(f"{len(pieces) - 1} places, {len(values)} values")
    return pieces[0] + "".join(literal(value) + piece for value, piece in zip(values, pieces[1:], strict=True))


def row(values: Iterable[Any]) -> str:
    """Return values as one row of `insert … values`."""
    return f"({', '.join(literal(value) for value in values)})"
