"""Read a declared object with the connector that its source names.

Belongs here: the choice of the connector, the check of declared columns, probing.
Does not belong here: anything that knows a file format or a database (`files`, `sql`).
"""

from __future__ import annotations

import pyarrow as pa

from pipelines.errors import ScorecardsError, SourceError
from pipelines.settings import CompanySettings, Mode
from pipelines.sources import files, sql
from pipelines.sources.extraction import Extraction, Probe, Request

_CONNECTORS = {"files": files.read, "sql": sql.read}
_COUNTERS = {"files": files.count_rows, "sql": sql.count_rows}


def extract(company: CompanySettings, source: str, object_: str, *, cursor: str | None = None) -> Extraction:
    """Open an object for reading; its batches come lazily. `cursor` is the largest value landed of the declared cursor column.

    Raises `SourceError` (also while the batches are read) with source, object, place and fix; `transient` says whether a retry may help.
    """
    request = _request(company, source, object_)
    extraction = _CONNECTORS[request.settings.connector](request, cursor)
    _check_columns(request, extraction.schema)
    return extraction


def probe(company: CompanySettings, source: str, object_: str) -> Probe:
    """Say whether an object can be read, with columns and row count. Trouble of the source is an answer, never an exception."""
    try:
        request = _request(company, source, object_)
        extraction = _CONNECTORS[request.settings.connector](request, None)
        columns = tuple((field.name, str(field.type)) for field in extraction.schema)
        _check_columns(request, extraction.schema)
        return Probe(source, object_, True, columns, _COUNTERS[request.settings.connector](request, extraction), None)
    except ScorecardsError as error:
        return Probe(source, object_, False, (), None, str(error))


def _request(company: CompanySettings, source: str, object_: str) -> Request:
    settings = company.sources.get(source)
    where = f"{company.name}: {source}.{object_}"
    if settings is None or object_ not in settings.objects:
        raise SourceError("is not declared", where=where, fix="declare it under `sources:` in company.yaml")
    if settings.connector not in _CONNECTORS:
        known = ", ".join(_CONNECTORS)
        raise SourceError(f"unknown connector '{settings.connector}'", where=where, fix=f"use one of: {known}")
    declared = settings.objects[object_]
    if declared.cursor and declared.mode is not Mode.APPEND:
        raise SourceError("a cursor delivers increments, but the object's mode is snapshot", where=where, fix="set `mode: append` or remove `cursor`")
    return Request(company, source, object_)


def _check_columns(request: Request, schema: pa.Schema) -> None:
    declared = request.declared
    wanted = dict.fromkeys([*declared.key, *declared.columns, *declared.personal, *([declared.cursor] if declared.cursor else [])])
    missing = [name for name in wanted if name not in schema.names]
    if missing:
        raise request.error(
            f"columns missing: {', '.join(missing)} (found: {', '.join(schema.names)})",
            fix="restore them in the export, or correct the object's `columns`, `key` and `personal` in company.yaml",
        )
