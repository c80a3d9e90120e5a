"""Dagster's own home: the folder of its storage and its settings, shared by the command line, the web server and the daemon.

Belongs here: writing dagster.yaml, opening the instance, freeing what a killed run left behind. `python -m pipelines.defs.home` prepares the folder.
Does not belong here: homes of companies (`settings`), launching runs (`launch`).
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import dagster as dg
import psutil
import yaml

from pipelines.settings import dagster_home, silence_telemetry

MARK = "# Written by sales-scorecards and kept up to date by it. Delete this line to make the file your own.\n"
PROCESS_TAG = "scorecards/process"
BUILDS_POOL = "builds"


def dagster_settings(home: Path) -> dict[str, object]:
    """Return what dagster.yaml says: local storage, no telemetry, one build at a time, retries of crashed runs."""
    return {
        "storage": {"custom": {"module": "pipelines.defs.storage", "class": "LocalStorage", "config": {"base_dir": str(home)}}},
        "telemetry": {"enabled": False},
        "nux": {"enabled": False},
        "concurrency": {"pools": {"default_limit": 1, "granularity": "op"}, "runs": {"max_concurrent_runs": 4}},
        "run_retries": {"enabled": True, "max_retries": 1, "retry_on_asset_or_op_failure": False},
        "run_monitoring": {"enabled": True, "start_timeout_seconds": 300, "free_slots_after_run_end_seconds": 300},
    }


def prepare_home(home: Path) -> Path:
    """Write `dagster.yaml` into the folder unless someone made it their own."""
    home.mkdir(parents=True, exist_ok=True)
    file = home / "dagster.yaml"
    text = MARK + yaml.safe_dump(dagster_settings(home), sort_keys=False)
    if not file.exists() or (file.read_text(encoding="utf-8").startswith(MARK) and file.read_text(encoding="utf-8") != text):
        partial = file.with_name(f".{file.name}.{os.getpid()}")
        partial.write_text(text, encoding="utf-8")
        partial.replace(file)
    return home


def open_instance() -> dg.DagsterInstance:
    """Return the instance of Dagster's home, made ready first."""
    silence_telemetry()
    return dg.DagsterInstance.from_config(str(prepare_home(dagster_home())))


def process_mark() -> str:
    """Name this process so that another can tell whether it still runs: id and start."""
    return f"{os.getpid()}@{psutil.Process().create_time():.2f}"


def bury_killed_runs(instance: dg.DagsterInstance) -> list[str]:
    """Mark as failed the runs whose process is gone, and free their place in the pool; else the next build would wait for them for ever."""
    unfinished = dg.RunsFilter(statuses=[dg.DagsterRunStatus.NOT_STARTED, dg.DagsterRunStatus.STARTING, dg.DagsterRunStatus.STARTED])
    killed = [run for run in instance.get_runs(unfinished) if PROCESS_TAG in run.tags and not _is_alive(run.tags[PROCESS_TAG])]
    for run in killed:
        instance.report_run_failed(run, "its process was killed")
        instance.event_log_storage.free_concurrency_slots_for_run(run.run_id)
    return [run.run_id for run in killed]


def _is_alive(mark: str) -> bool:
    pid, _, started = mark.partition("@")
    try:
        return f"{psutil.Process(int(pid)).create_time():.2f}" == started
    except psutil.Error:
        return False


if __name__ == "__main__":
    sys.stdout.write(f"{prepare_home(dagster_home())}\n")
