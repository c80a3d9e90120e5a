"""Durable writes and the attempts that survive a torn line."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from pipelines.landing import attempts, durable
from pipelines.landing.attempts import Attempt
from tests.unit.landing.homes import at


def test_publish_syncs_the_file_then_renames_then_syncs_the_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    steps: list[str] = []
    real_sync, real_replace = os.fsync, os.replace
    monkeypatch.setattr(os, "fsync", lambda fd: (steps.append(f"sync {Path(f'/proc/self/fd/{fd}').readlink().name}"), real_sync(fd)))
    monkeypatch.setattr(os, "replace", lambda a, b: (steps.append("rename"), real_replace(a, b)))
    durable.write_bytes(tmp_path / "x.json", b"content")
    assert steps == ["sync x.json.tmp", "rename", f"sync {tmp_path.name}"]
    assert (tmp_path / "x.json").read_bytes() == b"content"


def test_folders_are_made_with_their_parents_and_synced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[Path] = []
    monkeypatch.setattr(durable, "sync_folder", synced.append)
    durable.make_folder(tmp_path / "a" / "b")
    assert (tmp_path / "a" / "b").is_dir()
    assert synced == [tmp_path, tmp_path / "a"]


def test_torn_line_is_closed_and_passed_over(tmp_path: Path) -> None:
    file = tmp_path / "attempts.jsonl"
    attempts.record(file, Attempt("crm", "deals", at(0), "landed", 1, 5))
    with file.open("ab") as stream:
        stream.write(b'{"source": "crm", "obj')
    attempts.record(file, Attempt("crm", "leads", at(1), "failed", problem="password=geheim refused"))
    found = attempts.last_attempts(file)
    assert found["crm", "deals"] == Attempt("crm", "deals", at(0), "landed", 1, 5)
    assert found["crm", "leads"].problem == "password=*** refused"
    assert len(file.read_text().splitlines()) == 3


def test_no_attempts_yet(tmp_path: Path) -> None:
    assert attempts.last_attempts(tmp_path / "none") == {}
