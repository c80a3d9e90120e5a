"""Schedules tick in the company's time zone and close the month that is over there; failures leave an alert."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import dagster as dg

from pipelines.defs.resources import Company
from pipelines.defs.schedules import request_for
from pipelines.defs.sensors import failure_sensor
from tests.unit.defs.companies import tiny_company

COMPANY = Company(tiny_company(), Path("/nowhere"))


def test_a_tick_closes_the_month_that_is_over_in_the_companys_time_zone() -> None:
    in_october_there = datetime(2026, 9, 30, 22, tzinfo=UTC)
    assert request_for(COMPANY, in_october_there).partition_key == "2026-09"
    assert request_for(COMPANY, datetime(2026, 9, 30, 12, tzinfo=UTC)).partition_key == "2026-08"


def test_the_first_of_january_closes_december() -> None:
    assert request_for(COMPANY, datetime(2027, 1, 1, 6, tzinfo=COMPANY.settings.tz)).partition_key == "2026-12"


def test_a_failed_run_leaves_one_line_that_names_the_problem(tmp_path: Path) -> None:
    company = Company(tiny_company(), tmp_path)

    @dg.op
    def breaks() -> None:
        raise dg.Failure("crm.leads: refused")

    @dg.job
    def pull() -> None:
        breaks()

    with dg.DagsterInstance.ephemeral() as instance:
        result = pull.execute_in_process(instance=instance, raise_on_error=False)
        context = dg.build_run_status_sensor_context(
            "alert_on_failure", result.get_run_failure_event(), instance, result.dagster_run
        ).for_run_failure()
        failure_sensor(company)(context)
    (line,) = (tmp_path / "alerts.jsonl").read_text(encoding="utf-8").splitlines()
    alert = json.loads(line)
    assert alert == {"run_id": result.run_id, "job": "pull", "period": None, "problems": ["crm.leads: refused"]}
