"""SQLite for the connector `sql`.

Belongs here: declared types, casts, the trick that gives connectorx its types.
Does not belong here: streaming (`sql`).

SQLite types values, not columns. A column declared as an integer or a float is landed as such if all its values are; every other
column is landed as text (a money amount reads as it was entered, a blob in hex). connectorx takes its types from the first row,
and fails on a null there: so a row of the right types goes first and is taken out again.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote, unquote

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.sources.sql_dialect import CONNECT_TIMEOUT_SECONDS, Column, DatabaseTroubleError

_MARK = "_first"
_FLOATS = ("REAL", "FLOA", "DOUB")
_SCHEME = "sqlite://"


class Sqlite:
    """An SQLite file."""

    def connection_url(self, url: str, folder: Path) -> str:
        """Return the url with the file's absolute path: `sqlite:///crm.db` starts at the company's folder, `sqlite:////data/crm.db` at the root."""
        path = unquote(url[len(_SCHEME) :])
        return _SCHEME + quote(str((folder / path.removeprefix("/")).resolve()))

    def describe(self, url: str, query: str) -> list[Column]:
        """Return the columns of a query; one scan shows whether number columns hold numbers only."""
        with _connected(url) as connection:
            connection.execute(f"CREATE TEMP VIEW described AS {query}")
            declared = [(row[1], str(row[2]).upper()) for row in connection.execute("PRAGMA temp.table_info(described)")]
            numbers = [name for name, kind in declared if _number(kind) is not None]
            strangers = [f"max(typeof({self.quoted(name)}) NOT IN ('null', '{_number(kind)}'))" for name, kind in declared if name in numbers]
            row = connection.execute(f"SELECT {', '.join(strangers)} FROM described").fetchone() if strangers else ()
        pure = {name for name, strange in zip(numbers, row, strict=True) if not strange}
        return [self._column(name, kind, name in pure) for name, kind in declared]

    def count(self, url: str, query: str) -> int:
        """Return the number that a counting query gives."""
        with _connected(url) as connection:
            return int(connection.execute(query).fetchone()[0])

    def select(self, columns: list[Column], relation: str, condition: str) -> str:
        """Return the query to stream, headed by the row that gives connectorx its types."""
        samples = {pa.int64(): "0", pa.float64(): "0.0"}
        first = ", ".join(f"{samples.get(column.type, repr(''))} AS {self.quoted(column.name)}" for column in columns)
        where = f" WHERE {condition}" if condition else ""
        return f"SELECT 1 AS {_MARK}, {first} UNION ALL SELECT 0, {', '.join(column.expression for column in columns)} FROM {relation}{where}"

    def received(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        """Return the batch without the row and the column that the query added."""
        return batch.filter(pc.equal(batch.column(0), 0)).select(range(1, batch.num_columns))

    def quoted(self, name: str) -> str:
        """Return a name as a quoted identifier."""
        return '"' + name.replace('"', '""') + '"'

    def literal(self, value: str, column: Column) -> str:
        """Return a number as it is and anything else as a string literal; a text compared with a number would never match."""
        text = "'" + value.replace("'", "''") + "'"
        return f"CAST({text} AS NUMERIC)" if column.type != pa.string() else text

    def _column(self, name: str, kind: str, pure: bool) -> Column:
        column = f"q.{self.quoted(name)}"
        if pure:
            return Column(name, column, pa.int64() if _number(kind) == "integer" else pa.float64(), kind)
        return Column(name, f"CASE WHEN typeof({column}) = 'blob' THEN hex({column}) ELSE CAST({column} AS TEXT) END", pa.string(), kind)


def _number(kind: str) -> str | None:
    """Return the value type that SQLite's affinity rules give a declared type, for the two that land as numbers."""
    if "INT" in kind:
        return "integer"
    return "real" if any(sign in kind for sign in _FLOATS) else None


@contextmanager
def _connected(url: str) -> Iterator[sqlite3.Connection]:
    file = Path(unquote(url[len(_SCHEME) :]))
    if not file.is_file():
        raise DatabaseTroubleError(f"there is no file {file}", transient=False)
    try:
        connection = sqlite3.connect(f"file:{quote(str(file))}?mode=ro", uri=True, timeout=CONNECT_TIMEOUT_SECONDS)
        try:
            yield connection
        finally:
            connection.close()
    except sqlite3.Error as error:
        transient = getattr(error, "sqlite_errorname", "").startswith(("SQLITE_BUSY", "SQLITE_LOCKED"))
        raise DatabaseTroubleError(str(error), transient=transient) from None
