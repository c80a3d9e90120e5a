"""One load: a pull of one object turned into parts and a manifest, or into nothing if nothing changed.

Belongs here: the order of steps from arriving rows to the committed manifest, the refusal of mass deletes, the outcome.
Does not belong here: SQL (`diff`), locks, reading up to a head (`log`).
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Literal

import pyarrow as pa

from pipelines.errors import LandingRefused
from pipelines.landing.diff import Changes, Diff, union_of_columns
from pipelines.landing.drift import check_drift, check_landable, check_names, describe_drift
from pipelines.landing.durable import make_folder, publish, sha256_of, temporary_name
from pipelines.landing.fingerprint import salting_pads
from pipelines.landing.manifest import Chain, Manifest, Part
from pipelines.settings import Mode, ObjectSettings


@dataclass(frozen=True)
class LoadOutcome:
    """How a pull ended. `drift` names what changed in the schema, `duplicates` counts the arrived rows that share a key but differ."""

    status: Literal["landed", "unchanged"]
    load: int | None
    rows_read: int
    inserted: int
    updated: int
    deleted: int
    drift: tuple[str, ...]
    duplicates: int


@dataclass(frozen=True)
class Pull:
    """What is to be landed: the object, its rows, and where and when they came from."""

    source: str
    name: str
    declared: ObjectSettings
    schema: pa.Schema
    batches: Iterator[pa.RecordBatch]
    origin: str
    loaded_at: datetime
    cursor_from: str | None

    @property
    def where(self) -> str:
        """Source and object, for messages."""
        return f"{self.source}.{self.name}"


class Load:
    """One pull on its way into the log. Hold the home's lock while it runs."""

    def __init__(self, folder: Path, chain: Chain, manifests: list[Manifest], pull: Pull) -> None:
        self._folder = folder
        self._chain = chain
        self._pull = pull
        own = [manifest for manifest in manifests if (manifest.source, manifest.object) == (pull.source, pull.name)]
        self._last = own[-1] if own else None
        self._known = [folder / part.path for manifest in own for part in manifest.parts if not part.personal]
        self._number = len(manifests) + 1
        self._at = max([pull.loaded_at, *(manifest.at for manifest in manifests[-1:])])  # numbers order loads, so their instants never decrease
        self._object_id = self._last.object_id if self._last else 1 + max((manifest.object_id for manifest in manifests), default=0)

    def run(self, salt_key: str, memory_limit: str) -> LoadOutcome:
        """Stage, compare, write, commit. Raises `LandingRefused`, or whatever the source raises while its rows are read."""
        make_folder(self._folder / "work")
        work = Path(tempfile.mkdtemp(dir=self._folder / "work"))
        declared = self._pull.declared
        diff = Diff(work, memory_limit, declared.key, declared.personal, salting_pads(salt_key, self._pull.source, self._pull.name))
        try:
            return self._run(diff)
        finally:
            diff.close()
            shutil.rmtree(work, ignore_errors=True)

    def _run(self, diff: Diff) -> LoadOutcome:
        pull, last = self._pull, self._last
        check_names(pull.where, pull.schema.names)
        types = diff.types(pull.schema)
        check_landable(pull.where, pull.declared, types, last)
        drift = describe_drift(last.schema, types) if last else ()
        check_drift(pull.where, pull.declared, drift)
        rows_read = diff.stage(pull.schema, pull.batches)
        changes = diff.compare(self._known, pull.declared.mode, last.last_row_id if last else 0)
        self._check_deletes(changes)
        outcome = LoadOutcome("unchanged", None, rows_read, changes.inserted, changes.updated, changes.deleted, drift, changes.duplicates)
        if last and not changes.rows and not drift:
            return outcome
        self._chain.append(self._manifest(diff, types, outcome, self._write_parts(diff, changes)))
        return replace(outcome, status="landed", load=self._number)

    def _check_deletes(self, changes: Changes) -> None:
        if self._last is None or self._pull.declared.mode is Mode.APPEND or not changes.gone:
            return
        share, allowed = changes.gone / self._last.live_rows, self._pull.declared.max_delete_share
        if share > allowed:
            raise LandingRefused(
                f"the snapshot lacks {changes.gone} of {self._last.live_rows} live rows ({share:.1%}), more than max_delete_share {allowed:.1%}",
                where=self._pull.where,
                fix="see whether the export was cut short; if the deletes are meant, raise `max_delete_share` for this pull",
            )

    def _write_parts(self, diff: Diff, changes: Changes) -> tuple[Part, ...]:
        if not changes.rows:
            return ()
        main = self._part_file("")
        make_folder(main.parent)
        diff.write_main(temporary_name(main), self._known, self._number, self._at)
        parts = [self._published(main, changes.rows, personal=False)]
        if self._pull.declared.personal and changes.inserted + changes.updated:
            sibling = self._part_file(".personal")
            rows = diff.write_personal(temporary_name(sibling))
            parts.append(self._published(sibling, rows, personal=True))
        return tuple(parts)

    def _part_file(self, infix: str) -> Path:
        return self._folder / "parts" / self._pull.where / f"{self._number:08d}{infix}.parquet"

    def _published(self, file: Path, rows: int, *, personal: bool) -> Part:
        digest = sha256_of(temporary_name(file))
        publish(file)
        return Part(file.relative_to(self._folder).as_posix(), digest, rows, personal)

    def _manifest(self, diff: Diff, types: dict[str, str], outcome: LoadOutcome, parts: tuple[Part, ...]) -> Manifest:
        pull, last = self._pull, self._last
        arrived_cursor = diff.largest(pull.declared.cursor) if pull.declared.cursor in types else None
        main_rows = sum(part.rows for part in parts if not part.personal)
        upserts = outcome.inserted + outcome.updated
        return Manifest(
            load=self._number,
            at=self._at,
            source=pull.source,
            object=pull.name,
            object_id=self._object_id,
            mode=pull.declared.mode.value,
            key=tuple(pull.declared.key),
            personal=tuple(pull.declared.personal),
            origin=pull.origin,
            cursor_from=pull.cursor_from,
            cursor_to=arrived_cursor or (last.cursor_to if last else None),
            rows_read=outcome.rows_read,
            inserted=outcome.inserted,
            updated=outcome.updated,
            deleted=outcome.deleted,
            duplicates=outcome.duplicates,
            live_rows=(last.live_rows if last else 0) + upserts - outcome.updated - outcome.deleted,
            last_row_id=(last.last_row_id if last else 0) + main_rows,
            schema=types,
            columns=union_of_columns(last.columns if last else {}, types, diff),
            drift=outcome.drift,
            parts=parts,
            previous=self._chain.last_link,
        )
