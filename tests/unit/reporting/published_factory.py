"""A small company's published tables, written as Parquet: realistic rows whose scores follow from their values.

Belongs here: rows of `rpt_*` for tests, and the few knobs that the hard cases need.
Does not belong here: column types (`published_schema`), expectations of a single test.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from pipelines.periods import Period
from tests.unit.reporting.published_schema import SCHEMAS

Row = dict[str, Any]
CURVE = ((Decimal("0.6"), Decimal(0)), (Decimal("0.8"), Decimal(60)), (Decimal("1.0"), Decimal(100)), (Decimal("1.2"), Decimal(120)))
BANDS = (("A", Decimal(90)), ("B", Decimal(75)), ("C", Decimal(60)), ("D", Decimal(0)))


@dataclass(frozen=True)
class Kpi:
    """One KPI of the factory's policy, with the middle of its values and its target."""

    kpi_id: str
    name_en: str
    name_zh: str
    dimension: str
    unit: str
    form: str
    weight: Decimal
    target: Decimal
    spread: Decimal = Decimal("0.25")
    direction: str = "up"
    cadence: str = "M"


KPIS = (
    Kpi("revenue", "Net sales revenue", "销售额", "performance", "money", "sum", Decimal(24), Decimal(420000)),
    Kpi("revenue_new_customer", "Revenue from new customers", "新客户销售额", "performance", "money", "sum", Decimal(12), Decimal(90000)),
    Kpi("profit_margin", "Margin after selling expenses", "利润率（扣除费用）", "performance", "percent", "ratio", Decimal(12), Decimal("0.22")),
    Kpi("collection_rate", "Collection rate", "回款率", "performance", "percent", "ratio", Decimal(12), Decimal("0.95"), Decimal("0.12")),
    Kpi("win_rate", "Opportunity-to-win conversion", "商机成单率", "process", "percent", "ratio", Decimal(10), Decimal("0.30")),
    Kpi("lead_conversion_rate", "Lead-to-opportunity rate", "线索转商机率", "process", "percent", "ratio", Decimal(6), Decimal("0.25")),
    Kpi("sales_cycle_days", "Average sales cycle", "平均成单周期", "process", "days", "ratio", Decimal(6), Decimal(60), direction="down"),
    Kpi("visits", "Customer visits", "客户拜访量", "process", "count", "sum", Decimal(8), Decimal(22)),
    Kpi("new_product_share", "New-product share", "新品销售占比", "strategy", "percent", "ratio", Decimal(10), Decimal("0.18")),
)
PEOPLE = (
    ("crm:U01", "Margaret Chen-Oyelaran", "en", "sales_manager", "Regional Sales Manager"),
    ("crm:U02", "王若曦", "zh_CN", "sales_rep", "高级销售代表"),
    ("crm:U03", "José Álvarez Núñez", "en", "sales_rep", "Account Executive"),
    ("crm:U04", "欧阳娜娜 Nana", "zh_CN", "sales_rep", "销售代表"),
    ("crm:U05", "Priya Raman", "en", "sales_rep", "Account Executive"),
    ("crm:U06", "Björn Håkansson", "en", "sales_rep", "Account Executive"),
)


@dataclass
class PublishedFactory:
    """Build tables, change what a test needs in `tables`, then `write` them.

    `gaps` names (subject id, KPI) pairs without value in every month.
    """

    period: str = "2026-09"
    months: int = 13
    as_of_on: date = date(2026, 10, 3)
    people: tuple[tuple[str, str, str, str, str], ...] = PEOPLE
    kpis: tuple[Kpi, ...] = KPIS
    gaps: frozenset[tuple[str, str]] = frozenset({("crm:U03", "lead_conversion_rate"), ("crm:U03", "sales_cycle_days")})
    scale: Decimal = Decimal(1)
    tables: dict[str, list[Row]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.tables = {name: [] for name in SCHEMAS}
        last = Period.parse(self.period)
        self._constants(last)
        previous: dict[tuple[str, str], Decimal] = {}
        for back in range(self.months - 1, -1, -1):
            self._month(last.shifted(-back), is_over=back > 0 or self.as_of_on > last.end, previous=previous)
        self._quality()

    def write(self, folder: Path) -> Path:
        """Write every table to `folder`."""
        folder.mkdir(parents=True, exist_ok=True)
        for name, schema in SCHEMAS.items():
            pq.write_table(pa.Table.from_pylist(self.tables[name], schema=schema), folder / f"{name}.parquet")
        return folder

    def rows(self, table: str, **where: object) -> list[Row]:
        """Return the rows of `table` whose columns equal `where`."""
        return [row for row in self.tables[table] if all(row.get(name) == value for name, value in where.items())]

    def _constants(self, last: Period) -> None:
        self.tables["rpt_build"].append(
            {
                "company": "sample", "period_start": last.start, "period_end": last.end, "as_of": datetime.combine(self.as_of_on, time(2, 15)),
                "as_of_on": self.as_of_on, "head": 41, "issues_head": 0, "build_id": "9c2f41d08be7", "code_digest": "5f0a7744c1d2e9b3",
                "display_name_en": "Meridian Instruments Ltd", "display_name_zh": "子午线仪器有限公司", "reporting_currency": "CNY",
                "default_locale": "en", "timezone": "Asia/Shanghai", "fiscal_year_start": 1,
            }
        )  # fmt: skip
        for order, kpi in enumerate(self.kpis, start=1):
            self.tables["rpt_definitions"].append(
                {
                    "kpi_id": kpi.kpi_id, "version": 1, "name_en": kpi.name_en, "name_zh": kpi.name_zh, "dimension": kpi.dimension, "unit": kpi.unit,
                    "direction": kpi.direction, "cadence": kpi.cadence, "form": kpi.form, "formula_en": f"Σ of what {kpi.name_en.lower()} counts",
                    "formula_zh": f"{kpi.name_zh}之和", "valid_from": date(2024, 1, 1), "valid_to": None, "sort_order": order,
                }
            )  # fmt: skip
            self.tables["rpt_curves"].extend(
                {"curve_id": "default", "kpi_id": kpi.kpi_id, "attainment": at, "score": score, "valid_from": date(2024, 1, 1), "valid_to": None}
                for at, score in CURVE
            )
        self.tables["rpt_bands"].extend({"grade": g, "lower_bound": b, "valid_from": date(2024, 1, 1), "valid_to": None} for g, b in BANDS)
        self.tables["rpt_thresholds"].append(
            {
                "threshold_id": "min_scored_weight",
                "value": "60",
                "unit": "percent",
                "valid_from": date(2024, 1, 1),
                "valid_to": None,
                "reason": "policy",
            }
        )

    def _month(self, month: Period, *, is_over: bool, previous: dict[tuple[str, str], Decimal]) -> None:
        self.tables["rpt_periods"].append(
            {
                "grain": "M", "period": month.key, "period_start": month.start, "period_end": month.end, "fiscal_year": month.start.year,
                "fiscal_quarter": (month.start.month + 2) // 3, "is_over": is_over,
            }
        )  # fmt: skip
        subjects = [("employee", person) for person in self.people] + [("team", self.people[0])]
        for index, (subject_type, person) in enumerate(subjects):
            self._subject(month, subject_type, person)
            self._scores(month, subject_type, person, index, previous)
        for number, (employee_id, name, _, role, _) in enumerate(self.people):
            total = self.rows("rpt_totals", period=month.key, subject_type="employee", subject_id=employee_id)[0]
            revenue = self.rows("rpt_kpis", period=month.key, subject_type="employee", subject_id=employee_id)[0]
            self.tables["rpt_team_members"].append(
                {
                    "grain": "M", "period": month.key, "team_id": self.people[0][0], "employee_id": employee_id, "bare_id": employee_id.split(":")[1],
                    "name": name, "role": role, "days_in_team": month.days if number else month.days - 3, "total": total["total"],
                    "grade": total["grade"], "revenue": revenue["numerator"], "revenue_target": revenue["target"],
                    "revenue_attainment": revenue["attainment"],
                }
            )  # fmt: skip

    def _subject(self, month: Period, subject_type: str, person: tuple[str, str, str, str, str]) -> None:
        subject_id, name, locale, role, position = person
        is_head = subject_id == self.people[0][0]
        self.tables["rpt_subjects"].append(
            {
                "grain": "M", "period": month.key, "subject_type": subject_type, "subject_id": subject_id, "bare_id": subject_id.split(":")[1],
                "name": name, "locale": locale, "email": f"{subject_id[4:].lower()}@example.com", "position": position, "role": role,
                "region": "APAC", "manager_id": None if is_head else self.people[0][0], "manager_name": None if is_head else self.people[0][1],
                "hired_on": date(2021, 3, 15), "left_on": None, "members": len(self.people) if subject_type == "team" else None,
                "days_in_force": month.days, "days_in_period": month.days,
            }
        )  # fmt: skip

    def _slices(self, month: Period, subject_type: str, subject_id: str, kpis: list[Row]) -> None:
        base = next((row["numerator"] for row in kpis if row["kpi_id"] == "revenue"), None) or Decimal(0)
        for kind in ("customer_class", "product_class"):
            for share, name in ((Decimal("0.71"), "existing"), (Decimal("0.23"), "new"), (Decimal("0.06"), "unknown")):
                self.tables["rpt_slices"].append(
                    {
                        "grain": "M", "period": month.key, "subject_type": subject_type, "subject_id": subject_id, "slice_kind": kind, "slice": name,
                        "amount": _round(base * share, 4), "postings": 7,
                    }
                )  # fmt: skip
        for order, (step, items) in enumerate(
            (("leads_created", 41), ("leads_converted", 12), ("opportunities_won", 6), ("opportunities_lost", 9)), start=1
        ):
            self.tables["rpt_funnel"].append(
                {
                    "grain": "M", "period": month.key, "subject_type": subject_type, "subject_id": subject_id, "step": step, "sort_order": order,
                    "items": items,
                }
            )  # fmt: skip

    def _scores(
        self, month: Period, subject_type: str, person: tuple[str, str, str, str, str], index: int, previous: dict[tuple[str, str], Decimal]
    ) -> None:
        subject_id = person[0]
        rows = [self._kpi_row(month, subject_type, subject_id, order, kpi) for order, kpi in enumerate(self.kpis, start=1)]
        scored = [row for row in rows if row["status"] == "scored"]
        scored_weight = sum((row["weight"] for row in scored), Decimal(0))
        for row in scored:
            row["effective_weight"] = _round(row["weight"] * 100 / scored_weight, 4)
            row["weighted_score"] = _round(row["score"] * row["effective_weight"] / 100, 4)
        for row in rows:
            key = (subject_type + subject_id, str(row["kpi_id"]))
            row["previous_score"] = previous.get((*key[:1], key[1] + "/score"))
            row["previous_value"] = previous.get(key)
            previous.update({key: row["value"], (key[0], key[1] + "/score"): row["score"]} if row["score"] is not None else {})
        self.tables["rpt_kpis"].extend(rows)
        self._slices(month, subject_type, subject_id, rows)
        self._total(month, subject_type, subject_id, index, rows, scored_weight, previous)

    def _total(
        self,
        month: Period,
        subject_type: str,
        subject_id: str,
        index: int,
        rows: list[Row],
        scored_weight: Decimal,
        previous: dict[tuple[str, str], Decimal],
    ) -> None:
        scored = [row for row in rows if row["status"] == "scored"]
        total = _round(sum((row["weighted_score"] for row in scored), Decimal(0)), 1) if scored_weight >= 60 else None
        key = (subject_type + subject_id, "total")
        before = previous.get(key)
        self.tables["rpt_totals"].append(
            {
                "grain": "M", "period": month.key, "subject_type": subject_type, "subject_id": subject_id, "total": total,
                "grade": _grade(total), "scored_kpis": len(scored), "scoped_kpis": len([row for row in rows if row["is_in_scope"]]),
                "scored_weight": scored_weight, "previous_total": before, "previous_grade": _grade(before),
                "rank": None if total is None else index % 5 + 1, "rank_of": None if total is None else 5,
            }
        )  # fmt: skip
        if total is not None:
            previous[key] = total
        for order, dimension in enumerate(dict.fromkeys(kpi.dimension for kpi in self.kpis), start=1):
            mine = [row for row in scored if row["dimension"] == dimension]
            effective = sum((row["effective_weight"] for row in mine), Decimal(0))
            contribution = sum((row["weighted_score"] for row in mine), Decimal(0))
            name = (subject_type + subject_id, f"dimension/{dimension}")
            self.tables["rpt_dimensions"].append(
                {
                    "grain": "M", "period": month.key, "subject_type": subject_type, "subject_id": subject_id, "dimension": dimension,
                    "sort_order": order, "weight": sum((kpi.weight for kpi in self.kpis if kpi.dimension == dimension), Decimal(0)),
                    "effective_weight": effective, "score": _round(contribution * 100 / effective, 4) if effective else None,
                    "previous_score": previous.get(name), "contribution": contribution if effective else None, "previous_contribution": None,
                }
            )  # fmt: skip
            if effective:
                previous[name] = _round(contribution * 100 / effective, 4)

    def _kpi_row(self, month: Period, subject_type: str, subject_id: str, order: int, kpi: Kpi) -> Row:
        factor = len(self.people) if subject_type == "team" and kpi.form == "sum" else 1
        money = self.scale if kpi.unit == "money" else Decimal(1)
        places = 4 if kpi.unit == "money" else 0 if kpi.form == "sum" else 6
        noise = 1 + (_noise(month.key, subject_type, subject_id, kpi.kpi_id) - Decimal("0.45")) * 2 * kpi.spread
        target = kpi.target * factor * money
        value = _round(target * noise, places) if (subject_id, kpi.kpi_id) not in self.gaps else None
        denominator = Decimal(40) if kpi.form == "ratio" else None
        if value is not None and denominator is not None:
            value = _round(_round(value * denominator, 4) / denominator, 6)
        row: Row = {
            "grain": "M", "period": month.key, "period_start": month.start, "period_end": month.end, "subject_type": subject_type,
            "subject_id": subject_id, "kpi_id": kpi.kpi_id, "kpi_version": 1, "dimension": kpi.dimension, "sort_order": order, "unit": kpi.unit,
            "direction": kpi.direction, "cadence": kpi.cadence, "form": kpi.form, "value": value, "target": target, "target_kind": "role",
            "numerator": None if value is None else _round(value * (denominator or 1), 4),
            "denominator": denominator and (denominator if value is not None else Decimal(0)), "postings": 0 if value is None else 17,
            "postings_digest": hashlib.md5(f"{month.key}{subject_id}{kpi.kpi_id}".encode()).hexdigest(), "attainment": None, "score": None,
            "weight": kpi.weight, "effective_weight": None, "weighted_score": None, "status": "no_value", "is_in_scope": kpi.cadence == "M",
            "team_mean": None if subject_type == "team" else _round(kpi.target * money * Decimal("1.03"), 6), "rank": None, "rank_of": None,
            "ytd_value": None if value is None else _round(value * (month.start.month if kpi.form == "sum" else 1), 6),
            "ytd_target": target * (month.start.month if kpi.form == "sum" else 1),
            "reference": "R" + hashlib.md5(f"M|{month.key}|{subject_type}|{subject_id}|{kpi.kpi_id}".encode()).hexdigest()[:10].upper(),
        }  # fmt: skip
        if value is not None and row["is_in_scope"]:
            sign = 1 if kpi.direction == "up" else -1
            row["attainment"] = max(Decimal(0), _round(1 + sign * (value - target) / target, 6))
            row |= {"score": curve_score(row["attainment"]), "status": "scored", "rank": 1 + order % 5, "rank_of": 5}
        return row

    def _quality(self) -> None:
        first = Period.parse(self.period).start
        common = {"period": self.period, "period_start": first, "kpi_id": "revenue", "numerator": Decimal("18250.5"), "denominator": None}
        self.tables["rpt_unposted"] += [
            {**common, "reason": "no_owner", "employee_id": None, "employee_key": None, "rows": 3},
            {**common, "reason": "no_assignment", "employee_id": self.people[-1][0], "employee_key": self.people[-1][0], "rows": 1},
        ]
        self.tables["rpt_rejected"].append(
            {
                "source": "crm", "object": "activities", "entity": "crm_activities", "rule": "bad_date_held_at", "rows": 4, "live_rows": 5210,
                "share": Decimal("0.000768"), "tolerance": Decimal("0.01"),
            }
        )  # fmt: skip
        self.tables["rpt_adjustments"].append(
            {
                "period": self.period, "employee_id": self.people[-1][0], "kpi_id": "revenue", "amount": Decimal("-2500.0000"),
                "reason": "Price correction agreed with the customer", "author": "finance.controller", "credit_date": first.replace(day=18),
            }
        )  # fmt: skip


def curve_score(attainment: Decimal) -> Decimal:
    """Return the score of an attainment on the default curve."""
    if attainment <= CURVE[0][0]:
        return CURVE[0][1]
    for (low, floor), (high, top) in pairwise(CURVE):
        if attainment <= high:
            return _round(floor + (top - floor) * (attainment - low) / (high - low), 4)
    return CURVE[-1][1]


def _grade(total: Decimal | None) -> str | None:
    return None if total is None else next(grade for grade, bound in BANDS if total >= bound)


def _noise(*parts: str) -> Decimal:
    digest = hashlib.sha256("|".join(parts).encode()).digest()
    return Decimal(int.from_bytes(digest[:4], "big")) / Decimal(2**32)


def _round(value: Decimal, places: int) -> Decimal:
    return Decimal(value).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
