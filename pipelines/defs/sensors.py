"""What happens when a run fails: a line in the company's `alerts.jsonl`, and one in the daemon's log.

Belongs here: the sensor and the shape of an alert.
Does not belong here: e-mail and other ways of telling people (`delivery`).
"""

from __future__ import annotations

import json
from typing import Any

import dagster as dg

from pipelines.defs.jobs import COMPANY_TAG
from pipelines.defs.resources import Company

ALERTS = "alerts.jsonl"


def failure_sensor(company: Company) -> dg.SensorDefinition:
    """Return the sensor; it runs as soon as the daemon does."""

    @dg.run_failure_sensor(
        name="alert_on_failure", default_status=dg.DefaultSensorStatus.RUNNING, description="Write a line to alerts.jsonl for each failed run."
    )
    def alert(context: dg.RunFailureSensorContext) -> None:
        if context.dagster_run.tags.get(COMPANY_TAG, company.name) != company.name:
            return
        line = alert_line(context.dagster_run, context.failure_event, [event.event_specific_data for event in context.get_step_failure_events()])
        record_alert(company, line)
        context.log.error(f"{line['job']} failed: {'; '.join(line['problems'])}")

    return alert


def alert_line(run: dg.DagsterRun, failure: dg.DagsterEvent, steps: list[Any]) -> dict[str, Any]:
    """Return what is worth knowing of a failed run."""
    problems = [step.user_failure_data.description if step.user_failure_data else step.error.message.strip() for step in steps]
    return {
        "run_id": run.run_id,
        "job": run.job_name,
        "period": run.tags.get("dagster/partition"),
        "problems": problems or [failure.message or "the run failed"],
    }


def record_alert(company: Company, line: dict[str, Any]) -> None:
    """Append an alert."""
    company.home.mkdir(parents=True, exist_ok=True)
    with (company.home / ALERTS).open("a", encoding="utf-8") as file:
        file.write(json.dumps(line, ensure_ascii=False) + "\n")
