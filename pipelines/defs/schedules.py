"""When jobs run by themselves, in the company's time zone: a pull each night, a provisional close of the month that has ended.

Belongs here: crons and which month a tick closes.
Does not belong here: the jobs (`jobs`). Schedules are off until someone turns them on in Dagster.
"""

from __future__ import annotations

from datetime import datetime

import dagster as dg

from pipelines.defs.jobs import AssetJob
from pipelines.defs.resources import Company
from pipelines.periods import Period

DAILY = "0 4 * * *"
AFTER_MONTH_END = "0 6 1 * *"


def pull_schedule(company: Company, job: AssetJob, cron: str = DAILY) -> dg.ScheduleDefinition:
    """Return the schedule of the daily pull."""
    return dg.ScheduleDefinition(
        name="daily_pull", job=job, cron_schedule=cron, execution_timezone=company.settings.timezone, description="Pull every source each night."
    )


def close_schedule(company: Company, job: AssetJob, cron: str = AFTER_MONTH_END) -> dg.ScheduleDefinition:
    """Return the schedule of the provisional close on the first of a month."""

    @dg.schedule(
        name="monthly_provisional",
        job=job,
        cron_schedule=cron,
        execution_timezone=company.settings.timezone,
        description="Close the month that has just ended; its reports are provisional until it is issued.",
    )
    def monthly(context: dg.ScheduleEvaluationContext) -> dg.RunRequest:
        return request_for(company, context.scheduled_execution_time)

    return monthly


def request_for(company: Company, tick: datetime) -> dg.RunRequest:
    """Return the run that a tick asks for: the last month that is over on the company's calendar."""
    month = Period.month(tick.astimezone(company.settings.tz).date()).shifted(-1)
    return dg.RunRequest(run_key=f"{month.key}@{tick:%Y-%m-%dT%H:%M}", partition_key=month.key)
