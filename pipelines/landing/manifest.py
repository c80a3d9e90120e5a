"""Manifests: what each load read and wrote, chained by hash so that nothing can be taken out or altered unseen.

Belongs here: the record of a load, its JSON form, the reading of the chain and the check of its links and of the parts' hashes.
Does not belong here: the making of the rows (`diff`), locks and order of writing (`log`).
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from pipelines.errors import LandingRefused
from pipelines.landing.durable import sha256_of, write_bytes

FIRST_LINK = "0" * 64


@dataclass(frozen=True)
class Part:
    """One immutable Parquet file of a load; `path` is relative to the landing folder."""

    path: str
    sha256: str
    rows: int
    personal: bool = False


@dataclass(frozen=True)
class Manifest:
    """The record of one load: one pull of one object that changed something (or was its first).

    `schema` is what this pull delivered; `columns` is the union over all loads of the object, each in a type that holds all its values.
    """

    load: int
    at: datetime
    source: str
    object: str
    object_id: int
    mode: str
    key: tuple[str, ...]
    personal: tuple[str, ...]
    origin: str
    cursor_from: str | None
    cursor_to: str | None
    rows_read: int
    inserted: int
    updated: int
    deleted: int
    duplicates: int
    live_rows: int
    last_row_id: int
    schema: dict[str, str]
    columns: dict[str, str]
    drift: tuple[str, ...]
    parts: tuple[Part, ...]
    previous: str

    def to_bytes(self) -> bytes:
        """Return the canonical JSON form; its SHA-256 is the next manifest's `previous`."""
        return json.dumps({**asdict(self), "at": self.at.isoformat()}, ensure_ascii=False, indent=1).encode("utf-8")

    @classmethod
    def from_bytes(cls, content: bytes) -> Manifest:
        """Read the JSON form."""
        raw: dict[str, Any] = json.loads(content)
        raw["at"] = datetime.fromisoformat(raw["at"])
        raw["parts"] = tuple(Part(**part) for part in raw["parts"])
        for name in ("key", "personal", "drift"):
            raw[name] = tuple(raw[name])
        return cls(**raw)


class Chain:
    """The manifests of one home, in order of their load numbers. What was read once is kept: a manifest never changes."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._known: list[Manifest] = []
        self._last_link = FIRST_LINK

    @property
    def last_link(self) -> str:
        """SHA-256 of the newest manifest read; the next one names it."""
        return self._last_link

    def read(self) -> list[Manifest]:
        """Return all manifests. Raises `LandingRefused` where the chain is broken: a gap, an unreadable file, a wrong link."""
        present = sorted(self._folder.glob("*.json"))
        for number, file in enumerate(present[len(self._known) :], start=len(self._known) + 1):
            content = file.read_bytes()
            manifest = self._parse(file, content)
            if file.name != _file_name(number) or manifest.load != number:
                raise self._broken(file, f"manifest {number} is missing")
            if manifest.previous != self._last_link:
                raise self._broken(file, f"names {manifest.previous[:12]}… as its predecessor, which is {self._last_link[:12]}…")
            self._known.append(manifest)
            self._last_link = hashlib.sha256(content).hexdigest()
        if len(present) < len(self._known):
            raise self._broken(self._folder, "manifests have vanished since they were read")
        return list(self._known)

    def append(self, manifest: Manifest) -> None:
        """Commit a load: from here on readers see it."""
        write_bytes(self._folder / _file_name(manifest.load), manifest.to_bytes())
        self.read()

    def _parse(self, file: Path, content: bytes) -> Manifest:
        try:
            return Manifest.from_bytes(content)
        except (ValueError, TypeError, KeyError) as error:
            raise self._broken(file, f"unreadable manifest: {error}") from error

    @staticmethod
    def _broken(file: Path, what: str) -> LandingRefused:
        return LandingRefused(f"the manifest chain is broken: {what}", where=str(file), fix="restore the landing folder from its backup")


def part_problems(landing: Path, manifests: list[Manifest]) -> list[str]:
    """Return what is wrong with the parts that the manifests name: missing, or with another hash."""
    problems = []
    for manifest in manifests:
        for part in manifest.parts:
            file = landing / part.path
            if not file.is_file():
                problems.append(f"load {manifest.load}: part {part.path} is missing")
            elif sha256_of(file) != part.sha256:
                problems.append(f"load {manifest.load}: part {part.path} was altered, its SHA-256 differs from the manifest's")
    return problems


def _file_name(load: int) -> str:
    return f"{load:08d}.json"
