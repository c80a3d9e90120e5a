"""Answers as text: CSV, JSON, and the pages of `trace` and `explain` on a terminal.

Belongs here: turning what use cases return into text; decimals stay exact in CSV and JSON.
Does not belong here: arithmetic, choosing rows, colours and progress (`cli`).
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from pipelines.warehouse import Explanation, SourceRow, Trace

INDENT = "  "


def exact(value: Any) -> Any:
    """Return a value as JSON and CSV carry it: decimals, dates and instants as text, counts as they are."""
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, date | datetime):
        return value.isoformat()
    if value is None or isinstance(value, str | bool | int):
        return value
    return str(value)


def plain(value: Any) -> Any:
    """Return nested answers with every value `exact`."""
    if isinstance(value, dict):
        return {name: plain(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return exact(value)


def to_json(answer: Any) -> str:
    """Return an answer as JSON."""
    return json.dumps(plain(answer), ensure_ascii=False, indent=2)


def to_csv(found: Sequence[dict[str, Any]], columns: Sequence[str]) -> str:
    """Return rows as CSV with a header; null is empty."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([["" if row[name] is None else exact(row[name]) for name in columns] for row in found])
    return out.getvalue()


def to_table(found: Sequence[dict[str, Any]], columns: Sequence[str]) -> str:
    """Return rows as a table for the eye: numbers to the right, grouped; null is a dash."""
    cells = [[_shown(row[name]) for name in columns] for row in found]
    widths = [max([len(name), *(len(row[index]) for row in cells)]) for index, name in enumerate(columns)]
    right = [any(isinstance(row[name], Decimal | int) for row in found) for name in columns]
    lines = [list(columns), ["─" * width for width in widths], *cells]
    return "\n".join(
        "  ".join(cell.rjust(width) if to_right else cell.ljust(width) for cell, width, to_right in zip(line, widths, right, strict=True)).rstrip()
        for line in lines
    )


def _shown(value: Any) -> str:
    if value is None:
        return "–"
    if isinstance(value, Decimal):
        whole, dot, places = f"{value:,f}".partition(".")
        places = places.rstrip("0")
        return whole + (dot + places if places else "")
    return f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else str(value)


def trace_document(trace: Trace) -> dict[str, Any]:
    """Return a trace as plain nested data, for JSON."""
    return {
        "subject": str(trace.subject),
        "subject_key": trace.subject.subject_id,
        "period": trace.period.key,
        "grain": trace.period.grain.value,
        "kpi_id": trace.kpi_id,
        "build_id": trace.build_id,
        "head": trace.head,
        "as_of": trace.as_of,
        "definition": trace.definition,
        "value": trace.value,
        "sums": trace.sums,
        "adds_up": not trace.problems,
        "problems": list(trace.problems),
        "sql": [asdict(model) for model in trace.sql],
        "lineage": list(trace.lineage),
        "checks": list(trace.checks),
        "postings": [
            {**item.posting, "source_row": item.source and asdict(item.source), "rate_row": item.rate and asdict(item.rate)}
            for item in trace.postings
        ],
    }


def trace_text(trace: Trace, limit: int) -> str:
    """Return a trace as a page of text, with at most `limit` postings."""
    return "\n".join([*_trace_head(trace), *_trace_postings(trace, limit)])


def _trace_head(trace: Trace) -> Iterator[str]:
    about, value = trace.definition, trace.value
    to_date = " (year to date)" if trace.period.grain.value == "YTD" else ""
    yield f"{trace.kpi_id} of {trace.subject} in {trace.period.key}{to_date}: {_shown(value['value'])}"
    yield f"{INDENT}build {trace.build_id}, landing up to load {trace.head}, as of {trace.as_of}"
    yield "DEFINITION"
    names = f"{about.get('name_en')} ({about.get('name_zh')})"
    yield f"{INDENT}{names}, version {about.get('version')}, {about.get('form')}, from {about.get('valid_from')}"
    yield f"{INDENT}{about.get('formula_en')}"
    yield "VALUE"
    shown = ("value", "numerator", "denominator", "postings", "target", "attainment", "score", "weight", "reference")
    yield INDENT + ", ".join(f"{name} {_shown(value[name])}" for name in shown if name in value)
    yield "SUMS OF THE POSTINGS BELOW"
    yield INDENT + ", ".join(f"{name} {_shown(number)}" for name, number in trace.sums.items())
    yield from (f"{INDENT}✗ {problem}" for problem in trace.problems)
    if not trace.problems:
        yield f"{INDENT}✓ they add up to the value"
    for model in trace.sql:
        yield f"SQL of {model.name} ({model.path})"
        yield from (f"{INDENT}{line}" for line in model.sql.splitlines())
    yield "MADE FROM"
    yield from (f"{INDENT}{place}" for place in trace.lineage)
    yield "CHECKS"
    yield from (f"{INDENT}{check['status']}: {check['name']}" for check in trace.checks)


def _trace_postings(trace: Trace, limit: int) -> Iterator[str]:
    yield f"POSTINGS ({len(trace.postings)})"
    for item in trace.postings[:limit]:
        posting = item.posting
        amounts = f"{_shown(posting['numerator'])}" + ("" if posting["denominator"] is None else f" / {_shown(posting['denominator'])}")
        yield f"{INDENT}{posting['credit_date']}  {amounts}  {posting['employee_id']}, share {_shown(posting['share'])} ({posting['split_type']})"
        yield from _source_text(item.source)
        if item.rate:
            yield f"{INDENT * 2}converted at the rate of"
            yield from _source_text(item.rate)
    if len(trace.postings) > limit:
        yield f"{INDENT}… and {len(trace.postings) - limit} more: --limit {len(trace.postings)}, or --format json"


def _source_text(row: SourceRow | None) -> Iterator[str]:
    if row is None:
        yield f"{INDENT * 2}the source row is not in landing"
        return
    yield f"{INDENT * 2}{row.source}.{row.object} row {row.row_id}, key {row.key}; load {row.load} at {row.loaded_at} from {row.origin}; {row.part}"
    yield INDENT * 3 + ", ".join(f"{name}={_shown(value) if value is None else exact(value)}" for name, value in row.columns.items())


def explain_document(explanation: Explanation) -> dict[str, Any]:
    """Return an explanation as plain nested data, for JSON."""
    return {
        "subject": str(explanation.subject),
        "period": explanation.period.key,
        "unposted": [{**row, "source_row": source and asdict(source)} for row, source in explanation.unposted],
        "rejected": [{**row, "source_row": source and asdict(source)} for row, source in explanation.rejected],
    }


def explain_text(explanation: Explanation, limit: int) -> str:
    """Return an explanation as a page of text, with at most `limit` rows of each kind."""
    lines = [f"{explanation.subject} in {explanation.period.key}"]
    for title, found in (("NOT POSTED", explanation.unposted), ("REJECTED", explanation.rejected)):
        lines.append(f"{title} ({len(found)})")
        for row, source in found[:limit]:
            told = {name: value for name, value in row.items() if value is not None and name not in {"source_object_id", "source_row_id"}}
            lines.append(INDENT + ", ".join(f"{name} {exact(value)}" for name, value in told.items()))
            lines += _source_text(source)
        if len(found) > limit:
            lines.append(f"{INDENT}… and {len(found) - limit} more: --limit {len(found)}, or --format json")
    return "\n".join(lines)
