"""What the connector `sql` needs to know of a database.

Belongs here: the interface of a dialect, its described columns, its trouble.
Does not belong here: a driver or a type code (`sql_postgres`, `sql_mysql`, `sql_sqlite`).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import pyarrow as pa

CONNECT_TIMEOUT_SECONDS = 10
DECIMAL_DIGITS = 38


@dataclass(frozen=True)
class Column:
    """One column of a query: its name, the SQL that selects it without loss (from `q`), the type in which it is landed, the database's own type."""

    name: str
    expression: str
    type: pa.DataType
    native: str


class DatabaseTroubleError(Exception):
    """What a driver said; `transient` if a later try may fare better. Never leaves the connector."""

    def __init__(self, what: str, *, transient: bool) -> None:
        super().__init__(what)
        self.transient = transient


class Dialect(Protocol):
    """One kind of database."""

    def connection_url(self, url: str, folder: Path) -> str:
        """Return the url as connectorx and the driver take it; relative files start at the company's folder."""

    def describe(self, url: str, query: str) -> list[Column]:
        """Return the columns of a query without running it. Raises `DatabaseTroubleError`."""

    def count(self, url: str, query: str) -> int:
        """Return the number that a counting query gives. Raises `DatabaseTroubleError`."""

    def select(self, columns: list[Column], relation: str, condition: str) -> str:
        """Return the query to stream."""

    def received(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        """Return a streamed batch with the described columns only."""

    def quoted(self, name: str) -> str:
        """Return a name as a quoted identifier."""

    def literal(self, value: str, column: Column) -> str:
        """Return a cursor value as a literal that compares with `column`."""


def select_all(columns: list[Column], relation: str, condition: str) -> str:
    """Return a plain select of the described columns."""
    where = f" WHERE {condition}" if condition else ""
    return f"SELECT {', '.join(column.expression for column in columns)} FROM {relation}{where}"


def decimal_type(precision: int, scale: int) -> pa.DataType:
    """Return the exact decimal type, or text where there is none."""
    return pa.decimal128(precision, scale) if 0 < precision <= DECIMAL_DIGITS and 0 <= scale <= precision else pa.string()
