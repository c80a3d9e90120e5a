"""The cases in which pages go wrong, each as a factory of published tables and the subject to look at.

Belongs here: long names, missing values, very few and very many rows, very large amounts, a month that is not over.
Does not belong here: expectations; the visual, structural and unit tests have those.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

from tests.unit.reporting.published_factory import KPIS, PEOPLE, Kpi, PublishedFactory

Key = tuple[str, str]
Case = Callable[[], tuple[PublishedFactory, Key]]
EMPLOYEE = ("employee", "crm:U02")
TEAM = ("team", "crm:U01")
LONG_NAME = "Wolfeschlegelsteinhausenbergerdorff-Mayr"  # 40 characters without a place to break
LONG_CHINESE = "阿卜杜热合曼·买买提依明江·Abdurehman Mamtimin 海外大客户部"


def usual() -> tuple[PublishedFactory, Key]:
    """An ordinary month."""
    return PublishedFactory(), EMPLOYEE


def team() -> tuple[PublishedFactory, Key]:
    """A team's ordinary month."""
    return PublishedFactory(), TEAM


def long_name() -> tuple[PublishedFactory, Key]:
    """A name of 40 characters, and KPI names of as many."""
    people = (PEOPLE[0], ("crm:U02", LONG_NAME, "en", "sales_rep", "Senior Account Executive for Strategic and Governmental Customers"), *PEOPLE[2:])
    kpis = (replace(KPIS[0], name_en="Net sales revenue from all channels of trade", name_zh="各渠道净销售额（含海外及电商平台）"), *KPIS[1:])
    return PublishedFactory(people=people, kpis=kpis), EMPLOYEE


def mixed_scripts() -> tuple[PublishedFactory, Key]:
    """Chinese and Latin in one name and one label."""
    people = (PEOPLE[0], ("crm:U02", LONG_CHINESE, "zh_CN", "sales_rep", "KA 客户经理 Key Account"), *PEOPLE[2:])
    kpis = (replace(KPIS[0], name_en="ARR 年度经常性收入 net", name_zh="ARR 年度经常性收入 (net)"), *KPIS[1:])
    return PublishedFactory(people=people, kpis=kpis), EMPLOYEE


def no_values() -> tuple[PublishedFactory, Key]:
    """Most KPIs without value: no total, no grade."""
    gaps = frozenset((PEOPLE[1][0], kpi.kpi_id) for kpi in KPIS if kpi.kpi_id not in ("visits", "win_rate"))
    return PublishedFactory(gaps=gaps), EMPLOYEE


def one_kpi() -> tuple[PublishedFactory, Key]:
    """A scheme of one KPI."""
    return PublishedFactory(kpis=(replace(KPIS[0], weight=Decimal(100)),)), EMPLOYEE


def forty_kpis() -> tuple[PublishedFactory, Key]:
    """A scheme of forty KPIs in five dimensions."""
    return PublishedFactory(kpis=_many(40)), EMPLOYEE


def twenty_kpis() -> tuple[PublishedFactory, Key]:
    """A scheme of twenty KPIs: still two pages."""
    return PublishedFactory(kpis=_many(20)), EMPLOYEE


def nothing() -> tuple[PublishedFactory, Key]:
    """A subject for whom the tables hold no row but its own."""
    factory = PublishedFactory()
    for table in ("rpt_kpis", "rpt_totals", "rpt_dimensions", "rpt_slices", "rpt_funnel", "rpt_adjustments", "rpt_unposted", "rpt_rejected"):
        factory.tables[table].clear()
    return factory, EMPLOYEE


def large_amounts() -> tuple[PublishedFactory, Key]:
    """Amounts of twelve digits, some with cents."""
    factory = PublishedFactory(scale=Decimal(1000000))
    for row in factory.rows("rpt_kpis", period="2026-09", subject_id=EMPLOYEE[1], kpi_id="profit_margin"):
        row |= {"numerator": Decimal("-123456789012.34"), "denominator": Decimal("876543210987.65")}
    for row in factory.rows("rpt_kpis", period="2026-09", subject_id=EMPLOYEE[1], kpi_id="win_rate"):
        row |= {"numerator": Decimal("31808877.24"), "denominator": Decimal("131808877.24"), "postings": 11411}
    return factory, EMPLOYEE


def to_date() -> tuple[PublishedFactory, Key]:
    """A month of which twelve days have passed."""
    return PublishedFactory(as_of_on=date(2026, 9, 12)), EMPLOYEE


def team_of_one() -> tuple[PublishedFactory, Key]:
    """A manager without anybody."""
    return PublishedFactory(people=PEOPLE[:1]), TEAM


def team_of_two_hundred() -> tuple[PublishedFactory, Key]:
    """A very large team."""
    more = tuple((f"crm:V{number:03d}", f"{PEOPLE[1 + number % 5][1]} {number}", "en", "sales_rep", "Account Executive") for number in range(194))
    return PublishedFactory(people=(*PEOPLE, *more), months=2), TEAM


CASES: dict[str, Case] = {
    case.__name__: case
    for case in (
        *(usual, team, long_name, mixed_scripts, no_values, one_kpi, twenty_kpis),
        *(forty_kpis, nothing, large_amounts, to_date, team_of_one, team_of_two_hundred),
    )
}


def _many(count: int) -> tuple[Kpi, ...]:
    dimensions = ("performance", "process", "team", "strategy", "customer")[: 4 if count <= 20 else 5]
    return tuple(_numbered(KPIS[number % len(KPIS)], number, count, dimensions[number * len(dimensions) // count]) for number in range(count))


def _numbered(kpi: Kpi, number: int, count: int, dimension: str) -> Kpi:
    names = {"name_en": f"{kpi.name_en} {number + 1}", "name_zh": f"{kpi.name_zh}{number + 1}"}
    return replace(kpi, kpi_id=f"{kpi.kpi_id}_{number}", weight=Decimal(100) / count, dimension=dimension, **names)
