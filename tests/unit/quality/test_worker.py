"""The quality process: answers over a pipe, dies aloud, and never outlives its parent."""

from __future__ import annotations

from pathlib import Path

import psutil
import pytest

from pipelines.errors import BuildError
from pipelines.periods import Period
from pipelines.quality import Worker, blocking, load_suites, start_worker
from tests.unit.quality.published import good_tables, write

PERIOD = Period.parse("2026-09")
PERIOD_KEYS = {"grain": "M", "period": "2026-09"}


def test_one_process_answers_twice_and_ends_when_closed(tmp_path: Path) -> None:
    tables = good_tables()
    good = write(tables, tmp_path / "good")
    tables["rpt_totals"][0]["grade"] = "A"
    bad = write(tables, tmp_path / "bad")
    with start_worker() as worker:
        process = psutil.Process(worker.pid)
        first, second = worker.run(good, PERIOD), worker.run(bad, PERIOD)
    assert blocking(first) == []
    assert len(first) == sum(len(suite.expectations) for suite in load_suites())
    (found,) = blocking(second)
    assert found.sample == ({**PERIOD_KEYS, "subject_type": "employee", "subject_id": "hr:1", "total": "88.0", "grade": "A", "band": "B"},)
    assert "subject_id=hr:1" in found.describe()
    assert "read_parquet" in found.describe()
    assert not process.is_running()


def test_a_worker_that_died_is_an_error_that_says_so(tmp_path: Path) -> None:
    worker = start_worker()
    process = psutil.Process(worker.pid)
    process.kill()
    with pytest.raises(BuildError, match="quality process ended with code -9"):
        worker.run(tmp_path, PERIOD)
    worker.close()


def test_suites_that_cannot_be_read_are_an_error_not_an_empty_answer(tmp_path: Path) -> None:
    (tmp_path / "broken.json").write_text("{", encoding="utf-8")
    with Worker() as worker, pytest.raises(BuildError, match="JSONDecodeError"):
        worker.run(write(good_tables(), tmp_path / "published"), PERIOD, tmp_path)


def test_closing_twice_does_nothing_more() -> None:
    worker = start_worker()
    worker.close()
    worker.close()
    assert not psutil.pid_exists(worker.pid)
