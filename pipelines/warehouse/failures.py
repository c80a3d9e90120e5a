"""What dbt's results say: the list `checks.json`, and the error that names the failing test, its rows and its query.

Belongs here: fetching failing rows by the compiled SQL, the texts of `BuildError`.
Does not belong here: running dbt (`dbt_run`), Great Expectations (`quality`).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb

from pipelines.errors import BuildError
from pipelines.warehouse.dbt_run import NodeRun

KEPT_ROWS = 200
SHOWN_ROWS = 5
SHOWN_FAILURES = 5


def describe_checks(con: duckdb.DuckDBPyConnection, nodes: list[NodeRun]) -> list[dict[str, Any]]:
    """Return every test with its verdict, its SQL and up to 200 failing rows."""
    tests = sorted((node for node in nodes if node.kind == "test"), key=lambda node: node.name)
    return [_check(con, node) for node in tests]


def _check(con: duckdb.DuckDBPyConnection, node: NodeRun) -> dict[str, Any]:
    columns, rows = _failing_rows(con, node) if node.status in {"fail", "warn"} else ([], [])
    return {
        "name": node.name,
        "description": node.description,
        "severity": node.severity or "error",
        "status": node.status,
        "failures": node.failures,
        "models": [parent.rpartition(".")[2] for parent in node.parents],
        "message": node.message,
        "sql": node.sql,
        "columns": columns,
        "rows": rows,
    }


def _failing_rows(con: duckdb.DuckDBPyConnection, node: NodeRun) -> tuple[list[str], list[list[str | None]]]:
    found = con.execute(f"select * from ({node.sql}\n) limit {KEPT_ROWS}")
    columns = [column[0] for column in found.description or []]
    return columns, [[None if value is None else str(value) for value in row] for row in found.fetchall()]


def raise_if_red(nodes: list[NodeRun], checks: list[dict[str, Any]], kept: Path) -> None:
    """Raise `BuildError` if a model could not be built or a test of severity error found rows."""
    broken = [node for node in nodes if node.status == "error"]
    if broken:
        raise BuildError(
            "\n".join(_broken_text(node) for node in broken[:SHOWN_FAILURES]), where=str(kept), fix="correct the model or its input, then run again"
        )
    failed = [check for check in checks if check["status"] == "fail"]
    if failed:
        more = [f"… and {len(failed) - SHOWN_FAILURES} more failing checks"] if len(failed) > SHOWN_FAILURES else []
        text = "\n".join([*(_failed_text(check) for check in failed[:SHOWN_FAILURES]), *more])
        raise BuildError(text, where=str(kept), fix=f"mend the rows at their source, then run again; the queries can be run on {kept}")


def _broken_text(node: NodeRun) -> str:
    return f"{node.kind} {node.name} ({node.path}) could not be run: {node.message}"


def _failed_text(check: dict[str, Any]) -> str:
    count = check["failures"]
    title = check["description"] or check["name"].replace("_", " ")
    lines = [f"check {check['name']} found {count} {'row' if count == 1 else 'rows'}: {title}"]
    for row in check["rows"][:SHOWN_ROWS]:
        lines.append("  " + ", ".join(f"{name}={value}" for name, value in zip(check["columns"], row, strict=True)))
    if count > SHOWN_ROWS:
        lines.append(f"  … and {count - SHOWN_ROWS} more")
    return "\n".join([*lines, "  query:", *(f"    {line}" for line in check["sql"].splitlines())])
