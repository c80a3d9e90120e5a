"""Builds: views over landing, dbt run in process, published tables; and what is read from them: values, traces, explanations.

Importing this package does not import dbt; only making a build does.
"""

from __future__ import annotations

from pathlib import Path

from pipelines.warehouse.builder import BuildRequest, make_build
from pipelines.warehouse.explain import Explanation, explain_subject
from pipelines.warehouse.gc import remove_old_builds
from pipelines.warehouse.landed import LandedPart, LandedTable
from pipelines.warehouse.layout import Build, current_id, list_builds, open_build, promote
from pipelines.warehouse.source_rows import SourceRow
from pipelines.warehouse.trace import Trace, TracedPosting, trace_value
from pipelines.warehouse.values import COLUMNS as VALUE_COLUMNS
from pipelines.warehouse.values import read_values

__all__ = [
    "VALUE_COLUMNS",
    "Build",
    "BuildRequest",
    "Explanation",
    "LandedPart",
    "LandedTable",
    "SourceRow",
    "Trace",
    "TracedPosting",
    "current_id",
    "explain_subject",
    "list_builds",
    "make_build",
    "open_build",
    "promote",
    "published",
    "read_values",
    "remove_old_builds",
    "trace_value",
]


def published(build: Build) -> Path:
    """Return the folder of a build's published tables, all that checks and reports may read."""
    return build.published
