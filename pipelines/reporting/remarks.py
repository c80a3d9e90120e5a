"""What the page says in words besides findings: not scored and why, adjustments, the data's quality, how to read.

Belongs here: remarks and the numbers they rest on.
Does not belong here: judging the data (`quality`).
"""

from __future__ import annotations

from collections import defaultdict

from pipelines.reporting.desk import Desk
from pipelines.reporting.kpi_table import in_scope
from pipelines.reporting.tables import Row
from pipelines.reporting.views import Note

_SHOWN = 4


def not_scored(desk: Desk) -> tuple[Note, ...]:
    """Return the KPIs that took no part in the total, those with the same reason together."""
    names: dict[str, list[str]] = defaultdict(list)
    for row in in_scope(desk):
        if row["status"] != "scored":
            names[_why(desk, row)].append(desk.m("{name} ({weight})", name=desk.kpi_name(row["kpi_id"]), weight=desk.f.share(row["weight"])))
    for row in desk.rows.kpis:
        if not row["is_in_scope"]:
            names[_later(desk, row)].append(desk.kpi_name(row["kpi_id"]))
    return tuple(Note(desk.m("list comma").join(listed), reason) for reason, listed in names.items())


def _why(desk: Desk, row: Row) -> str:
    if row["status"] == "no_target":
        return desk.m("No target is set for this month.")
    if row["status"] == "not_weighted":
        return desk.m("Shown for information; it has no weight.")
    if row["denominator"] is not None and row["numerator"] is not None:
        return desk.m("Nothing to count this month: the denominator is {denominator}.", denominator=desk.f.sum(row["denominator"]))
    return desk.m("The sources delivered nothing; the weight is shared among the others.")


def _later(desk: Desk, row: Row) -> str:
    return desk.m("Scored by the year.") if row["cadence"] == "Y" else desk.m("Scored by the quarter.")


def adjustments(desk: Desk) -> tuple[Note, ...]:
    """Return the manual corrections of the month, with reason and author."""
    names = {row["employee_id"]: str(row["name"]) for row in desk.rows.members}
    return tuple(
        Note(
            desk.kpi_name(row["kpi_id"]),
            desk.m(
                "{amount} on {day}: {reason} ({author}){whose}",
                amount=desk.f.signed(row["amount"], 2), day=desk.f.day(row["credit_date"]), reason=row["reason"], author=row["author"],
                whose=desk.m(", for {name}", name=names[row["employee_id"]]) if row["employee_id"] in names else "",
            ),
        )
        for row in desk.rows.adjustments
    )  # fmt: skip


def quality(desk: Desk) -> tuple[Note, ...]:
    """Return what did not post, what was rejected, how the checks ended and which sources are stale."""
    return (*_unposted(desk), *_rejected(desk), _checks(desk), *_stale(desk))


def _unposted(desk: Desk) -> list[Note]:
    own = [(desk.m("Not posted, yours"), row) for row in _merged(desk.rows.unposted)]
    company = [
        (desk.m("Not posted, company"), row) for row in sorted(desk.context.unposted, key=lambda row: (-row["rows"], row["kpi_id"], row["reason"]))
    ]
    shown = own[:_SHOWN] + company[: max(1, _SHOWN - len(own))]
    if not shown:
        return [Note(desk.m("Not posted"), desk.m("Every row that was expected to post did."))]
    return [Note(label, _unposted_text(desk, row)) for label, row in shown]


def _merged(rows: tuple[Row, ...]) -> list[Row]:
    """Return one row per KPI and reason: a team's members often share one."""
    merged: dict[tuple[str, str], Row] = {}
    for row in rows:
        known = merged.setdefault((row["kpi_id"], row["reason"]), {**row, "rows": 0, "numerator": None})
        known["rows"] += row["rows"]
        if row["numerator"] is not None:
            known["numerator"] = (known["numerator"] or 0) + row["numerator"]
    return sorted(merged.values(), key=lambda row: (-row["rows"], row["kpi_id"], row["reason"]))


def _unposted_text(desk: Desk, row: Row) -> str:
    return desk.m(
        "{name}: {amount} (rows: {rows}); {reason}",
        name=desk.kpi_name(row["kpi_id"]),
        rows=desk.f.decimal(row["rows"], 0),
        amount=desk.f.sum(row["numerator"]),
        reason=desk.m.named("reason", row["reason"]),
    )


def _rejected(desk: Desk) -> list[Note]:
    by_object: dict[str, list[Row]] = defaultdict(list)
    for row in desk.context.rejected:
        by_object[f"{row['source']}.{row['object']}"].append(row)
    worst = sorted(by_object.items(), key=lambda item: (-sum(row["rows"] for row in item[1]), item[0]))
    if not worst:
        return [Note(desk.m("Rejected"), desk.m("No source row broke a rule."))]
    return [Note(desk.m("Rejected"), _rejected_text(desk, name, rows)) for name, rows in worst[:_SHOWN]]


def _rejected_text(desk: Desk, name: str, rows: list[Row]) -> str:
    count, live = sum(row["rows"] for row in rows), rows[0]["live_rows"]
    return desk.m("{object}: {rows} of {live} rows", object=name, rows=desk.f.decimal(count, 0), live=desk.f.decimal(live, 0))


def _checks(desk: Desk) -> Note:
    summary = desk.quality
    text = desk.m("{passed} of {all} passed.", passed=summary.passed, all=len(summary.checks))
    failed = desk.m("Warnings: {titles}.", titles="; ".join(check.title for check in summary.failed[:_SHOWN])) if summary.failed else ""
    return Note(desk.m("Checks"), desk.joined([text, failed]))


def _stale(desk: Desk) -> list[Note]:
    if not desk.quality.stale:
        return []
    return [Note(desk.m("Stale sources"), desk.m("Not refreshed at the last pull: {objects}.", objects=", ".join(desk.quality.stale)))]


def reading(desk: Desk) -> tuple[str, ...]:
    """Return how to read the page."""
    grades = ", ".join(f"{row['grade']} ≥ {desk.f.decimal(row['lower_bound'], 0)}" for row in desk.context.bands if row["lower_bound"] > 0)
    return (
        desk.m("▲ score of 100 or more   ◆ {bound} to 100   ▼ under {bound}   ○ no score", bound=desk.f.decimal(desk.pass_bound, 0)),
        desk.m("Attainment = 1 ± (actual − target) / |target|. In its bar the black mark is the target; the scale ends at 150%."),
        desk.m(
            "Score = a straight line between the curve's anchors. Points = score × effective weight; their sum is the total: {grades}.", grades=grades
        ),
        desk.m("Team mean: pooled over the team, not a mean of percentages. Rank: among the same role with a value this month."),
        desk.m("Weight left by a KPI without value goes to the others of its dimension, then to the other dimensions."),
        desk.m("Every number with a reference R… leads to its source rows. The attached values.json holds all of them. To trace one:"),
    )  # fmt: skip


def trace_command(desk: Desk) -> str:
    """Return the command that leads from a number of this page to its source rows."""
    subject = desk.rows.subject
    kpi = next((row["kpi_id"] for row in desk.rows.kpis if is_traceable(row)), "revenue")
    return (
        f"scorecards trace --company {desk.company_argument} --period {desk.context.period['period']} "
        f"--subject {subject['subject_type']}:{subject['bare_id']} --kpi {kpi}"
    )


def is_traceable(row: Row) -> bool:
    """Tell whether a KPI row has postings to show."""
    return bool(row["postings"])
