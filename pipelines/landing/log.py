"""The log of one home: land a pull, read up to a head, verify the whole.

Belongs here: the room's public class, its lock, the removal of what a killed load left behind, heads and objects.
Does not belong here: the steps of a load (`load`), the record of one (`manifest`).
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
from filelock import FileLock, Timeout

from pipelines.errors import LandingRefused
from pipelines.landing import attempts
from pipelines.landing.attempts import Attempt
from pipelines.landing.durable import TEMPORARY, make_folder
from pipelines.landing.load import Load, LoadOutcome, Pull
from pipelines.landing.manifest import Chain, Manifest, part_problems
from pipelines.settings import ObjectSettings

LOCK_TIMEOUT_SECONDS = 900


@dataclass(frozen=True)
class Head:
    """The last committed load at or before an instant; load 0 is the empty log."""

    load: int
    at: datetime


@dataclass(frozen=True)
class LandedObject:
    """One object as of a head: its columns (name → DuckDB type, over all loads) and the parts that hold its row versions."""

    object_id: int
    source: str
    object: str
    columns: dict[str, str]
    main_parts: tuple[Path, ...]
    personal_parts: tuple[Path, ...]
    personal: tuple[str, ...]
    live_rows: int
    last_load: int
    last_loaded_at: datetime


class Landing:
    """The landing of one home. It writes under `<home>/landing` only; several processes may share it, one lands at a time."""

    def __init__(self, home: Path, *, salt_key: str, memory_limit: str) -> None:
        self._folder = home.resolve() / "landing"
        self._salt_key = salt_key
        self._memory_limit = memory_limit
        self._chain = Chain(self._folder / "manifests")

    def land(
        self,
        source: str,
        name: str,
        declared: ObjectSettings,
        schema: pa.Schema,
        batches: Iterator[pa.RecordBatch],
        *,
        origin: str,
        loaded_at: datetime,
        cursor_from: str | None = None,
    ) -> LoadOutcome:
        """Land one pull: write what is new, changed or gone, or nothing but a line of attempts if nothing is.

        Raises `LandingRefused` for too many deletes, refused drift or a broken chain, and lets errors of the source through; nothing is landed then.
        """
        pull = Pull(source, name, declared, schema, batches, origin, loaded_at.astimezone(UTC), cursor_from)
        make_folder(self._folder / "manifests")
        with self._locked(pull.where):
            manifests = self._chain.read()
            self._sweep(manifests)
            outcome = Load(self._folder, self._chain, manifests, pull).run(self._salt_key, self._memory_limit)
            self._attempted(Attempt(source, name, pull.loaded_at, outcome.status, outcome.load, outcome.rows_read))
        return outcome

    def record_failure(self, source: str, name: str, problem: str, at: datetime) -> None:
        """Note a pull that failed or was refused; what was landed before stays usable and counts as stale."""
        make_folder(self._folder)
        self._attempted(Attempt(source, name, at.astimezone(UTC), "failed", problem=problem))

    def last_attempts(self) -> dict[tuple[str, str], Attempt]:
        """Return the newest attempt of each (source, object); one that failed makes its object stale."""
        return attempts.last_attempts(self._folder / "attempts.jsonl")

    def head(self, as_of: datetime | None = None) -> Head:
        """Return the last load committed at or before `as_of` (default: the newest)."""
        committed = [manifest for manifest in self._chain.read() if as_of is None or manifest.at <= as_of]
        return Head(committed[-1].load, committed[-1].at) if committed else Head(0, datetime.fromtimestamp(0, UTC))

    def manifests(self, head: int) -> list[Manifest]:
        """Return the manifests of loads up to `head`, in order."""
        return self._chain.read()[:head]

    def objects(self, head: int) -> list[LandedObject]:
        """Return the objects that have been landed up to `head`, by object id."""
        by_object: dict[int, list[Manifest]] = {}
        for manifest in self.manifests(head):
            by_object.setdefault(manifest.object_id, []).append(manifest)
        return [self._object(loads) for _, loads in sorted(by_object.items())]

    def cursor(self, source: str, name: str) -> str | None:
        """Return the largest cursor value landed of an object, from which its next pull starts."""
        own = [manifest for manifest in self._chain.read() if (manifest.source, manifest.object) == (source, name)]
        return own[-1].cursor_to if own else None

    def verify(self) -> list[str]:
        """Return what is wrong with the manifest chain or the parts; an empty list means that the log is whole."""
        try:
            return part_problems(self._folder, Chain(self._folder / "manifests").read())
        except LandingRefused as error:
            return [str(error)]

    def _object(self, loads: list[Manifest]) -> LandedObject:
        last = loads[-1]
        parts = [part for manifest in loads for part in manifest.parts]
        return LandedObject(
            object_id=last.object_id,
            source=last.source,
            object=last.object,
            columns=last.columns,
            main_parts=tuple(self._folder / part.path for part in parts if not part.personal),
            personal_parts=tuple(self._folder / part.path for part in parts if part.personal),
            personal=last.personal,
            live_rows=last.live_rows,
            last_load=last.load,
            last_loaded_at=last.at,
        )

    def _attempted(self, attempt: Attempt) -> None:
        attempts.record(self._folder / "attempts.jsonl", attempt)

    @contextmanager
    def _locked(self, where: str) -> Iterator[None]:
        lock = FileLock(self._folder / ".lock", timeout=LOCK_TIMEOUT_SECONDS)
        try:
            lock.acquire()
        except Timeout as error:
            held = f"another pull has held this home's lock for {LOCK_TIMEOUT_SECONDS} s"
            raise LandingRefused(held, where=where, fix="wait for it to end, or stop it, then pull again") from error
        try:
            yield
        finally:
            lock.release()

    def _sweep(self, manifests: list[Manifest]) -> None:
        """Remove what a killed load left: unfinished files, parts that no manifest names, working folders."""
        named = {self._folder / part.path for manifest in manifests for part in manifest.parts}
        for file in (self._folder / "parts").glob("*/*"):
            if file not in named:
                file.unlink()
        for file in (self._folder / "manifests").glob(f"*{TEMPORARY}"):
            file.unlink()
        for folder in (self._folder / "work").glob("*"):
            shutil.rmtree(folder, ignore_errors=True)
