"""What a connector gives: a schema with its batches, or the answer to a probe.

Belongs here: the small types that the connectors share with their callers.
Does not belong here: reading anything.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pyarrow as pa

from pipelines.errors import SourceError
from pipelines.settings import CompanySettings, ObjectSettings, SourceSettings

BATCH_ROWS = 65_536


@dataclass(frozen=True)
class Extraction:
    """The rows of one object, to be read once. `origin` says where from: the masked query or the list of files."""

    schema: pa.Schema
    batches: Iterator[pa.RecordBatch]
    origin: str


@dataclass(frozen=True)
class Probe:
    """Whether an object can be read, with its columns (name, type) and row count, or the reason why not."""

    source: str
    object: str
    reachable: bool
    columns: tuple[tuple[str, str], ...]
    rows: int | None
    problem: str | None


@dataclass(frozen=True)
class Request:
    """One declared object that is to be read."""

    company: CompanySettings
    source: str
    object: str

    @property
    def settings(self) -> SourceSettings:
        """The source's declaration."""
        return self.company.sources[self.source]

    @property
    def declared(self) -> ObjectSettings:
        """The object's declaration."""
        return self.settings.objects[self.object]

    @property
    def where(self) -> str:
        """Source and object, for messages."""
        return f"{self.source}.{self.object}"

    def error(self, what: str, *, place: str = "", fix: str = "", transient: bool = False) -> SourceError:
        """Return a `SourceError` of this object, at a place inside it (file, row)."""
        where = f"{self.where} ({place})" if place else self.where
        return SourceError(what, where=where, fix=fix, transient=transient)
