"""The result page of a period's checks: one HTML file that needs nothing else, readable on a phone and on paper.

Belongs here: merging the suites' verdicts, dbt's tests and stale sources into one frozen view, filling the template.
Does not belong here: running checks (`engine`, `warehouse`), reports for subjects (`reporting`).
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from pipelines.quality.verdicts import Verdict

_TEMPLATE = "page.html.jinja"
_SHOWN_ROWS = 20


@dataclass(frozen=True)
class CheckView:
    """One check as the page shows it, wherever it ran."""

    title: str
    name: str
    state: str  # passed | warning | failed
    failing_rows: int
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    query: str
    problem: str
    about: str = ""  # the models that a dbt test covers


@dataclass(frozen=True)
class PageView:
    """Everything that the template sees."""

    company: str
    period: str
    build_id: str
    head: int
    as_of: str
    stale: tuple[str, ...]
    is_blocked: bool
    findings: tuple[CheckView, ...]
    suites: tuple[tuple[str, tuple[CheckView, ...]], ...]
    tests: tuple[CheckView, ...]


def write_page(path: Path, verdicts: Sequence[Verdict], dbt_checks: Sequence[Mapping[str, Any]], context: Mapping[str, Any]) -> None:
    """Write the page atomically. `context` names company, period, build_id, head, as_of and the stale sources."""
    html = render_page(page_view(verdicts, dbt_checks, context))
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(html)
    Path(name).chmod(0o644)
    Path(name).replace(path)


def page_view(verdicts: Sequence[Verdict], dbt_checks: Sequence[Mapping[str, Any]], context: Mapping[str, Any]) -> PageView:
    """Bring all checks into one shape, what was found first."""
    tables = dict.fromkeys(verdict.table for verdict in verdicts)
    suites = tuple((table, tuple(_of_verdict(verdict) for verdict in verdicts if verdict.table == table)) for table in tables)
    tests = tuple(_of_test(test) for test in dbt_checks)
    every = [check for _, checks in suites for check in checks] + list(tests)
    return PageView(
        company=str(context["company"]),
        period=str(context["period"]),
        build_id=str(context["build_id"]),
        head=int(context["head"]),
        as_of=str(context["as_of"]),
        stale=tuple(context["stale"]),
        is_blocked=any(check.state == "failed" for check in every),
        findings=tuple(sorted((check for check in every if check.state != "passed"), key=lambda check: (check.state != "failed", check.name))),
        suites=suites,
        tests=tests,
    )


def render_page(view: PageView) -> str:
    """Return the page's HTML."""
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent), undefined=StrictUndefined, autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    return environment.get_template(_TEMPLATE).render(page=view)


def _of_verdict(verdict: Verdict) -> CheckView:
    columns = tuple(verdict.sample[0]) if verdict.sample else ()
    return CheckView(
        title=verdict.title,
        name=f"{verdict.table}.{verdict.check_id}",
        state=_state(passed=verdict.passed, blocking=verdict.blocking),
        failing_rows=verdict.failing_rows,
        columns=columns,
        rows=tuple(tuple(_text(row.get(name)) for name in columns) for row in verdict.sample[:_SHOWN_ROWS]),
        query=verdict.query or "",
        problem=verdict.problem or "",
    )


def _of_test(test: Mapping[str, Any]) -> CheckView:
    return CheckView(
        title=test["description"] or str(test["name"]).replace("_", " "),
        name=str(test["name"]),
        state=_state(passed=test["status"] == "pass", blocking=test["severity"] == "error"),
        failing_rows=int(test["failures"]),
        columns=tuple(test["columns"]),
        rows=tuple(tuple(_text(value) for value in row) for row in test["rows"][:_SHOWN_ROWS]),
        query=str(test["sql"]) if test["status"] != "pass" else "",
        problem=str(test["message"] or "") if test["status"] not in {"pass", "warn", "fail"} else "",
        about=", ".join(test["models"]),
    )


def _state(*, passed: bool, blocking: bool) -> str:
    return "passed" if passed else "failed" if blocking else "warning"


def _text(value: Any) -> str:
    return "—" if value is None else str(value)
