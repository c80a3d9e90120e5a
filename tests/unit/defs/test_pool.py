"""Two builds never run at the same time, whoever started them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from pipelines.defs.home import open_instance

BUILD = """
import time
import dagster as dg
from pipelines.defs.home import BUILDS_POOL, open_instance

@dg.op(pool=BUILDS_POOL)
def builds():
    started = time.time()
    time.sleep(1)
    print(started, time.time(), flush=True)

@dg.job(executor_def=dg.in_process_executor)
def close_month():
    builds()

with open_instance() as instance:
    close_month.execute_in_process(instance=instance)
"""


def test_the_pool_lets_one_build_run_at_a_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DAGSTER_HOME", str(tmp_path / "dagster"))
    open_instance().dispose()
    runs = [subprocess.Popen([sys.executable, "-c", BUILD], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) for _ in range(2)]
    spans = sorted(tuple(map(float, run.communicate(timeout=120)[0].split())) for run in runs)
    assert [run.returncode for run in runs] == [0, 0]
    assert spans[1][0] >= spans[0][1]
