"""The sample's plan and its corrections: monthly targets per employee, manual adjustments.

Belongs here: what the sales planning workbook and the controller's list hold.
Does not belong here: targets that a role has by policy (`companies/sample/policy/targets.csv`).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import numpy as np
import polars as pl

from pipelines.sample.columns import iso_days, money, texts
from pipelines.sample.people import Firm
from pipelines.sample.timeline import FIRST_LEAD_DAY, Floats, Month, month, months, stream, to_date

TARGET_COLUMNS = ("kpi", "staff_no", "month", "target", "set_by", "set_on", "reason_kind", "reason", "approved_by")
_PLANNED_SHARES = (("revenue", 1.0, 0), ("revenue_new_customer", 0.22, 12), ("revenue_new_product", 0.185, 0))  # of revenue, from this month on
_STRETCH = 1.05  # the plan asks for more than last year's pace
_ROUNDED_TO = 500
_PRICE_WAR = ("South", 24)  # region and first month of lowered targets
_PRICE_WAR_CUT = 0.93
_ADJUSTMENT_REASONS = (
    ("rebate booked twice", -1),
    ("order credited to the wrong person", 1),
    ("freight charged on revenue", -1),
    ("合同金额更正", 1),
    ("late correction of a discount", -1),
)

TargetRow = tuple[str, str, date, int, str, date, str, str, str]


def target_rows(firm: Firm) -> Iterator[TargetRow]:
    """Yield the workbook's rows: each month's plan of each employee, by the days in each seat."""
    for when in months():
        planned = _planned(firm, when)
        cut = _price_war(firm, when)
        year_start = date(to_date(when.first).year - 1, 12, 15)
        for employee in np.flatnonzero(planned > 0):
            staff_no = str(firm.ids.staff_no[employee])
            why = ("competitor_price", "price war in the south", "Board") if cut[employee] else ("initial", "annual plan", "VP Sales")
            for kpi, share, since in _PLANNED_SHARES:
                if when.index >= since:
                    amount = round(planned[employee] * _STRETCH * share * (_PRICE_WAR_CUT if cut[employee] else 1.0) / _ROUNDED_TO) * _ROUNDED_TO
                    yield (kpi, staff_no, to_date(when.first), amount, "planning", year_start, *why)


def _planned(firm: Firm, when: Month) -> Floats:
    columns = firm.occupancy[:, when.first - FIRST_LEAD_DAY : when.last - FIRST_LEAD_DAY + 1]
    daily = np.repeat(firm.plan(when.index)[:, None], columns.shape[1], axis=1) / when.days
    here = columns >= 0
    planned: Floats = np.bincount(columns[here], weights=daily[here], minlength=len(firm.roster.hired)).astype(np.float64)
    return planned


def _price_war(firm: Firm, when: Month) -> Floats:
    """Return 1 for employees whose seat on the month's last day is where targets were lowered."""
    region, since = _PRICE_WAR
    hit = np.zeros(len(firm.roster.hired))
    if when.index >= since:
        seats = np.array([seat.number for seat in firm.layout.seats if seat.region == region], dtype=np.int64)
        sitting = firm.occupant(seats, np.full(len(seats), when.last))
        hit[sitting[sitting >= 0]] = 1.0
    return hit


def adjustment_rows(firm: Firm, seed: int) -> pl.DataFrame:
    """Return about one manual correction a month and unit, in CNY, on revenue; one on visits every half-year."""
    rng = stream(seed, "adjustments")
    rows = []
    for index in range(1, 30):
        for unit in range(firm.layout.units):
            seats = np.array([seat.number for seat in firm.layout.seats if seat.unit == unit])
            when = month(index)
            day = when.first + int(rng.integers(0, when.days))
            sitting = firm.occupant(seats, np.full(len(seats), day))
            employee = int(rng.choice(sitting[sitting >= 0]))
            reason, sign = _ADJUSTMENT_REASONS[int(rng.integers(len(_ADJUSTMENT_REASONS)))]
            cents = sign * int(rng.integers(3_000, 40_000)) * 100
            rows.append(("visits", employee, day, 100, "visit entered on paper") if index % 6 == 5 else ("revenue", employee, day, cents, reason))
    kpis, employees, days, amounts, reasons = zip(*rows, strict=True)
    return pl.DataFrame(
        {
            "adjustment_id": [f"ADJ-{number:05d}" for number in range(1, len(rows) + 1)],
            "kpi": list(kpis),
            "salesperson_code": texts(firm.finance_codes(np.array(employees))),
            "credit_date": iso_days(np.array(days)),
            "amount": money(np.array(amounts)),
            "reason": list(reasons),
            "author": ["controller"] * len(rows),
        }
    )
