"""Kill -9 at any instant: readers see whole loads only, and the next run's log equals an uninterrupted run's."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from multiprocessing.context import ForkContext
from pathlib import Path
from random import Random

import pytest

from pipelines.landing import Landing
from tests.integration.landing import history

PROGRAM = Path(history.__file__)
ROOT = PROGRAM.parents[3]
FAST: ForkContext = multiprocessing.get_context("fork")


def log_of(home: Path) -> dict[str, bytes]:
    """Return every file of the log but the attempts, byte for byte: the rounds have fixed instants."""
    folder = home / "landing"
    outside = {"attempts.jsonl", ".lock"}
    return {str(file.relative_to(folder)): file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file() and file.name not in outside}


def check_whole(home: Path) -> None:
    landing = Landing(home, salt_key="salt", memory_limit="300MB")
    assert landing.verify() == []
    assert [manifest.load for manifest in landing.manifests(99)] == list(range(1, landing.head().load + 1))


def run_dying(home: Path, calls: int) -> int | None:
    """Run the history in a child that vanishes after `calls` syncs and renames; return its exit code."""

    def child() -> None:
        history.die_after(calls)
        history.run(home)

    process = FAST.Process(target=child)
    process.start()
    process.join(60)
    return process.exitcode


@pytest.fixture(scope="module")
def uninterrupted(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    home = tmp_path_factory.mktemp("whole")
    history.run(home)
    return log_of(home)


def test_uninterrupted_run_is_what_it_seems(uninterrupted: dict[str, bytes]) -> None:
    assert len(uninterrupted) == 3 * 3  # of each load: main part, personal part, manifest


def test_death_after_each_sync_and_rename(tmp_path: Path, uninterrupted: dict[str, bytes]) -> None:
    calls = 0
    while True:
        calls += 1
        home = tmp_path / str(calls)
        if run_dying(home, calls) == 0:
            break
        check_whole(home)
        history.run(home)
        assert log_of(home) == uninterrupted, f"differs after death at call {calls}"
    assert calls > 3 * 9  # each load syncs and renames three files


@pytest.mark.parametrize("seed", range(4))
def test_kill_at_random_instants(tmp_path: Path, uninterrupted: dict[str, bytes], seed: int) -> None:
    random = Random(seed)
    for _ in range(3):
        command = [sys.executable, str(PROGRAM), str(tmp_path), "0", "0.02"]
        with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}) as process:
            assert process.stdout is not None
            process.stdout.readline()
            time.sleep(random.uniform(0, 1.5))
            process.send_signal(signal.SIGKILL)
        check_whole(tmp_path)
    history.run(tmp_path)
    check_whole(tmp_path)
    assert log_of(tmp_path) == uninterrupted


def test_two_processes_landing_at_once_take_turns(tmp_path: Path) -> None:
    def child(name: str) -> None:
        landing = Landing(tmp_path, salt_key="salt", memory_limit="300MB")
        for number in range(4):
            rows = [{"id": row, "amount": number, "name": name} for row in range(20)]
            batch = history.pa.RecordBatch.from_pylist(rows, schema=history.SCHEMA)
            now = history.datetime(2026, 9, 1, tzinfo=history.UTC)
            landing.land("crm", name, history.DECLARED, history.SCHEMA, iter([batch]), origin="test", loaded_at=now)

    children = [FAST.Process(target=child, args=(name,)) for name in ("one", "two", "three")]
    for process in children:
        process.start()
    for process in children:
        process.join(120)
    assert [process.exitcode for process in children] == [0, 0, 0]
    check_whole(tmp_path)
    assert Landing(tmp_path, salt_key="salt", memory_limit="300MB").head().load == 12
