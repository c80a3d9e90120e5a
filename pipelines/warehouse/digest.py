"""What determines a build: the digest of the code, and the id made from it and from what is read.

Belongs here: hashing files and inputs, the git commit and library versions that stand in the manifest.
Does not belong here: hashes of landed parts (`landing`), digests of postings (dbt).
"""

from __future__ import annotations

import hashlib
import json
import platform
import subprocess
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

CODE = ("pipelines", "dbt_project", "reports", "uv.lock")
NOT_CODE = {"target", "logs", "__pycache__", ".user.yml", "node_modules", ".DS_Store"}
LIBRARIES = ("dbt-core", "dbt-duckdb", "duckdb", "great-expectations", "polars", "pyarrow", "weasyprint")


def code_digest(root: Path) -> str:
    """Return the hash of every file that can change a number or a page: names and contents, in name order."""
    digest = hashlib.sha256()
    for path in sorted(_code_files(root), key=lambda file: file.relative_to(root).as_posix()):
        digest.update(f"{path.relative_to(root).as_posix()}\0".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _code_files(root: Path) -> Iterator[Path]:
    for name in CODE:
        start = root / name
        if start.is_file():
            yield start
        elif start.is_dir():
            yield from _files_below(start)


def _files_below(folder: Path) -> Iterator[Path]:
    for path in folder.iterdir():
        if path.name in NOT_CODE or path.suffix == ".pyc":
            continue
        if path.is_dir():
            yield from _files_below(path)
        else:
            yield path


def build_id_of(*, head: int, period_end: str, issues_head: int, code: str) -> str:
    """Return the id of a build: the same four give the same build."""
    inputs = json.dumps([head, period_end, issues_head, code])
    return hashlib.sha256(inputs.encode()).hexdigest()[:16]


def git_commit(root: Path) -> str | None:
    """Return the commit that is checked out, with `+` if files differ from it; nothing outside a checkout."""
    try:
        commit = _git(root, "rev-parse", "HEAD")
        return commit + ("+" if _git(root, "status", "--porcelain", "--", *CODE) else "")
    except (OSError, subprocess.CalledProcessError):
        return None


def _git(root: Path, *arguments: str) -> str:
    done = subprocess.run(["git", "-C", str(root), *arguments], capture_output=True, text=True, check=True)  # noqa: S603, S607 - fixed arguments
    return done.stdout.strip()


def library_versions() -> dict[str, str]:
    """Return the versions of Python and of the libraries that make numbers and pages."""
    return {"python": platform.python_version(), **{name: version(name) for name in LIBRARIES}}
