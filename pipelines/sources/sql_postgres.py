"""PostgreSQL for the connector `sql`.

Belongs here: type oids, casts, error classes.
Does not belong here: streaming (`sql`).

connectorx rounds every numeric to ten decimal places and dies of long ones, of timetz, interval, money and xml, and of infinite dates.
So numerics travel as text and become decimals of their own scale here (text if declared without one), dates outside the years
1 to 9999 become the nearest day inside, and whatever is not listed below travels and lands as text.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import psycopg
import pyarrow as pa

from pipelines.sources.sql_dialect import CONNECT_TIMEOUT_SECONDS, Column, DatabaseTroubleError, decimal_type, select_all

_NUMERIC, _DATE, _TIMESTAMP, _TIMESTAMPTZ = 1700, 1082, 1114, 1184
_AS_THEY_ARE = {
    16: pa.bool_(),
    17: pa.binary(),
    20: pa.int64(),
    21: pa.int64(),
    23: pa.int64(),
    700: pa.float64(),
    701: pa.float64(),
    1083: pa.time64("us"),
    2950: pa.string(),
}
_BOUNDED = {
    _DATE: ("date", "0001-01-01", "9999-12-31", pa.date32()),
    _TIMESTAMP: ("timestamp", "0001-01-01 00:00:00", "9999-12-31 23:59:59.999999", pa.timestamp("us")),
    _TIMESTAMPTZ: ("timestamptz", "0001-01-01 00:00:00+00", "9999-12-31 23:59:59.999999+00", pa.timestamp("us", "UTC")),
}
_LASTING_REFUSALS = ("password authentication failed", "does not exist", "no pg_hba.conf entry", "no password supplied", "permission denied")
_TRANSIENT_CLASSES = ("08", "40", "53", "55", "57")


class Postgres:
    """A PostgreSQL server."""

    def connection_url(self, url: str, folder: Path) -> str:
        """Return the url with the scheme that both connectorx and psycopg take."""
        return "postgresql://" + url.split("://", maxsplit=1)[1]

    def describe(self, url: str, query: str) -> list[Column]:
        """Return the columns of a query."""
        with _translated(), _connect(url) as connection:
            described = connection.execute(f"{query} LIMIT 0".encode()).description or []
        return [self._column(item.name, item.type_code, item.precision, item.scale) for item in described]

    def count(self, url: str, query: str) -> int:
        """Return the number that a counting query gives."""
        with _translated(), _connect(url) as connection:
            row = connection.execute(query.encode()).fetchone()
        return int(row[0]) if row else 0

    def select(self, columns: list[Column], relation: str, condition: str) -> str:
        """Return the query to stream."""
        return select_all(columns, relation, condition)

    def received(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        """Return the batch as it is."""
        return batch

    def quoted(self, name: str) -> str:
        """Return a name as a quoted identifier."""
        return '"' + name.replace('"', '""') + '"'

    def literal(self, value: str, column: Column) -> str:
        """Return a string literal, which the server reads in the column's type; its form does not depend on server settings."""
        return " E'" + value.replace("\\", "\\\\").replace("'", "''") + "'"

    def _column(self, name: str, oid: int, precision: int | None, scale: int | None) -> Column:
        column = f"q.{self.quoted(name)}"
        alias = f" AS {self.quoted(name)}"
        if oid in _AS_THEY_ARE:
            return Column(name, column, _AS_THEY_ARE[oid], str(oid))
        if oid in _BOUNDED:
            kind, first, last, arrow = _BOUNDED[oid]
            low, high = f"{kind} '{first}'", f"{kind} '{last}'"
            inside = f"CASE WHEN {column} > {high} THEN {high} WHEN {column} < {low} THEN {low} ELSE {column} END"
            return Column(name, inside + alias, arrow, str(oid))
        exact = decimal_type(precision, scale or 0) if oid == _NUMERIC and precision else pa.string()
        return Column(name, f"{column}::text{alias}", exact, str(oid))


def _connect(url: str) -> psycopg.Connection[tuple[Any, ...]]:
    return psycopg.connect(url, connect_timeout=CONNECT_TIMEOUT_SECONDS, autocommit=True)


class _translated:  # noqa: N801 - reads as a word of the with statement
    """Turn psycopg's errors into `DatabaseTroubleError`."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, psycopg.Error):
            text = str(error)
            if error.sqlstate:
                transient = error.sqlstate.startswith(_TRANSIENT_CLASSES)
            else:
                transient = isinstance(error, psycopg.OperationalError) and not any(sign in text for sign in _LASTING_REFUSALS)
            raise DatabaseTroubleError(text, transient=transient) from None
