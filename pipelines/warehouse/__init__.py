"""Builds: views over landing, dbt run in process, published tables; and what is read from them: values, traces, explanations.

Importing this package does not import dbt; only making a build does.
"""

from __future__ import annotations

from pathlib import Path

from pipelines.warehouse.builder import BuildRequest, make_build
from pipelines.warehouse.landed import LandedPart, LandedTable
from pipelines.warehouse.layout import Build, current_id, list_builds, open_build, promote

__all__ = ["Build", "BuildRequest", "LandedPart", "LandedTable", "current_id", "list_builds", "make_build", "open_build", "promote", "published"]


def published(build: Build) -> Path:
    """Return the folder of a build's published tables, all that checks and reports may read."""
    return build.published
