"""Checks of what was published: suites in, verdicts and a result page out.

Belongs here: the room's door, `start_worker`, `load_suites`, `write_page`, with the shapes they take and give.
Does not belong here: row rules on the way in (`dbt_project`), when reports are withheld (`close`, `defs`).
"""

from __future__ import annotations

from pipelines.quality.page import write_page
from pipelines.quality.suites import SUITES, Expectation, Suite, load_suites
from pipelines.quality.verdicts import Verdict, blocking
from pipelines.quality.worker import Worker, start_worker

__all__ = ["SUITES", "Expectation", "Suite", "Verdict", "Worker", "blocking", "load_suites", "start_worker", "write_page"]
