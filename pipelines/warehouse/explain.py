"""Question `explain`: what of a person, a team or the company did not reach the ledger in a period, and why.

Belongs here: unposted and rejected rows with their source rows.
Does not belong here: the reasons themselves (posting and canonical models), printing (`close.texts`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import duckdb

from pipelines.errors import UsageError
from pipelines.periods import Period
from pipelines.warehouse.layout import Build
from pipelines.warehouse.reader import Subject, find_subject, reading, require_covered, rows
from pipelines.warehouse.source_rows import SourceRow, fetch_source_rows

_MEMBERS = {
    "employee": "select ?::varchar as employee_id",
    "team": "select distinct employee_id from team_membership where team_id = ? and valid_from <= ? and valid_to >= ?",
}
_PEOPLE = """
with people as ({members}),
keys as (
    select distinct k.source_key from employee_keys as k join people using (employee_id) where k.valid_from <= ? and k.valid_to >= ?
    union
    select employee_id from people
)
"""
_UNPOSTED = """
select kpi_id, grain, credit_date, reason, employee_key, employee_id, split_type, numerator, denominator, source_object_id, source_row_id
from unposted
where coalesce(credit_date, period_start) between ? and ? {whose}
order by kpi_id, credit_date, source_object_id, source_row_id
"""
_REJECTED = """
select r.entity, r.business_date, r.rule, r.value, r.employee_key, r.source_object_id, r.source_row_id
from rejected_rows as r
where (r.business_date between ? and ? or r.business_date is null) {whose}
order by r.entity, r.business_date, r.source_object_id, r.source_row_id
"""


@dataclass(frozen=True)
class Explanation:
    """Rows that were not posted (by KPI and reason) and rows that broke a rule, each with its source row."""

    subject: Subject
    period: Period
    unposted: tuple[tuple[dict[str, Any], SourceRow | None], ...]
    rejected: tuple[tuple[dict[str, Any], SourceRow | None], ...]


def explain_subject(build: Build, period: Period, subject_text: str) -> Explanation:
    """Return what of a subject was left out in a period. A rejected row without a readable date belongs to every period."""
    require_covered(build, period)
    with reading(build) as con:
        subject = find_subject(con, subject_text)
        prefix, values = _people(subject, period)
        theirs = "and (employee_id in (select employee_id from people) or employee_key in (select source_key from keys))" if prefix else ""
        keyed = "and r.employee_key in (select source_key from keys)" if prefix else ""
        unposted = rows(con, prefix + _UNPOSTED.format(whose=theirs), [*values, period.start, period.end])
        rejected = rows(con, prefix + _REJECTED.format(whose=keyed), [*values, period.start, period.end])
        return Explanation(subject, period, _sourced(con, build, unposted), _sourced(con, build, rejected))


def _people(subject: Subject, period: Period) -> tuple[str, list[Any]]:
    if subject.subject_type == "company":
        return "", []
    if subject.subject_type not in _MEMBERS:
        raise UsageError(f"cannot explain {subject}", fix="give an employee, a team or company")
    dated = [period.end, period.start]
    values = [subject.subject_id, *(dated if subject.subject_type == "team" else []), *dated]
    return _PEOPLE.format(members=_MEMBERS[subject.subject_type]), values


def _sourced(con: duckdb.DuckDBPyConnection, build: Build, found: list[dict[str, Any]]) -> tuple[tuple[dict[str, Any], SourceRow | None], ...]:
    keys = [(row["source_object_id"], row["source_row_id"]) for row in found if row["source_row_id"] is not None]
    sources = fetch_source_rows(con, build.home, keys)
    return tuple((row, sources.get((row["source_object_id"], row["source_row_id"]))) for row in found)
