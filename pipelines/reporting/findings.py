"""Strengths and what to improve, in sentences made of the numbers behind them.

Belongs here: which KPIs are named, in which order, and the clauses that their numbers allow.
Does not belong here: numbers without a reference; advice that no number backs.
"""

from __future__ import annotations

from decimal import Decimal

from pipelines.reporting.desk import PAR, SYMBOLS, Desk, better, is_scored
from pipelines.reporting.tables import Row
from pipelines.reporting.views import Finding, Findings

_NAMED = 3


def strengths(desk: Desk) -> Findings:
    """Return the scored KPIs at or above target that add most points over par; when none is, those better than the team mean."""
    scored = [row for row in desk.rows.kpis if is_scored(row)]
    above = [row for row in scored if row["score"] >= PAR]
    above = above or [row for row in scored if row["team_mean"] is not None and better(row, row["team_mean"])]
    ranked = sorted(above, key=lambda row: (-_over_par(row), row["sort_order"], row["kpi_id"]))
    return _findings(desk, ranked, scored, desk.m("No scored KPI reached its target or the team mean."))


def improvements(desk: Desk) -> Findings:
    """Return the scored KPIs under target, those that cost most points first."""
    scored = [row for row in desk.rows.kpis if is_scored(row)]
    ranked = sorted((row for row in scored if row["score"] < PAR), key=lambda row: (_over_par(row), row["sort_order"], row["kpi_id"]))
    return _findings(desk, ranked, scored, desk.m("No scored KPI is under its target."))


def _findings(desk: Desk, ranked: list[Row], scored: list[Row], otherwise: str) -> Findings:
    note = "" if ranked else otherwise if scored else desk.m("Nothing scored this month.")
    return Findings(tuple(_finding(desk, row) for row in ranked[:_NAMED]), note)


def _over_par(row: Row) -> Decimal:
    """Points above (or below) what the KPI gives at a score of 100."""
    return Decimal(row["weighted_score"] - row["effective_weight"])


def _finding(desk: Desk, row: Row) -> Finding:
    tone = desk.tone(row["score"])
    clauses = [_against_target(desk, row), _rank(desk, row), _against_team(desk, row), _gap(desk, row)]
    return Finding(
        symbol=SYMBOLS[tone],
        tone=tone,
        name=desk.kpi_name(row["kpi_id"]),
        text=desk.joined(clauses),
        arithmetic=_arithmetic(desk, row),
        reference=str(row["reference"]),
    )


def _against_target(desk: Desk, row: Row) -> str:
    actual, target = (desk.f.value(row[name], row["unit"]) for name in ("value", "target"))
    share = desk.f.percent(row["attainment"])
    return desk.m("{actual} against a target of {target}: {attainment} of target.", actual=actual, target=target, attainment=share)


def _rank(desk: Desk, row: Row) -> str:
    if row["rank"] is None or not row["rank_of"] or row["rank_of"] < 2:
        return ""
    return desk.m("Rank {rank} of {of}.", rank=row["rank"], of=row["rank_of"])


def _against_team(desk: Desk, row: Row) -> str:
    mean = row["team_mean"]
    if mean is None or mean == row["value"]:
        return ""
    text = desk.f.value(mean, row["unit"])
    return desk.m("Better than the team mean of {mean}.", mean=text) if better(row, mean) else desk.m("Behind the team mean of {mean}.", mean=text)


def _gap(desk: Desk, row: Row) -> str:
    """Say what is missing to the target, in the KPI's own unit."""
    if row["score"] >= PAR or row["target"] is None:
        return ""
    gap = abs(row["target"] - row["value"])
    match row["unit"]:
        case "percent":
            return desk.m("{gap} percentage points to go.", gap=desk.f.decimal(gap * 100, 1))
        case "days":
            return desk.m("{gap} days to go.", gap=desk.f.decimal(gap, 1))
        case "money":
            return desk.m("{gap} {currency} to go.", gap=desk.f.decimal(gap, 0), currency=desk.f.currency)
        case _:
            return desk.m("{gap} to go.", gap=desk.f.decimal(gap, 0))


def _arithmetic(desk: Desk, row: Row) -> str:
    parts = {
        "score": desk.f.decimal(row["score"], 1),
        "weight": desk.f.share(row["effective_weight"]),
        "points": desk.f.decimal(row["weighted_score"], 2),
        "change": desk.f.signed(_over_par(row), 2),
    }
    return desk.m("Score {score} × weight {weight} = {points} points, {change} against par.", **parts)
