"""The scorecard's view: header, headline and dimensions, and the other parts put together.

Belongs here: who, which period, which state; total, grade, change, rank; the order of the parts.
Does not belong here: the parts that have modules of their own.
"""

from __future__ import annotations

import re

from pipelines.reporting.arithmetic import points_total, score_lines
from pipelines.reporting.charts import score_bar
from pipelines.reporting.charts.svg import Tone
from pipelines.reporting.desk import SYMBOLS, Desk
from pipelines.reporting.findings import improvements, strengths
from pipelines.reporting.formats import NONE, Formats
from pipelines.reporting.kpi_table import bars_fit, kpi_groups, row_height
from pipelines.reporting.messages import messages
from pipelines.reporting.movement import bridge, total_trend
from pipelines.reporting.particulars import bar_tables, member_lines
from pipelines.reporting.remarks import adjustments, not_scored, quality, reading, trace_command
from pipelines.reporting.results import QualitySummary
from pipelines.reporting.tables import Context, Row, SubjectRows
from pipelines.reporting.views import DimensionLine, Fact, Headline, Identity, Scorecard, State

_LANGUAGE = {"en": "en", "zh_CN": "zh-CN"}


def make_desk(rows: SubjectRows, context: Context, locale: str, summary: QualitySummary, page_size: str, company_argument: str) -> Desk:
    """Return the desk at which one report is made."""
    formats = Formats(locale, str(context.build["reporting_currency"]), str(context.build["timezone"]))
    return Desk(rows, context, summary, messages(locale), formats, page_size, company_argument)


def report_id(rows: SubjectRows, context: Context, locale: str) -> str:
    """Return the report's id, also its file name's stem: period, subject and language."""
    bare = re.sub(r"[^\w.-]", "-", str(rows.subject["bare_id"]))
    return f"{context.period['period']}_{rows.subject['subject_type']}_{bare}_{locale}"


def scorecard(desk: Desk) -> Scorecard:
    """Return the whole view of one subject's month."""
    groups = kpi_groups(desk)
    return Scorecard(
        identity=_identity(desk),
        headline=_headline(desk, desk.rows.total),
        dimensions=tuple(_dimension(desk, row) for row in desk.rows.dimensions),
        currency=desk.f.currency,
        rows=row_height(groups, desk.page_size),
        bars_first=bars_fit(groups, desk.page_size),
        groups=groups,
        table_note=_table_note(desk),
        bridge=bridge(desk),
        trend=total_trend(desk),
        strengths=strengths(desk),
        improvements=improvements(desk),
        scores=score_lines(desk),
        scores_total=points_total(desk),
        bars=bar_tables(desk),
        members=member_lines(desk),
        not_scored=not_scored(desk),
        adjustments=adjustments(desk),
        quality=quality(desk),
        reading=reading(desk),
        trace_command=trace_command(desk),
    )


def _identity(desk: Desk) -> Identity:
    build, subject = desk.context.build, desk.rows.subject
    return Identity(
        locale=desk.m.locale,
        language=_LANGUAGE[desk.m.locale],
        report_id=report_id(desk.rows, desk.context, desk.m.locale),
        title=desk.m.named("title", str(subject["subject_type"])),
        company=str(build["display_name_zh" if desk.m.locale == "zh_CN" else "display_name_en"]),
        period=desk.f.month(desk.context.period["period_start"]),
        name=str(subject["name"]),
        roster=_roster(desk, subject),
        state=_state(desk),
        version=desk.m("not issued"),
        as_of=desk.f.instant(build["as_of"]),
        as_of_utc=f"{build['as_of']:%Y-%m-%dT%H:%M:%SZ}",
    )


def _state(desk: Desk) -> State:
    to_date = None if desk.context.period["is_over"] else desk.m("to date, day {day} of {days}", day=desk.days_elapsed, days=desk.days_total)
    return State("PROVISIONAL", desk.m("PROVISIONAL"), desk.m("Figures may change until the period is issued."), to_date)


def _roster(desk: Desk, subject: Row) -> tuple[Fact, ...]:
    days = None
    if subject["days_in_force"] is not None and subject["days_in_force"] < subject["days_in_period"]:
        days = desk.m("{days} of {all} days", days=subject["days_in_force"], all=subject["days_in_period"])
    facts = (
        (desk.m("Position"), subject["position"]),
        (desk.m("Region"), subject["region"] and desk.m.known("region", subject["region"])),
        (desk.m("Reports to"), subject["manager_name"]),
        (desk.m("Members"), subject["members"] if subject["subject_type"] == "team" else None),
        (desk.m("Employee id"), subject["bare_id"]),
        (desk.m("In force"), days),
    )
    return tuple(Fact(label, str(text)) for label, text in facts if text is not None)


def _headline(desk: Desk, total: Row | None) -> Headline:
    f, m = desk.f, desk.m
    if total is None:
        return Headline(NONE, NONE, NONE, Tone.NONE, "", m("No earlier total"), NONE, "", m("Nothing scored this month."))
    now, before = total["total"], total["previous_total"]
    change = None if now is None or before is None else now - before
    tone = Tone.NONE if not change else Tone.MET if change > 0 else Tone.SHORT
    basis = m(
        "Scored on {scored} of {scoped} KPIs, {weight} of the weight.",
        scored=total["scored_kpis"], scoped=total["scoped_kpis"], weight=f.share(total["scored_weight"]),
    )  # fmt: skip
    return Headline(
        total=f.decimal(now, 1),
        grade=total["grade"] or NONE,
        change=f.signed(change, 1),
        change_tone=tone,
        change_symbol={Tone.MET: "▲", Tone.SHORT: "▼"}.get(tone, ""),
        before=_before(desk, total),
        rank=m("{rank} of {of}", rank=total["rank"], of=total["rank_of"]) if total["rank"] is not None else NONE,
        basis=basis,
        missing=None if now is not None else _no_total(desk),
    )


def _before(desk: Desk, total: Row) -> str:
    if total["previous_total"] is None:
        return desk.m("No total last month")
    return desk.m("Last month {total}, grade {grade}", total=desk.f.decimal(total["previous_total"], 1), grade=total["previous_grade"] or NONE)


def _no_total(desk: Desk) -> str:
    threshold = desk.context.thresholds.get("min_scored_weight")
    if threshold is None:
        return desk.m("Too little of the weight has values for a total.")
    return desk.m("No total: policy asks for values on {needed}% of the weight.", needed=threshold["value"])


def _dimension(desk: Desk, row: Row) -> DimensionLine:
    tone, name, before = desk.tone(row["score"]), desk.m.named("dimension", row["dimension"]), row["previous_score"]
    change = None if row["score"] is None or before is None else row["score"] - before
    alt = desk.m("{name}: score {score}", name=name, score=desk.f.decimal(row["score"], 1))
    return DimensionLine(
        name=name,
        symbol=SYMBOLS[tone],
        tone=tone,
        weight=desk.f.share(row["weight"]),
        score=desk.f.decimal(row["score"], 1),
        change=desk.f.signed(change, 1),
        bar=score_bar(row["score"], before, tone, alt),
    )


def _table_note(desk: Desk) -> str:
    if desk.pace is None:
        return ""
    return desk.m(
        "The month is not over: 'pace' and the dashed mark show the target for {day} of {days} days, for orientation only.",
        day=desk.days_elapsed,
        days=desk.days_total,
    )
