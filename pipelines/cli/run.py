"""The command `run`: pull, build, check, render, as recorded Dagster runs. The only command that imports Dagster.

Belongs here: its options, reading `--as-of`, what it prints at the end.
Does not belong here: jobs and launching (`defs`), progress bars (`progress`).
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from pipelines.cli.options import DONE, FAILED, company_option, home_option
from pipelines.errors import UsageError
from pipelines.periods import Grain, Period
from pipelines.settings import CompanySettings, default_home, load_company


@click.command()
@company_option
@home_option
@click.option("--period", "period_text", required=True, help="The month to close, e.g. 2026-09.")
@click.option("--as-of", "as_of_text", help="Use what had been landed by this instant (2026-10-05T08:00+08:00; a date means its end).")
@click.option("--only", multiple=True, metavar="SUBJECT", help="Render this subject alone, e.g. employee:274 or team:274; may repeat.")
@click.option("--locale", type=click.Choice(["en", "zh_CN"]), help="Language of every report instead of the recipients' own.")
def run(company_path: Path, home: Path | None, period_text: str, as_of_text: str | None, only: tuple[str, ...], locale: str | None) -> int:
    """Pull, build, check and render one month, as a recorded Dagster run.

    Run it again and nothing new is landed, the build is reused, and the PDFs have the same bytes.

    \b
    scorecards run --period 2026-09
    scorecards run --company companies/adventureworks --period 2014-05 --only team:274 --locale en
    scorecards run --period 2026-09 --as-of 2026-10-05T08:00:00+08:00
    """  # noqa: D301 - click reads \b as "keep these lines"
    company = load_company(company_path)
    period = Period.parse(period_text, company.fiscal_year_start)
    if period.grain is not Grain.MONTH:
        raise UsageError(f"'{period_text}' is not a month", fix=f"close its last month: --period {period.last_month:%Y-%m}")
    as_of = instant(as_of_text, company) if as_of_text else None
    from pipelines.cli.progress import shown_progress
    from pipelines.defs.launch import run_close

    with shown_progress() as on_progress:
        result = run_close(company, home or default_home(company), period, as_of, list(only) or None, locale, on_progress)
    click.echo(f"{len(result.reports)} reports of {period.key}: {result.folder}")
    click.echo(f"index: {result.index}\nchecks: {result.quality_page}")
    for name in result.stale:
        click.echo(f"stale: {name} could not be pulled, older rows were used (scorecards sources check tells more)", err=True)
    return FAILED if result.stale else DONE


def instant(text: str, company: CompanySettings) -> datetime:
    """Read `--as-of`: an ISO instant; without an offset in the company's time zone, a date alone means its last moment."""
    try:
        read = datetime.fromisoformat(text)
    except ValueError as error:
        raise UsageError(f"'{text}' is not an instant", fix="give e.g. 2026-10-05T08:00:00+08:00, or a date") from error
    if len(text) == len("2026-10-05"):
        read = read.replace(hour=23, minute=59, second=59, microsecond=999999)
    return (read if read.tzinfo else read.replace(tzinfo=company.tz)).astimezone(UTC)
