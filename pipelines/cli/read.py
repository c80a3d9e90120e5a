"""Commands that read a build: `values`, `trace`, `explain`. They start fast, so what they need is imported when they run.

Belongs here: options of these commands, printing what use cases answer.
Does not belong here: the answers (`close.reading`), their text (`close.texts`), anything that imports dbt or Dagster.
"""

from __future__ import annotations

from pathlib import Path

import click

from pipelines.cli.options import DONE, FAILED, limit_option, period_option, reading_options, text_or_json, ytd_option
from pipelines.settings import default_home, load_company


@click.command()
@reading_options
@period_option
@ytd_option
@click.option("--kpi", "kpis", multiple=True, help="This KPI only; may repeat.")
@click.option("--subject", "subjects", multiple=True, help="employee:274, team:274, region:EU, industry:…, company; a bare id means employee.")
@click.option("--format", "output", type=click.Choice(["table", "csv", "json"]), default="table", show_default=True)
def values(
    company_path: Path,
    home: Path | None,
    build_id: str | None,
    period_text: str,
    ytd: bool,
    kpis: tuple[str, ...],
    subjects: tuple[str, ...],
    output: str,
) -> int:
    """Print KPI values with target, attainment, score and weight.

    CSV and JSON hold every number as exact decimal text.

    \b
    scorecards values --company companies/adventureworks --period 2014-05 --subject 276
    scorecards values --period 2026-Q3 --kpi revenue --kpi win_rate --format csv
    scorecards values --period 2026-09 --ytd --subject region:EMEA --format json
    """  # noqa: D301 - click reads \b as "keep these lines"
    from pipelines import close
    from pipelines.close import texts
    from pipelines.warehouse import VALUE_COLUMNS

    company = load_company(company_path)
    period = close.period_of(company, period_text, to_date=ytd)
    found = close.values(home or default_home(company), period, kpis=kpis, subjects=subjects, build_id=build_id)
    if output == "json":
        click.echo(texts.to_json(found))
    else:
        click.echo(texts.to_csv(found, VALUE_COLUMNS) if output == "csv" else texts.to_table(found, VALUE_COLUMNS), nl=output == "table")
    return DONE


@click.command()
@reading_options
@period_option
@ytd_option
@click.option("--subject", required=True, help="employee:274, team:274, region:EU, industry:…, company; a bare id means employee.")
@click.option("--kpi", required=True, help="The KPI's id, e.g. revenue.")
@text_or_json
@limit_option
def trace(
    company_path: Path, home: Path | None, build_id: str | None, period_text: str, ytd: bool, subject: str, kpi: str, output: str, limit: int
) -> int:
    """Show how a value came about: definition, SQL, postings, and the source row of each, as it was landed.

    Ends with code 1 if the postings should not add up to the value.

    \b
    scorecards trace --company companies/adventureworks --period 2014-05 --subject 276 --kpi revenue
    scorecards trace --period 2026-Q3 --subject team:E002 --kpi collection_rate --format json
    """  # noqa: D301 - click reads \b as "keep these lines"
    from pipelines import close
    from pipelines.close import texts

    company = load_company(company_path)
    period = close.period_of(company, period_text, to_date=ytd)
    found = close.trace(home or default_home(company), period, subject, kpi, build_id=build_id)
    click.echo(texts.to_json(texts.trace_document(found)) if output == "json" else texts.trace_text(found, limit))
    return FAILED if found.problems else DONE


@click.command()
@reading_options
@period_option
@click.option("--subject", required=True, help="employee:274, team:274 or company; a bare id means employee.")
@text_or_json
@limit_option
def explain(company_path: Path, home: Path | None, build_id: str | None, period_text: str, subject: str, output: str, limit: int) -> int:
    """Show what was not posted or was rejected for a person in a period, and why.

    \b
    scorecards explain --period 2026-09 --subject company
    scorecards explain --company companies/adventureworks --period 2014-05 --subject 276 --format json
    """  # noqa: D301 - click reads \b as "keep these lines"
    from pipelines import close
    from pipelines.close import texts

    company = load_company(company_path)
    found = close.explain(home or default_home(company), close.period_of(company, period_text), subject, build_id=build_id)
    click.echo(texts.to_json(texts.explain_document(found)) if output == "json" else texts.explain_text(found, limit))
    return DONE
