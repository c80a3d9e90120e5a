"""The worker's inside: Great Expectations over published Parquet, through DuckDB's SQLAlchemy dialect.

Belongs here: everything that touches Great Expectations, and the loop that answers requests line by line (`python -m pipelines.quality.engine`).
Does not belong here: starting the process (`worker`), the rules (`suites/*.json`), pages (`page`).
"""

from __future__ import annotations

import importlib
import json
import logging
import re
import sys
import tempfile
import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any, TextIO

from pipelines.quality.scope import Scope, standalone, view_body
from pipelines.quality.suites import ROWS_QUERY, Expectation, Suite, load_suites
from pipelines.quality.verdicts import SAMPLE_ROWS, Verdict

_UNUSED = ("scipy.stats", "altair")  # imported by expectations and charts that we never use; together half of the import time
_SELECT = re.compile(r"SELECT (?P<columns>.*?)\s*\nFROM (?P<rest>.*?);?", re.DOTALL)


def import_great_expectations() -> Any:
    """Import Great Expectations without the heavy modules that no suite here needs."""
    for name in _UNUSED:
        if name not in sys.modules:
            sys.modules[name] = ModuleType(name)
    vars(importlib.import_module("scipy"))["stats"] = sys.modules["scipy.stats"]
    return importlib.import_module("great_expectations")


def run(published: Path, scope: Scope, suites: Sequence[Suite]) -> list[Verdict]:
    """Ask every expectation of `suites` of the tables in `published`."""
    with tempfile.TemporaryDirectory(prefix="scorecards-quality-") as scratch:
        database = Path(scratch) / "views.duckdb"
        bodies = _make_views(database, published, scope)
        source = _source(database)
        return [verdict for suite in suites for verdict in _run_suite(source, bodies, suite)]


def _make_views(database: Path, published: Path, scope: Scope) -> dict[str, str]:
    sqlalchemy = importlib.import_module("sqlalchemy")
    engine = sqlalchemy.create_engine(f"duckdb:///{database}")
    bodies = {}
    with engine.begin() as connection:
        for parquet in sorted(published.glob("*.parquet")):
            columns = connection.execute(sqlalchemy.text(view_body(parquet, "false"))).keys()
            bodies[parquet.stem] = view_body(parquet, scope.condition(list(columns)))
            connection.execute(sqlalchemy.text(f"create view {parquet.stem} as {bodies[parquet.stem]}"))
    engine.dispose()
    return bodies


def _run_suite(source: Any, bodies: Mapping[str, str], suite: Suite) -> list[Verdict]:
    if suite.table not in bodies:
        return [_unanswered(suite, item, f"the table {suite.table} is not published") for item in suite.expectations]
    classes = importlib.import_module("great_expectations.expectations")
    expectations = [getattr(classes, item.class_name)(**item.kwargs, meta={"id": item.check_id}) for item in suite.expectations]
    result_format = {"result_format": "COMPLETE", "unexpected_index_column_names": list(suite.key_columns)}
    batch = source.add_table_asset(suite.table, table_name=suite.table).add_batch_definition_whole_table("all").get_batch()
    answers = batch.validate(_suite(suite.table, expectations), result_format=result_format)
    by_id = {answer.expectation_config.meta["id"]: answer for answer in answers.results}
    return [_verdict(source, suite, item, by_id[item.check_id], bodies) for item in suite.expectations]


def _suite(name: str, expectations: list[Any]) -> Any:
    return importlib.import_module("great_expectations").ExpectationSuite(name, expectations=expectations)


def _source(database: Path) -> Any:
    context = importlib.import_module("great_expectations").get_context(mode="ephemeral")
    context.variables.progress_bars = {"globally": False}
    return context.data_sources.add_sql(
        "published",
        connection_string=f"duckdb:///{database}",
        create_temp_table=False,
        # without these the dialect loses each result before it is fetched
        kwargs={"pool_reset_on_return": None, "isolation_level": "AUTOCOMMIT", "skip_autocommit_rollback": True},
    )


def _verdict(source: Any, suite: Suite, item: Expectation, answer: Any, bodies: Mapping[str, str]) -> Verdict:
    problem = _problem(answer.exception_info)
    if problem:
        return _unanswered(suite, item, problem)
    if answer.success:
        return Verdict(item.check_id, item.title, suite.table, item.blocking, passed=True, key_columns=suite.key_columns)
    query = _query(suite, item, answer.result)
    return Verdict(
        item.check_id,
        item.title,
        suite.table,
        item.blocking,
        passed=False,
        failing_rows=int(answer.result.get("unexpected_count", answer.result.get("observed_value") or 0)),
        sample=_sample(source, query),
        query=standalone(query, bodies),
        key_columns=suite.key_columns,
    )


def _sample(source: Any, query: str) -> tuple[dict[str, Any], ...]:
    """Run the query itself, so that the rows shown are the rows it finds; Great Expectations caps its own lists, and has none for some rules."""
    sqlalchemy = importlib.import_module("sqlalchemy")
    with source.get_engine().connect() as connection:
        rows = connection.execute(sqlalchemy.text(f"select * from ({query}) order by all limit {SAMPLE_ROWS}"))
        return tuple({name: _plain(value) for name, value in row.items()} for row in rows.mappings())


def _unanswered(suite: Suite, item: Expectation, problem: str) -> Verdict:
    return Verdict(item.check_id, item.title, suite.table, item.blocking, passed=False, key_columns=suite.key_columns, problem=problem)


def _problem(info: Mapping[str, Any]) -> str | None:
    """Return the exception's text: the structure holds it directly, or once per metric."""
    found = [info] if "raised_exception" in info else [part for part in info.values() if isinstance(part, Mapping)]
    raised = [str(part["exception_message"]) for part in found if part.get("raised_exception")]
    return raised[0].strip() if raised else None


def _query(suite: Suite, item: Expectation, result: Mapping[str, Any]) -> str:
    """Return the SQL that finds the failing rows again, over the names of the published tables."""
    if ROWS_QUERY in item.kwargs:
        return str(item.kwargs[ROWS_QUERY]).format(batch=suite.table)
    if "column_list" in item.kwargs:  # Great Expectations gives a self-join here that nobody can read
        columns = ", ".join(item.kwargs["column_list"])
        return f"select {columns}, count(*) as copies\nfrom {suite.table}\ngroup by {columns}\nhaving count(*) > 1"
    found = _SELECT.fullmatch(str(result.get("unexpected_index_query")))
    if found is None:  # a rule about the table as a whole
        return f"select * from {suite.table}"
    columns = ", ".join(dict.fromkeys(found["columns"].split(", ")))
    return f"select {columns}\nfrom {found['rest']}"


def _plain(value: Any) -> Any:
    return value if isinstance(value, (str, int, bool)) or value is None else str(value)


def answer(request: Mapping[str, Any]) -> dict[str, Any]:
    """Answer one request with verdicts, or with the error that prevented them."""
    try:
        scope = Scope(request["grain"], request["period"], request["last_month"])
        verdicts = run(Path(request["published"]), scope, load_suites(Path(request["suites"])))
    except Exception as error:  # whatever it is, the waiting side must hear of it
        return {"error": f"{type(error).__name__}: {error}"}
    return {"verdicts": [verdict.as_dict() for verdict in verdicts]}


def serve(requests: TextIO, answers: TextIO) -> None:
    """Import Great Expectations, say so, then answer one JSON line per JSON line until the input ends."""
    import_great_expectations()
    _write(answers, {"ready": True})
    for line in requests:
        _write(answers, answer(json.loads(line)))


def _write(answers: TextIO, message: Mapping[str, Any]) -> None:
    answers.write(json.dumps(message, default=str) + "\n")
    answers.flush()


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    logging.disable(logging.WARNING)
    out, sys.stdout = sys.stdout, sys.stderr  # whatever a library prints must not mix with the answers
    serve(sys.stdin, out)
