"""The group of all commands, and what a shell gets back from them.

Belongs here: the list of commands, errors as messages, exit codes.
Does not belong here: the commands (`run`, `read`, `keep`).
"""

from __future__ import annotations

import sys

import click

from pipelines.cli.keep import builds, gc, policy, sources
from pipelines.cli.options import DONE, FAILED, USAGE
from pipelines.cli.read import explain, trace, values
from pipelines.cli.run import run
from pipelines.errors import ScorecardsError, UsageError
from pipelines.settings import silence_telemetry


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 120})
@click.option("--debug", is_flag=True, help="Show the traceback of an error.")
def cli(debug: bool) -> None:
    """Close the month of a sales organisation: every number is the sum of postings, and each posting names its source row.

    \b
    scorecards run --company companies/sample --period 2026-09
    scorecards values --period 2026-09 --subject company --format csv
    scorecards trace --period 2026-09 --subject company --kpi win_rate
    scorecards explain --period 2026-09 --subject company

    Exit codes: 0 done, 1 failed or found something, 2 wrong usage.
    """  # noqa: D301 - click reads \b as "keep these lines"
    silence_telemetry()


for command in (run, values, trace, explain, sources, policy, builds, gc):
    cli.add_command(command)


def main() -> None:
    """Run the command and end the process with its exit code."""
    debug = "--debug" in sys.argv[1:2]
    try:
        code = cli.main(standalone_mode=False)
    except click.exceptions.Exit as ended:
        code = ended.exit_code
    except click.ClickException as error:
        error.show()
        code = USAGE
    except (click.Abort, KeyboardInterrupt):
        click.echo("interrupted", err=True)
        code = FAILED
    except ScorecardsError as error:
        if debug:
            raise
        click.echo(f"error: {error}", err=True)
        code = USAGE if isinstance(error, UsageError) else FAILED
    sys.exit(code if isinstance(code, int) else DONE)
