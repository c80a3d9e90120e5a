"""Small companies with one source, for the tests of the sources.

Belongs here: a company made of a folder or a url and one object's declaration; reading an object whole.
Does not belong here: assertions.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow as pa

from pipelines.settings import CompanySettings
from pipelines.sources import extract

Rows = list[dict[str, Any]]


def company(folder: Path, source: dict[str, Any], **declared: Any) -> CompanySettings:
    """Return a company whose source `crm` has the object `deals`."""
    deals = {"domain": "crm", "key": ["id"], "columns": {"id": "VARCHAR"}, **declared}
    return CompanySettings.model_validate(
        {
            "name": "test",
            "display_name": {"en": "Test"},
            "timezone": "UTC",
            "reporting_currency": "EUR",
            "default_locale": "en",
            "systems": [],
            "folder": folder,
            "sources": {"crm": {**source, "objects": {"deals": deals}}},
        }
    )


def of_files(folder: Path, file: str, *, source: dict[str, Any] | None = None, **declared: Any) -> CompanySettings:
    return company(folder, {"connector": "files", "path": ".", **(source or {})}, file=file, **declared)


def of_database(folder: Path, url: str, **declared: Any) -> CompanySettings:
    return company(folder, {"connector": "sql", "url": url}, **({"table": "deals"} | declared if "query" not in declared else declared))


def read(settings: CompanySettings, cursor: str | None = None) -> tuple[pa.Schema, Rows]:
    """Return the object's schema and all its rows."""
    extraction = extract(settings, "crm", "deals", cursor=cursor)
    return extraction.schema, [row for batch in extraction.batches for row in batch.to_pylist()]
