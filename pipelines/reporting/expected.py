"""What a reader must find in a PDF: rows of cells, derived from the tables by a formatter of its own.

Belongs here: a second way from a number to its digits (whole-number arithmetic, no Babel) and the rows that a scorecard must print.
Does not belong here: anything of the first way (`formats`, `views`, templates); finding the rows (`readback`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from pipelines.reporting.tables import Context, Row, SubjectRows

DASH = "—"
_PLACES = {"money": 0, "count": 0, "days": 1}
_RATES = "percent"


@dataclass(frozen=True)
class ExpectedRow:
    """One printed row: what it is about (the label as it starts, may be empty) and its cells, left to right."""

    what: str
    label: str
    cells: tuple[str, ...]


def digits(value: Decimal | int | None, places: int, *, shift: int = 0, plus: bool = False) -> str:
    """Return `value` × 10^shift with `places` decimals, half up, grouped by thousands."""
    if value is None:
        return DASH
    numerator, denominator = Decimal(value).as_integer_ratio()
    units = (2 * abs(numerator) * 10 ** (places + shift) + denominator) // (2 * denominator)
    whole, rest = divmod(units, 10**places)
    sign = "" if units == 0 else "−" if numerator < 0 else "+" if plus else ""
    return f"{sign}{whole:,}" + (f".{rest:0{places}d}" if places else "")


def percent(value: Decimal | None) -> str:
    """Return a fraction as a percentage with one decimal."""
    return DASH if value is None else digits(value, 1, shift=2) + "%"


def weight(value: Decimal | None) -> str:
    """Return a weight, already in percent."""
    return DASH if value is None else digits(value, 1) + "%"


def by_unit(value: Decimal | None, unit: str) -> str:
    """Return a value as its unit is printed."""
    return percent(value) if unit == _RATES else digits(value, _PLACES[unit])


def summed(value: Decimal | None) -> str:
    """Return a numerator or denominator."""
    return digits(value, 0 if value is None or value % 1 == 0 else 2)


def expected_rows(rows: SubjectRows, context: Context, locale: str) -> Iterator[ExpectedRow]:
    """Return every row of the scorecard's tables of numbers, in the order in which they are printed."""
    kpis = _in_print_order(rows)
    names = {row["kpi_id"]: _name(row["kpi_id"], context, locale) for row in kpis}
    yield from _headline(rows)
    yield from (ExpectedRow(f"dimension {row['dimension']}", "", _dimension(row)) for row in rows.dimensions)
    yield from (ExpectedRow(f"KPI {row['kpi_id']}", names[row["kpi_id"]], _kpi(row, _pace(row, context))) for row in kpis)
    yield from (ExpectedRow(f"score of {row['kpi_id']}", names[row["kpi_id"]], _score(row)) for row in kpis)


def expected_members(rows: SubjectRows) -> Iterator[ExpectedRow]:
    """Return the rows of the members table."""
    for row in rows.members:
        cells = (
            digits(row["days_in_team"], 0), digits(row["total"], 1), row["grade"] or DASH, digits(row["revenue"], 0),
            digits(row["revenue_target"], 0), percent(row["revenue_attainment"]),
        )  # fmt: skip
        yield ExpectedRow(f"member {row['employee_id']}", str(row["name"]), cells)


def expected_bars(rows: SubjectRows) -> Iterator[ExpectedRow]:
    """Return the amounts of the bar tables: revenue by class, then the funnel."""
    order = {"new": 0, "existing": 1, "unknown": 2}
    for kind in ("customer_class", "product_class"):
        for row in sorted((row for row in rows.slices if row["slice_kind"] == kind), key=lambda row: (order.get(row["slice"], 3), row["slice"])):
            yield ExpectedRow(f"{kind} {row['slice']}", "", (digits(row["amount"], 0),))
    for row in rows.funnel:
        yield ExpectedRow(f"funnel {row['step']}", "", (digits(row["items"], 0),))


def finding_figures(row: Row) -> frozenset[str]:
    """Return every figure that a sentence about a KPI may contain."""
    unit = str(row["unit"])
    over = row["weighted_score"] - row["effective_weight"]
    gap = abs((row["target"] or 0) - row["value"])
    figures = {by_unit(row[name], unit) for name in ("value", "target", "team_mean")}
    figures |= {percent(row["attainment"]), digits(row["score"], 1), weight(row["effective_weight"]), digits(row["weighted_score"], 2)}
    figures |= {digits(over, 2, plus=True), digits(gap, 1, shift=2) if unit == _RATES else digits(gap, _PLACES[unit])}
    figures |= {digits(row[name], 0) for name in ("rank", "rank_of")}
    return frozenset(figures)


def _headline(rows: SubjectRows) -> Iterator[ExpectedRow]:
    total = rows.total
    if total is None:
        return
    yield ExpectedRow("total", "", (digits(total["total"], 1),))
    if total["total"] is not None and total["previous_total"] is not None:
        yield ExpectedRow("change", "", (digits(total["total"] - total["previous_total"], 1, plus=True),))
    yield ExpectedRow("grade", "", (total["grade"] or DASH,))


def _dimension(row: Row) -> tuple[str, ...]:
    change = None if row["score"] is None or row["previous_score"] is None else row["score"] - row["previous_score"]
    return weight(row["weight"]), digits(row["score"], 1), digits(change, 1, plus=True)


def _kpi(row: Row, pace: Decimal | None) -> tuple[str, ...]:
    unit = str(row["unit"])
    target = (by_unit(row["target"], unit),) if pace is None else (by_unit(row["target"], unit), by_unit(pace, unit))
    score = (percent(row["attainment"]), digits(row["score"], 1), weight(row["weight"]))
    return (*target, by_unit(row["value"], unit), *score, by_unit(row["team_mean"], unit), str(row["reference"]))


def _pace(row: Row, context: Context) -> Decimal | None:
    """Return the target for the days that have passed, for sums in a month that is not over."""
    period = context.period
    if period["is_over"] or row["form"] != "sum" or row["target"] is None:
        return None
    days = (period["period_end"] - period["period_start"]).days + 1
    passed = min(max((context.build["as_of_on"] - period["period_start"]).days + 1, 0), days)
    return Decimal(row["target"] * passed / days)


def _score(row: Row) -> tuple[str, ...]:
    unit = str(row["unit"])
    scored = row["status"] == "scored"
    rank = DASH if row["rank"] is None else f"{row['rank']}/{row['rank_of']}"
    head = (
        summed(row["numerator"]),
        summed(row["denominator"]),
        digits(row["postings"], 0),
        by_unit(row["ytd_value"], unit),
        by_unit(row["ytd_target"], unit),
        rank,
    )
    return (*head, *((digits(row["score"], 1), weight(row["effective_weight"]), digits(row["weighted_score"], 2)) if scored else (DASH, DASH, DASH)))


def _in_print_order(rows: SubjectRows) -> list[Row]:
    order = {row["dimension"]: row["sort_order"] for row in rows.dimensions}
    shown = [row for row in rows.kpis if row["is_in_scope"]]
    return sorted(shown, key=lambda row: (order.get(row["dimension"], 99), row["dimension"], row["sort_order"], row["kpi_id"]))


def _name(kpi_id: str, context: Context, locale: str) -> str:
    row = context.definitions.get(kpi_id)
    return kpi_id if row is None else str((locale == "zh_CN" and row["name_zh"]) or row["name_en"])
