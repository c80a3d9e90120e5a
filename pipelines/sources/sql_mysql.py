"""MySQL and MariaDB for the connector `sql`.

Belongs here: type codes, casts, error numbers.
Does not belong here: streaming (`sql`).

connectorx rounds every decimal to ten places and dies of zero dates, of negative or long times and of geometries. So decimals travel
as text and become decimals of their own scale here, a date with a zero part is null (that is what it means), a TIMESTAMP is brought
to UTC, times, bits and JSON travel and land as text, geometries as hex.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import pyarrow as pa
import pymysql
from pymysql.constants import FIELD_TYPE, FLAG

from pipelines.sources.sql_dialect import CONNECT_TIMEOUT_SECONDS, Column, DatabaseTroubleError, decimal_type, select_all

_INTEGERS = {FIELD_TYPE.TINY, FIELD_TYPE.SHORT, FIELD_TYPE.LONG, FIELD_TYPE.INT24, FIELD_TYPE.YEAR}
_FLOATS = {FIELD_TYPE.FLOAT, FIELD_TYPE.DOUBLE}
_DECIMALS = {FIELD_TYPE.DECIMAL, FIELD_TYPE.NEWDECIMAL}
_TEXTS = {FIELD_TYPE.VARCHAR, FIELD_TYPE.VAR_STRING, FIELD_TYPE.STRING, FIELD_TYPE.ENUM, FIELD_TYPE.SET}
_BLOBS = {FIELD_TYPE.TINY_BLOB, FIELD_TYPE.MEDIUM_BLOB, FIELD_TYPE.LONG_BLOB, FIELD_TYPE.BLOB}
_BINARY_CHARSET = 63
_TRANSIENT_NUMBERS = {1040, 1053, 1205, 1213, 2002, 2003, 2006, 2013}
_PORT = 3306


@dataclass(frozen=True)
class _Field:
    """What the protocol says of a result column."""

    name: str
    code: int
    length: int
    scale: int
    unsigned: bool
    binary: bool


class MySql:
    """A MySQL or MariaDB server."""

    def connection_url(self, url: str, folder: Path) -> str:
        """Return the url with the scheme that connectorx takes."""
        return "mysql://" + url.split("://", maxsplit=1)[1]

    def describe(self, url: str, query: str) -> list[Column]:
        """Return the columns of a query."""
        with _cursor(url) as cursor:
            cursor.execute(f"{query} LIMIT 0")
            fields = [
                _Field(item.name, item.type_code, item.length, item.scale, bool(item.flags & FLAG.UNSIGNED), item.charsetnr == _BINARY_CHARSET)
                for item in cursor._result.fields
            ]
        return [self._column(field) for field in fields]

    def count(self, url: str, query: str) -> int:
        """Return the number that a counting query gives."""
        with _cursor(url) as cursor:
            cursor.execute(query)
            row = cursor.fetchone()
        return int(row[0]) if row else 0

    def select(self, columns: list[Column], relation: str, condition: str) -> str:
        """Return the query to stream."""
        return select_all(columns, relation, condition)

    def received(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        """Return the batch as it is."""
        return batch

    def quoted(self, name: str) -> str:
        """Return a name as a quoted identifier."""
        return "`" + name.replace("`", "``") + "`"

    def literal(self, value: str, column: Column) -> str:
        """Return a string literal; of a TIMESTAMP, brought from UTC to the session's zone. Hex, so that no server setting changes its reading."""
        text = f"CONVERT(X'{value.removesuffix('+00').encode().hex()}' USING utf8mb4)"
        return f"CONVERT_TZ({text}, '+00:00', @@session.time_zone)" if column.native == str(FIELD_TYPE.TIMESTAMP) else text

    def _column(self, field: _Field) -> Column:
        column = f"q.{self.quoted(field.name)}"
        expression, arrow = self._lossless(column, field)
        alias = "" if expression == column else f" AS {self.quoted(field.name)}"
        return Column(field.name, expression + alias, arrow, str(field.code))

    def _lossless(self, column: str, field: _Field) -> tuple[str, pa.DataType]:
        whole = f"IF(YEAR({column}) = 0 OR MONTH({column}) = 0 OR DAY({column}) = 0, NULL, {column})"
        as_text = f"CAST({column} AS CHAR)"
        plain = {
            **dict.fromkeys(_INTEGERS, (column, pa.int64())),
            FIELD_TYPE.LONGLONG: (as_text, pa.decimal128(20, 0)) if field.unsigned else (column, pa.int64()),
            **dict.fromkeys(_FLOATS, (column, pa.float64())),
            **dict.fromkeys(_DECIMALS, (as_text, decimal_type(min(field.length - bool(field.scale) - (not field.unsigned), 65), field.scale))),
            FIELD_TYPE.DATE: (whole, pa.date32()),
            FIELD_TYPE.DATETIME: (whole, pa.timestamp("us")),
            FIELD_TYPE.TIMESTAMP: (f"CONVERT_TZ({whole}, @@session.time_zone, '+00:00')", pa.timestamp("us", "UTC")),
            FIELD_TYPE.BIT: (f"HEX({column})", pa.string()),
            FIELD_TYPE.GEOMETRY: (f"HEX({column})", pa.string()),
        }
        if field.code in _TEXTS | _BLOBS:
            return column, pa.binary() if field.binary else pa.string()
        return plain.get(field.code, (as_text, pa.string()))


@contextmanager
def _cursor(url: str) -> Iterator[Any]:
    parts = urlsplit(url)
    try:
        connection = pymysql.connect(
            host=parts.hostname or "localhost",
            port=parts.port or _PORT,
            user=unquote(parts.username or ""),
            password=unquote(parts.password or ""),
            database=unquote(parts.path.strip("/")) or None,
            connect_timeout=CONNECT_TIMEOUT_SECONDS,
            charset="utf8mb4",
            ssl={} if parse_qs(parts.query).get("require_ssl") == ["true"] else None,
        )
        with connection, connection.cursor() as cursor:
            yield cursor
    except pymysql.MySQLError as error:
        number = error.args[0] if error.args else None
        raise DatabaseTroubleError(" ".join(str(part) for part in error.args), transient=number in _TRANSIENT_NUMBERS) from None
