"""Options that several commands share, and the exit codes.

Belongs here: declarations of options.
Does not belong here: commands (`run`, `read`, `keep`).
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from pipelines.settings import PROJECT_ROOT

DONE, FAILED, USAGE = 0, 1, 2
F = TypeVar("F", bound=Callable[..., Any])

company_option = click.option(
    "--company",
    "company_path",
    type=click.Path(exists=True, path_type=Path),
    default=PROJECT_ROOT / "companies" / "sample",
    help="Company folder, or a YAML file in it.  [default: companies/sample]",
)
home_option = click.option(
    "--home", type=click.Path(path_type=Path, resolve_path=True), help="Where landing, builds and reports lie.  [default: data/<company>]"
)
build_option = click.option("--build", "build_id", help="Read this build (the beginning of its id will do) instead of the current one.")
period_option = click.option("--period", "period_text", required=True, help="2026-09, or fiscal: 2026-Q3, 2026.")
ytd_option = click.option("--ytd", is_flag=True, help="The fiscal year up to the end of the period.")
limit_option = click.option("--limit", default=50, show_default=True, help="Rows printed as text; JSON always holds all.")


def reading_options(command: F) -> F:
    """Add the options of every command that reads a build."""
    for option in (build_option, home_option, company_option):
        command = option(command)
    return command


def text_or_json(command: F) -> F:
    """Add `--format text|json`."""
    return click.option("--format", "output", type=click.Choice(["text", "json"]), default="text", show_default=True)(command)
