"""The daemon runs a schedule's tick for real, and the web server shows what `workspace.yaml` loads."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from pipelines.defs.home import prepare_home
from tests.integration.close.factories import write_company

WAIT_SECONDS = 240
LOCATION = """
from pathlib import Path
from pipelines.definitions import assemble
from pipelines.settings import load_company
definitions = assemble(load_company(Path({company!r})), Path({home!r}), daily="* * * * *")
"""
ASSETS = "{ assetNodes { assetKey { path } groupName owners { __typename } kinds } }"
RUNS = "{ runsOrError { ... on Runs { results { status pipelineName tags { key value } } } } }"
START = """mutation { startSchedule(scheduleSelector: {repositoryName: "__repository__", repositoryLocationName: "tiny", scheduleName: "daily_pull"})
  { __typename ... on PythonError { message } } }"""


@contextmanager
def process(arguments: list[str], environment: dict[str, str], log: Path) -> Iterator[None]:
    with log.open("w", encoding="utf-8") as file:
        running = subprocess.Popen([sys.executable, "-m", *arguments], env=environment, stdout=file, stderr=subprocess.STDOUT)
        try:
            yield
        finally:
            running.terminate()
            try:
                running.wait(20)
            except subprocess.TimeoutExpired:
                running.kill()
                running.wait()


@contextmanager
def webserver(workspace: Path, environment: dict[str, str], log: Path) -> Iterator[Callable[[str], Any]]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with process(["dagster_webserver", "-h", "127.0.0.1", "-p", str(port), "-w", str(workspace)], environment, log):
        yield lambda query: ask(port, query)


def ask(port: int, query: str) -> Any:
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}/graphql", data=json.dumps({"query": query}).encode(), headers={"content-type": "application/json"}
    )
    with urllib.request.urlopen(request, timeout=30) as answer:
        return json.load(answer)["data"]


def wait_for(question: Callable[[], Any], log: Path) -> Any:
    deadline = time.monotonic() + WAIT_SECONDS
    while time.monotonic() < deadline:
        try:
            if found := question():
                return found
        except OSError:
            pass  # not up yet
        time.sleep(1)
    pytest.fail(f"not within {WAIT_SECONDS} s; the log ends:\n{log.read_text(encoding='utf-8')[-3000:]}")


@pytest.fixture
def environment(tmp_path: Path, project_root: Path) -> dict[str, str]:
    home = prepare_home(tmp_path / "dagster")
    return {**os.environ, "DAGSTER_HOME": str(home), "SCORECARDS_DATA": str(tmp_path / "data"), "PYTHONPATH": str(project_root)}


def test_the_daemon_pulls_when_the_schedule_ticks(tmp_path: Path, project_root: Path, environment: dict[str, str]) -> None:
    company, home = tmp_path / "tiny", tmp_path / "home"
    write_company(company, project_root / "companies" / "sample" / "policy")
    (company / "bills.csv").write_text("id,amount\nB1,3\n", encoding="utf-8")
    (tmp_path / "location.py").write_text(LOCATION.format(company=str(company), home=str(home)), encoding="utf-8")
    workspace = tmp_path / "workspace.yaml"
    workspace.write_text(f"load_from: [{{python_file: {{relative_path: {tmp_path}/location.py, location_name: tiny}}}}]\n", encoding="utf-8")
    web_log, daemon_log = tmp_path / "web.log", tmp_path / "daemon.log"
    with webserver(workspace, environment, web_log) as query:
        started = wait_for(lambda: query(START), web_log)
        assert started["startSchedule"]["__typename"] == "ScheduleStateResult", started
        with process(["dagster._daemon", "run", "-w", str(workspace)], environment, daemon_log):
            (run, *_) = wait_for(
                lambda: [run for run in query(RUNS)["runsOrError"]["results"] if run["status"] in {"SUCCESS", "FAILURE"}], daemon_log
            )
    assert (run["status"], run["pipelineName"]) == ("SUCCESS", "pull"), daemon_log.read_text(encoding="utf-8")[-3000:]
    assert {"key": "dagster/schedule_name", "value": "daily_pull"} in run["tags"]
    assert len(list((home / "landing" / "manifests").glob("*.json"))) >= 2


def test_the_web_server_shows_both_companies(tmp_path: Path, project_root: Path, environment: dict[str, str]) -> None:
    log = tmp_path / "web.log"
    with webserver(project_root / "workspace.yaml", environment, log) as query:
        found = wait_for(lambda: query(ASSETS)["assetNodes"], log)
    groups = {(node["assetKey"]["path"][0], node["groupName"]) for node in found}
    assert {(name, group) for name in ("sample", "adventureworks") for group in ("crm", "finance", "hr", "policy", "warehouse")} <= groups
    assert {(name, group) for name in ("sample", "adventureworks") for group in ("quality", "reports")} <= groups
