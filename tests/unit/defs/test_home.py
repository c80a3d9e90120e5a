"""Dagster's home: its settings file, and what a killed run must not leave behind."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import dagster as dg
import psutil
import pytest
import yaml

from pipelines.defs.home import MARK, PROCESS_TAG, bury_killed_runs, open_instance, prepare_home, process_mark
from pipelines.defs.storage import KeptOpenEventLog


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DAGSTER_HOME", str(tmp_path / "dagster"))
    return tmp_path / "dagster"


@dg.op
def nothing() -> None: ...


@dg.job
def idle() -> None:
    nothing()


def test_settings_switch_telemetry_off_and_let_one_build_run_at_a_time(home: Path) -> None:
    settings = yaml.safe_load((prepare_home(home) / "dagster.yaml").read_text(encoding="utf-8"))
    assert settings["telemetry"] == settings["nux"] == {"enabled": False}
    assert settings["concurrency"]["pools"]["default_limit"] == 1
    with open_instance() as instance:
        assert isinstance(instance.event_log_storage, KeptOpenEventLog)
        assert instance.telemetry_enabled is False


def test_settings_that_someone_made_their_own_are_left_alone(home: Path) -> None:
    file = prepare_home(home) / "dagster.yaml"
    file.write_text("telemetry: {enabled: false}\n", encoding="utf-8")
    assert prepare_home(home).joinpath("dagster.yaml").read_text(encoding="utf-8") == "telemetry: {enabled: false}\n"
    file.write_text(MARK + "nux: {enabled: true}\n", encoding="utf-8")
    prepare_home(home)
    assert "enabled: true" not in file.read_text(encoding="utf-8").partition("run_retries")[0]


def test_a_run_is_recorded_and_readable_by_another_process(home: Path) -> None:
    with open_instance() as instance:
        run_id = idle.execute_in_process(instance=instance).run_id
        code = (
            "from pipelines.defs.home import open_instance\n"
            f"with open_instance() as i: print([(run.run_id, run.status.value) for run in i.get_runs()], len(i.all_logs('{run_id}')))"
        )
        seen = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert f"[('{run_id}', 'SUCCESS')]" in seen
    assert int(seen.split()[-1]) > 5


def test_a_killed_run_is_buried_and_its_place_in_the_pool_is_free(home: Path) -> None:
    dead = psutil.Popen([sys.executable, "-c", "pass"])
    dead.wait()
    with open_instance() as instance:
        killed = instance.create_run_for_job(idle, status=dg.DagsterRunStatus.STARTED, tags={PROCESS_TAG: f"{dead.pid}@1.00"})
        alive = instance.create_run_for_job(idle, status=dg.DagsterRunStatus.STARTED, tags={PROCESS_TAG: process_mark()})
        instance.event_log_storage.initialize_concurrency_limit_to_default("builds")
        instance.event_log_storage.claim_concurrency_slot("builds", killed.run_id, "step")
        assert bury_killed_runs(instance) == [killed.run_id]
        assert instance.get_run_by_id(killed.run_id).status is dg.DagsterRunStatus.FAILURE
        assert instance.get_run_by_id(alive.run_id).status is dg.DagsterRunStatus.STARTED
        assert instance.event_log_storage.claim_concurrency_slot("builds", alive.run_id, "step").is_claimed
