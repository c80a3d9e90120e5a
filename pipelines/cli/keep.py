"""Commands that look after a company and its home: `sources check`, `policy check`, `builds`, `gc`.

Belongs here: options of these commands, one line of text for each finding.
Does not belong here: probing (`sources`), the policy's rules (`close.policy`), which builds go (`warehouse`).
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipelines.cli.options import DONE, FAILED, company_option, home_option
from pipelines.settings import default_home, load_company

if TYPE_CHECKING:
    from pipelines.sources import Probe


@click.group()
def sources() -> None:
    """Look at the declared sources."""


@sources.command("check")
@company_option
def sources_check(company_path: Path) -> int:
    """Tell for each declared object whether it can be reached, with its columns and count, or why not.

    Ends with code 1 if any cannot.
    """
    from pipelines import close

    probes = close.check_sources(load_company(company_path))
    for probe in probes:
        click.echo(_probe_text(probe))
    unreachable = sum(not probe.reachable for probe in probes)
    click.echo(f"{len(probes) - unreachable} of {len(probes)} objects can be reached")
    return FAILED if unreachable else DONE


def _probe_text(probe: Probe) -> str:
    name = f"{probe.source}.{probe.object}"
    if not probe.reachable:
        return f"✗ {name}: {probe.problem}"
    count = "rows not counted" if probe.rows is None else f"{probe.rows:,} rows"
    return f"✓ {name}: {count}; " + ", ".join(f"{column} {kind}" for column, kind in probe.columns)


@click.group()
def policy() -> None:
    """Look at the company's policy files."""


@policy.command("check")
@company_option
def policy_check(company_path: Path) -> int:
    """Tell what contradicts itself in the policy files, by file and line. Ends with code 1 if anything does."""
    from pipelines import close

    company = load_company(company_path)
    problems = close.check_policy(company.folder / "policy")
    for problem in problems:
        click.echo(str(problem))
    click.echo(f"{len(problems)} problems" if problems else "policy is sound")
    return FAILED if problems else DONE


@click.command()
@company_option
@home_option
def builds(company_path: Path, home: Path | None) -> int:
    """List the builds of a home: id, last month, landing head, when made; `*` marks the current one."""
    from pipelines.warehouse import current_id, list_builds

    place = home or default_home(load_company(company_path))
    for build in list_builds(place):
        mark = "*" if build.build_id == current_id(place) else " "
        click.echo(f"{mark} {build.build_id}  {build.period_end:%Y-%m}  load {build.head}  made {build.manifest['made_at']}")
    return DONE


@click.command()
@company_option
@home_option
@click.option("--keep", required=True, type=int, help="How many of the newest builds stay; the current one always does.")
def gc(company_path: Path, home: Path | None, keep: int) -> int:
    """Remove old builds. Landing and reports are never touched; a removed build can be made again."""
    from pipelines import close

    removed = close.gc(home or default_home(load_company(company_path)), keep)
    click.echo(f"removed {len(removed)} builds" + (f": {', '.join(removed)}" if removed else ""))
    return DONE
