"""The connector `sql`: PostgreSQL, MySQL/MariaDB and SQLite; a table or a query, whole or from a cursor on; streamed.

Belongs here: the query that is sent, the stream, the sorting of trouble into transient and lasting, the masking of secrets.
Does not belong here: what one database needs (`sql_postgres`, `sql_mysql`, `sql_sqlite`).

The small driver of each database describes the query first: that shows within seconds whether server, login and table are there, and which
columns connectorx would round, misread or die of; those are cast in the query. connectorx then streams the rows, four times as fast.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

import connectorx
import pyarrow as pa

from pipelines.errors import SourceError, mask_secrets
from pipelines.settings import resolve_references
from pipelines.sources.extraction import BATCH_ROWS, Extraction, Request
from pipelines.sources.sql_dialect import Column, DatabaseTroubleError, Dialect
from pipelines.sources.sql_mysql import MySql
from pipelines.sources.sql_postgres import Postgres
from pipelines.sources.sql_sqlite import Sqlite

_TRANSIENT = re.compile(r"connection|closed|reset|time[d ]*out|terminat|broken pipe|gone away|shutting down|deadlock|locked", re.IGNORECASE)
_PLAIN_SECRET = re.compile(r"://[^/@\s]*:(?P<secret>[^@\s]+)@")
_DIALECTS: dict[str, Dialect] = {"postgresql": Postgres(), "postgres": Postgres(), "mysql": MySql(), "mariadb": MySql(), "sqlite": Sqlite()}


@dataclass(frozen=True)
class _Reading:
    """One object's connection, dialect and query; `text` is what the log shows."""

    url: str
    dialect: Dialect
    relation: str
    text: str


def read(request: Request, cursor: str | None) -> Extraction:
    """Describe the object's query and open its stream; with a cursor, from the last value seen on (equal ones may have come late)."""
    reading = _reading(request)
    try:
        columns = reading.dialect.describe(reading.url, f"SELECT * FROM {reading.relation}")
    except DatabaseTroubleError as trouble:
        raise _error(request, reading, trouble) from None
    schema = pa.schema([(column.name, column.type) for column in columns])
    condition = _condition(request, reading, columns, cursor)
    query = reading.dialect.select(columns, reading.relation, condition)
    return Extraction(schema, _stream(request, reading, query, schema), mask_secrets(f"{reading.text}{condition and ' where '}{condition}"))


def count_rows(request: Request, extraction: Extraction) -> int:
    """Count the rows on the server."""
    reading = _reading(request)
    try:
        return reading.dialect.count(reading.url, f"SELECT count(*) FROM {reading.relation}")
    except DatabaseTroubleError as trouble:
        raise _error(request, reading, trouble) from None


def _reading(request: Request) -> _Reading:
    declared, written = request.declared, request.settings.url
    if not written:
        raise request.error("no `url` declared", fix="set the source's url in company.yaml, e.g. url: ${CRM_DATABASE_URL}")
    secret = _PLAIN_SECRET.search(written)
    if secret and "${" not in secret["secret"]:
        raise request.error("the url holds a password in plain text", fix="put it into the environment and refer to it: ${NAME}")
    url = resolve_references(written, where=f"{request.company.name}: {request.source}")
    dialect = _dialect(request, url)
    if bool(declared.table) == bool(declared.query):
        raise request.error("needs either `table` or `query`", fix="declare exactly one of them for the object")
    inner = declared.query.strip().rstrip(";") if declared.query else f"SELECT * FROM {_quoted_path(dialect, str(declared.table))}"
    shown = f"{mask_secrets(written)}: {declared.table or inner}"
    return _Reading(dialect.connection_url(url, request.company.folder), dialect, f"({inner}) AS q", shown)


def _dialect(request: Request, url: str) -> Dialect:
    scheme = urlsplit(url).scheme.lower()
    if scheme not in _DIALECTS:
        raise request.error(
            f"unknown kind of database '{scheme}'", fix="use a url that starts with postgresql://, mysql://, mariadb:// or sqlite:///"
        )
    return _DIALECTS[scheme]


def _quoted_path(dialect: Dialect, table: str) -> str:
    return ".".join(dialect.quoted(part) for part in table.split("."))


def _condition(request: Request, reading: _Reading, columns: list[Column], cursor: str | None) -> str:
    name = request.declared.cursor
    column = next((column for column in columns if column.name == name), None)
    if cursor is None or column is None:
        return ""
    return f"q.{reading.dialect.quoted(column.name)} >= {reading.dialect.literal(cursor, column)}"


def _stream(request: Request, reading: _Reading, query: str, schema: pa.Schema) -> Iterator[pa.RecordBatch]:
    try:
        for batch in connectorx.read_sql(reading.url, query, return_type="arrow_stream", protocol="binary", batch_size=BATCH_ROWS):
            yield _typed(request, reading.dialect.received(batch), schema)
    except (SourceError, KeyboardInterrupt, SystemExit, GeneratorExit):
        raise
    except BaseException as error:  # a panic of connectorx's Rust side is no Exception
        if not isinstance(error, Exception) and type(error).__name__ != "PanicException":
            raise
        raise _error(request, reading, DatabaseTroubleError(str(error), transient=bool(_TRANSIENT.search(str(error))))) from None


def _typed(request: Request, batch: pa.RecordBatch, schema: pa.Schema) -> pa.RecordBatch:
    columns = []
    for field, column in zip(schema, batch.columns, strict=True):
        try:
            columns.append(column if column.type == field.type else column.cast(field.type))
        except pa.ArrowInvalid as error:
            what = f"column {field.name} holds a value that is no {field.type}: {error}"
            raise request.error(what, fix="declare a `query` that casts or leaves out such values") from error
    return pa.RecordBatch.from_arrays(columns, schema=schema)


def _error(request: Request, reading: _Reading, trouble: DatabaseTroubleError) -> SourceError:
    text = str(trouble).strip()
    secret = urlsplit(reading.url).password
    for plain in {secret, unquote(secret)} if secret else ():
        text = text.replace(plain, "***")
    lasting = "correct the url, the login or the object's table or query"
    fix = "see whether the server is up; the pull is tried again" if trouble.transient else lasting
    return request.error(f"the database says: {text}", fix=fix, transient=trouble.transient)
