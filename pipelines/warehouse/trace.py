"""Question `trace`: from one value to its definition, its SQL, its postings and their source rows, with the proof that they add up.

Belongs here: reading one value's trail from a build.
Does not belong here: printing it (`close.texts`), the arithmetic that made it (dbt).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal, localcontext
from typing import Any

import duckdb

from pipelines.errors import UsageError
from pipelines.periods import Period
from pipelines.warehouse.layout import Build
from pipelines.warehouse.lineage import ModelSql, covering_checks, posting_model, upstream
from pipelines.warehouse.reader import Subject, find_subject, reading, require_covered, rows
from pipelines.warehouse.source_rows import RowKey, SourceRow, fetch_source_rows

_SIX_PLACES = Decimal("0.000001")


@dataclass(frozen=True)
class TracedPosting:
    """One posting, the source row it came from, and the rate row if money was converted."""

    posting: dict[str, Any]
    source: SourceRow | None
    rate: SourceRow | None


@dataclass(frozen=True)
class Trace:
    """The trail of one value. `problems` is empty if its postings add up to it and every posting has its source row."""

    subject: Subject
    period: Period
    kpi_id: str
    build_id: str
    head: int
    as_of: str
    definition: dict[str, Any]
    value: dict[str, Any]
    sums: dict[str, Any]
    sql: tuple[ModelSql, ...]
    lineage: tuple[str, ...]
    checks: tuple[dict[str, Any], ...]
    postings: tuple[TracedPosting, ...]
    problems: tuple[str, ...] = field(default=())


def trace_value(build: Build, period: Period, subject_text: str, kpi_id: str) -> Trace:
    """Return the trail of one value. Raises `UsageError` if there is no such value."""
    require_covered(build, period)
    with reading(build) as con:
        subject = find_subject(con, subject_text)
        value = _value(con, period, subject, kpi_id)
        definition = _definition(con, period, kpi_id)
        postings = _with_source_rows(con, build, _postings(con, period, subject, kpi_id))
    sums = _sums([item.posting for item in postings])
    models = build.models()
    model = posting_model(models, kpi_id)
    shown = [name for name in _models_shown(build, model, subject) if name in models]
    return Trace(
        subject=subject,
        period=period,
        kpi_id=kpi_id,
        build_id=build.build_id,
        head=build.head,
        as_of=build.as_of.isoformat(),
        definition=definition,
        value=value,
        sums=sums,
        sql=tuple(ModelSql(name, models[name]["path"], models[name]["sql"]) for name in shown),
        lineage=upstream(models, model) if model else (),
        checks=covering_checks(build.checks(), [*shown, "ledger"]),
        postings=postings,
        problems=tuple(_problems(value, sums, definition, postings)),
    )


def _models_shown(build: Build, model: str | None, subject: Subject) -> list[str]:
    corrected = ["post_adjustments"] if build.manifest["rows"].get("post_adjustments") else []
    counted = ["team_postings"] if subject.subject_type == "team" else []
    return [*([model] if model else []), *corrected, *counted, "kpi_values"]


def _value(con: duckdb.DuckDBPyConnection, period: Period, subject: Subject, kpi_id: str) -> dict[str, Any]:
    where = "grain = ? and period = ? and subject_type = ? and subject_id = ? and kpi_id = ?"
    scope = [period.grain.value, period.key, subject.subject_type, subject.subject_id, kpi_id]
    found = rows(con, f"select value, numerator, denominator, postings, postings_digest from kpi_values where {where}", scope)
    if not found:
        known = [row["kpi_id"] for row in rows(con, "select distinct kpi_id from rpt_definitions order by 1")]
        if kpi_id not in known:
            raise UsageError(f"no KPI '{kpi_id}'", fix=f"choose from {', '.join(known)}")
        raise UsageError(
            f"{subject} has no {kpi_id} in {period.key}", fix=f"scorecards values --period {period.key} --subject {subject} lists what there is"
        )
    scored = rows(con, f"select kpi_version, target, attainment, score, weight, reference from rpt_kpis where {where}", scope)
    return {**found[0], **(scored[0] if scored else {})}


def _definition(con: duckdb.DuckDBPyConnection, period: Period, kpi_id: str) -> dict[str, Any]:
    found = rows(
        con,
        "select d.*, k.scale from rpt_definitions as d left join policy_kpis as k on k.kpi_id = d.kpi_id and k.version = d.version"
        " where d.kpi_id = ? and d.valid_from <= ? order by d.valid_from desc limit 1",
        [kpi_id, period.end],
    )
    return found[0] if found else {}


def _postings(con: duckdb.DuckDBPyConnection, period: Period, subject: Subject, kpi_id: str) -> list[dict[str, Any]]:
    table, whose, values = _scope(subject)
    return rows(
        con,
        f"""
        select * from {table}
        where kpi_id = ? and {whose}
            and ((grain = 'M' and period_start between ? and ? and ? = 'additive') or (grain = ? and period_start = ? and ? = 'by_period'))
        order by credit_date, source_object_id, source_row_id, employee_id, split_type
        """,
        [kpi_id, *values, *_dates(con, period, kpi_id)],
    )


def _dates(con: duckdb.DuckDBPyConnection, period: Period, kpi_id: str) -> list[Any]:
    found = rows(con, "select additivity from policy_kpis where kpi_id = ? limit 1", [kpi_id])
    additivity = found[0]["additivity"] if found else "additive"
    return [period.start, period.last_month, additivity, period.grain.value, period.last_month, additivity]


def _scope(subject: Subject) -> tuple[str, str, Sequence[Any]]:
    match subject.subject_type:
        case "employee":
            return "ledger", "employee_id = ?", [subject.subject_id]
        case "team":
            return "team_postings", "team_id = ?", [subject.subject_id]
        case "region" | "industry":
            return "ledger", f"split_type = 'revenue' and {subject.subject_type} = ?", [subject.subject_id]
        case _:
            return "ledger", "split_type = 'revenue'", []


def _with_source_rows(con: duckdb.DuckDBPyConnection, build: Build, postings: list[dict[str, Any]]) -> tuple[TracedPosting, ...]:
    wanted = [key for posting in postings for key in (_source_key(posting), _rate_key(posting)) if key]
    found = fetch_source_rows(con, build.home, wanted)
    return tuple(TracedPosting(posting, _get(found, _source_key(posting)), _get(found, _rate_key(posting))) for posting in postings)


def _source_key(posting: dict[str, Any]) -> RowKey | None:
    return (posting["source_object_id"], posting["source_row_id"]) if posting["source_row_id"] is not None else None


def _rate_key(posting: dict[str, Any]) -> RowKey | None:
    return (posting["rate_object_id"], posting["rate_row_id"]) if posting.get("rate_row_id") is not None else None


def _get(found: dict[RowKey, SourceRow], key: RowKey | None) -> SourceRow | None:
    return found.get(key) if key else None


def _sums(postings: list[dict[str, Any]]) -> dict[str, Any]:
    denominators = [posting["denominator"] for posting in postings if posting["denominator"] is not None]
    return {
        "numerator": sum((posting["numerator"] for posting in postings if posting["numerator"] is not None), Decimal(0)),
        "denominator": sum(denominators, Decimal(0)) if denominators else None,
        "postings": len(postings),
    }


def _problems(value: dict[str, Any], sums: dict[str, Any], definition: dict[str, Any], postings: Sequence[TracedPosting]) -> list[str]:
    found = [
        f"{name} of the postings is {sums[name]}, of the value {value[name]}"
        for name in ("numerator", "denominator", "postings")
        if (sums[name] or 0) != (value[name] or 0)
    ]
    expected = _expected(sums, definition)
    if value["value"] is not None and value["value"] != expected:
        found.append(f"the postings give {expected}, the value is {value['value']}")
    missing = sum(item.source is None for item in postings)
    return found + ([f"{missing} postings have no landed source row"] if missing else [])


def _expected(sums: dict[str, Any], definition: dict[str, Any]) -> Decimal | None:
    """Divide once more, in another language than the value was made in: a proof, not a source of numbers."""
    scale = Decimal(definition.get("scale") or 1)
    is_ratio = definition.get("form") != "sum"
    if is_ratio and not sums["denominator"]:
        return None
    with localcontext(prec=90):
        exact = sums["numerator"] * scale / (sums["denominator"] if is_ratio else 1)
        return Decimal(exact).quantize(_SIX_PLACES, ROUND_HALF_UP)
