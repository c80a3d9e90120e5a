"""Writes that survive a kill: a file appears under its final name only when its bytes are on the disk.

Belongs here: temporary name, sync, rename, sync of the folder; the digest of a file.
Does not belong here: what the files hold (`manifest`, `diff`), which of them are orphans (`log`).
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

TEMPORARY = ".tmp"


def make_folder(folder: Path) -> None:
    """Create `folder` and its missing parents, each synced into its own parent."""
    missing = [path for path in (folder, *folder.parents) if not path.exists()]
    for path in reversed(missing):
        path.mkdir(exist_ok=True)
        sync_folder(path.parent)


def temporary_name(final: Path) -> Path:
    """Return the name under which `final` is written before it is published; same folder, so that the rename is atomic."""
    return final.with_name(final.name + TEMPORARY)


def publish(final: Path) -> None:
    """Give the finished temporary file of `final` its name: sync the file, rename it, sync the folder."""
    temporary = temporary_name(final)
    _sync(temporary, os.O_RDONLY)
    os.replace(temporary, final)  # noqa: PTH105 - the tests cut the power here by name
    sync_folder(final.parent)


def write_bytes(final: Path, content: bytes) -> None:
    """Write a small file durably and atomically."""
    temporary_name(final).write_bytes(content)
    publish(final)


def append_line(file: Path, line: str) -> None:
    """Append one line and sync it; a torn last line, left by a kill, is closed first."""
    with file.open("ab+") as stream:
        if stream.tell() and not _ends_with_newline(file):
            stream.write(b"\n")
        stream.write(line.encode("utf-8") + b"\n")
        stream.flush()
        os.fsync(stream.fileno())


def sha256_of(file: Path) -> str:
    """Return the SHA-256 of a file's bytes, in hex."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def sync_folder(folder: Path) -> None:
    """Make the names in `folder` durable."""
    _sync(folder, os.O_RDONLY | os.O_DIRECTORY)


def _sync(path: Path, flags: int) -> None:
    descriptor = os.open(path, flags)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _ends_with_newline(file: Path) -> bool:
    with file.open("rb") as stream:
        stream.seek(-1, os.SEEK_END)
        return stream.read(1) == b"\n"
