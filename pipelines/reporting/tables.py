"""The published tables of one build, cut down to what one month's reports read, row by row per subject.

Belongs here: reading `rpt_*` Parquet files, picking rows by month and subject.
Does not belong here: wording, number formats (`formats`), arithmetic on values.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from pipelines.errors import RenderError
from pipelines.periods import Period, add_months

Row = dict[str, Any]
Key = tuple[str, str]
HISTORY_MONTHS = 12
_REPORTED = ("employee", "team")


@dataclass(frozen=True)
class Context:
    """What all reports of a batch share."""

    build: Row
    period: Row
    months: tuple[str, ...]  # keys of the last twelve months, oldest first
    definitions: dict[str, Row]
    curves: dict[str, tuple[Row, ...]]
    bands: tuple[Row, ...]
    thresholds: dict[str, Row]
    rejected: tuple[Row, ...]
    unposted: tuple[Row, ...]  # of the month, that no employee could be named for


@dataclass(frozen=True)
class SubjectRows:
    """The rows behind one report."""

    subject: Row
    total: Row | None
    kpis: tuple[Row, ...]
    dimensions: tuple[Row, ...]
    history: dict[str, tuple[Row | None, ...]]  # KPI → its rows of `Context.months`
    totals: tuple[Row | None, ...]  # of `Context.months`
    slices: tuple[Row, ...]
    funnel: tuple[Row, ...]
    members: tuple[Row, ...]
    adjustments: tuple[Row, ...]
    unposted: tuple[Row, ...]

    @property
    def key(self) -> Key:
        """Subject type and id."""
        return str(self.subject["subject_type"]), str(self.subject["subject_id"])

    @property
    def previous(self) -> dict[str, Row]:
        """The KPI rows of the month before."""
        return {kpi_id: row for kpi_id, rows in self.history.items() if len(rows) > 1 and (row := rows[-2]) is not None}


class Published:
    """Reader of one build's published tables for one month."""

    def __init__(self, folder: Path, period: Period) -> None:
        self._folder = folder
        self._period = period
        self._months = tuple(f"{add_months(period.start, back):%Y-%m}" for back in range(1 - HISTORY_MONTHS, 1))

    def context(self) -> Context:
        """Return what all reports share. Raises `RenderError` when the build does not hold the month."""
        periods = self._read("rpt_periods", [("grain", "=", "M"), ("period", "=", self._period.key)])
        if not periods:
            raise RenderError(f"the build holds no month {self._period.key}", where=str(self._folder), fix="build that period first")
        day = periods[0]["period_end"]
        unposted = [row for row in self._read("rpt_unposted", [("period", "=", self._period.key)]) if row["employee_id"] is None]
        return Context(
            build=self._read("rpt_build")[0],
            period=periods[0],
            months=self._months,
            definitions={row["kpi_id"]: row for row in _in_force(self._read("rpt_definitions"), day)},
            curves=self._curves(day),
            bands=tuple(sorted(_in_force(self._read("rpt_bands"), day), key=lambda row: -row["lower_bound"])),
            thresholds={row["threshold_id"]: row for row in _in_force(self._read("rpt_thresholds"), day)},
            rejected=tuple(sorted(self._read("rpt_rejected"), key=lambda row: (row["source"], row["object"], row["rule"]))),
            unposted=tuple(sorted(unposted, key=lambda row: (row["kpi_id"], row["reason"]))),
        )

    def subjects(self) -> list[SubjectRows]:
        """Return the rows of every employee and team of the month, sorted by type and id."""
        month = [("grain", "=", "M"), ("period", "=", self._period.key)]
        months = [("grain", "=", "M"), ("period", "in", list(self._months)), ("subject_type", "in", list(_REPORTED))]
        subjects = sorted(
            (row for row in self._read("rpt_subjects", month) if row["subject_type"] in _REPORTED),
            key=lambda row: (row["subject_type"], row["subject_id"]),
        )
        kpis, totals = _by_subject(self._read("rpt_kpis", months)), _by_subject(self._read("rpt_totals", months))
        parts = {name: _by_subject(self._read(name, month)) for name in ("rpt_dimensions", "rpt_slices", "rpt_funnel")}
        people = {name: _by(self._read(name, [("period", "=", self._period.key)]), "employee_id") for name in ("rpt_adjustments", "rpt_unposted")}
        members = _by(self._read("rpt_team_members", month), "team_id")
        return [self._subject(row, kpis, totals, parts, people, members) for row in subjects]

    def _subject(
        self,
        subject: Row,
        kpis: dict[Key, list[Row]],
        totals: dict[Key, list[Row]],
        parts: dict[str, dict[Key, list[Row]]],
        people: dict[str, dict[str, list[Row]]],
        members: dict[str, list[Row]],
    ) -> SubjectRows:
        key = (subject["subject_type"], subject["subject_id"])
        team = sorted(members.get(key[1], []) if key[0] == "team" else [], key=_member_order)
        ids = [row["employee_id"] for row in team] or [key[1]]
        by_month = {row["period"]: row for row in totals.get(key, [])}
        mine = sorted((row for row in kpis.get(key, []) if row["period"] == self._period.key), key=lambda row: (row["sort_order"], row["kpi_id"]))
        history = {(row["kpi_id"], row["period"]): row for row in kpis.get(key, [])}
        return SubjectRows(
            subject=subject,
            total=by_month.get(self._period.key),
            kpis=tuple(mine),
            dimensions=tuple(sorted(parts["rpt_dimensions"].get(key, []), key=lambda row: row["sort_order"])),
            history={row["kpi_id"]: tuple(history.get((row["kpi_id"], month)) for month in self._months) for row in mine},
            totals=tuple(by_month.get(month) for month in self._months),
            slices=tuple(parts["rpt_slices"].get(key, [])),
            funnel=tuple(sorted(parts["rpt_funnel"].get(key, []), key=lambda row: row["sort_order"])),
            members=tuple(team),
            adjustments=tuple(sorted(_of(people["rpt_adjustments"], ids), key=lambda row: (row["credit_date"], row["employee_id"], row["kpi_id"]))),
            unposted=tuple(sorted(_of(people["rpt_unposted"], ids), key=lambda row: (row["employee_id"], row["kpi_id"], row["reason"]))),
        )

    def _curves(self, day: date) -> dict[str, tuple[Row, ...]]:
        by_kpi = _by(_in_force(self._read("rpt_curves"), day), "kpi_id")
        return {kpi_id: tuple(sorted(rows, key=lambda row: row["attainment"])) for kpi_id, rows in by_kpi.items()}

    def _read(self, table: str, filters: list[tuple[str, str, Any]] | None = None) -> list[Row]:
        path = self._folder / f"{table}.parquet"
        if not path.is_file():
            raise RenderError(f"published table {table} is missing", where=str(self._folder), fix="build the period again")
        rows: list[Row] = pq.read_table(path, filters=filters).to_pylist()
        return rows


def _in_force(rows: Iterable[Row], day: date) -> list[Row]:
    return [row for row in rows if row["valid_from"] <= day and (row["valid_to"] is None or row["valid_to"] >= day)]


def _by_subject(rows: Iterable[Row]) -> dict[Key, list[Row]]:
    grouped: dict[Key, list[Row]] = defaultdict(list)
    for row in rows:
        grouped[(row["subject_type"], row["subject_id"])].append(row)
    return grouped


def _by(rows: Iterable[Row], column: str) -> dict[str, list[Row]]:
    grouped: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        grouped[row[column]].append(row)
    return grouped


def _of(rows: dict[str, list[Row]], ids: Iterable[str]) -> list[Row]:
    return [row for key in ids for row in rows.get(key, [])]


def _member_order(row: Row) -> tuple[bool, Any, str]:
    return row["total"] is None, -(row["total"] or 0), row["employee_id"]
