"""Where builds lie in a home, and which of them is current.

Belongs here: names of folders and files, the pointer `current`, listing finished builds.
Does not belong here: making a build (`builder`), reading its tables (`reader`), removing old ones (`gc`).
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from pipelines.errors import BuildError

HIDDEN = "."


@dataclass(frozen=True)
class Build:
    """A finished build: its folder and what its manifest says. `reused` tells that it was there already."""

    folder: Path
    manifest: dict[str, Any]
    reused: bool = False

    @property
    def build_id(self) -> str:
        """Hash of everything that determines the build."""
        return str(self.manifest["build_id"])

    @property
    def head(self) -> int:
        """Number of the last load that the build reads."""
        return int(self.manifest["inputs"]["head"])

    @property
    def as_of(self) -> datetime:
        """Instant of `head`."""
        return datetime.fromisoformat(self.manifest["inputs"]["as_of"])

    @property
    def period_end(self) -> date:
        """Last day that the build computes."""
        return date.fromisoformat(self.manifest["inputs"]["period_end"])

    @property
    def database(self) -> Path:
        """The DuckDB file with every table."""
        return self.folder / "warehouse.duckdb"

    @property
    def published(self) -> Path:
        """Folder of the `rpt_*` tables as Parquet; all that reports and checks may read."""
        return self.folder / "published"

    @property
    def home(self) -> Path:
        """The home that the build belongs to."""
        return self.folder.parent.parent

    def checks(self) -> list[dict[str, Any]]:
        """Return every dbt test of the build, as `checks.json` holds it."""
        found: list[dict[str, Any]] = json.loads((self.folder / "checks.json").read_text(encoding="utf-8"))
        return found

    def models(self) -> dict[str, dict[str, Any]]:
        """Return every model by name: file, description, parents and the SQL that ran."""
        found: dict[str, dict[str, Any]] = json.loads((self.folder / "models.json").read_text(encoding="utf-8"))
        return found


def builds_folder(home: Path) -> Path:
    """Folder of all builds of a home."""
    return home / "builds"


def find_build(home: Path, build_id: str) -> Build | None:
    """Return the finished build of that id, if it is there. A folder without manifest is no build."""
    manifest = builds_folder(home) / build_id / "manifest.json"
    return Build(manifest.parent, json.loads(manifest.read_text(encoding="utf-8"))) if manifest.is_file() else None


def list_builds(home: Path) -> list[Build]:
    """Return the finished builds of a home, the latest made last."""
    folder = builds_folder(home)
    names = [path.name for path in folder.iterdir() if path.is_dir() and not path.name.startswith(HIDDEN)] if folder.is_dir() else []
    found = [build for name in names if (build := find_build(home, name)) is not None]
    return sorted(found, key=lambda build: (build.manifest["made_at"], build.build_id))


def current_id(home: Path) -> str | None:
    """Return the id that the pointer `current` holds."""
    pointer = builds_folder(home) / "current"
    return pointer.read_text(encoding="utf-8").strip() if pointer.is_file() else None


def open_build(home: Path, build_id: str | None = None) -> Build:
    """Return the build named (a unique beginning will do), or the current one. Raises `BuildError` if there is none."""
    wanted = build_id or current_id(home)
    if wanted is None:
        raise BuildError("no build yet", where=str(home), fix="make one: scorecards run --company … --period …")
    exact = find_build(home, wanted)
    matching = [exact] if exact else [build for build in list_builds(home) if build.build_id.startswith(wanted)]
    if len(matching) != 1:
        problem = "no build" if not matching else "more than one build"
        raise BuildError(f"{problem} begins with '{wanted}'", where=str(builds_folder(home)), fix="scorecards builds lists them")
    return matching[0]


def promote(build: Build) -> None:
    """Point `current` to a green build, atomically."""
    if current_id(build.home) != build.build_id:
        write_durably(builds_folder(build.home) / "current", f"{build.build_id}\n")


def write_durably(path: Path, text: str) -> None:
    """Write a file so that a reader sees all of it or none, also after a power cut."""
    partial = path.with_name(f".{path.name}.partial")
    with partial.open("w", encoding="utf-8") as handle:
        handle.write(text)
        handle.flush()
        os.fsync(handle.fileno())
    partial.replace(path)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
