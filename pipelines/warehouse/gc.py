"""Removing old builds: the newest N stay, the current one always; landing, issues and reports are never touched.

Belongs here: choosing and deleting build folders under the builds' lock.
Does not belong here: anything outside `builds/`.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

from filelock import FileLock

from pipelines.errors import UsageError
from pipelines.warehouse.builder import RED, WORK
from pipelines.warehouse.layout import Build, builds_folder, current_id, list_builds

_GOING = ".going-"


def superfluous(builds: Sequence[Build], current: str | None, keep: int) -> list[Build]:
    """Return the builds to remove, oldest first, of builds in the order in which they were made."""
    old = builds[: max(0, len(builds) - keep)]
    return [build for build in old if build.build_id != current]


def remove_old_builds(home: Path, keep: int) -> list[str]:
    """Remove all but the newest `keep` builds and the current one; return the ids removed."""
    if keep < 1:
        raise UsageError(f"--keep {keep} would keep nothing", fix="give a number from 1 up")
    folder = builds_folder(home)
    if not folder.is_dir():
        return []
    with FileLock(folder / ".lock"):
        for leftover in [folder / WORK, folder / RED, *folder.glob(f"{_GOING}*")]:
            shutil.rmtree(leftover, ignore_errors=True)
        old = superfluous(list_builds(home), current_id(home), keep)
        for build in old:
            going = folder / f"{_GOING}{build.build_id}"  # renamed first, so that no reader opens half a build
            build.folder.rename(going)
            shutil.rmtree(going)
    return [build.build_id for build in old]
