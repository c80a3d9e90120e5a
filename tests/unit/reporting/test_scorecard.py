"""What a view says about its rows: headline, state, table, movement, findings, arithmetic, remarks."""

from __future__ import annotations

from dataclasses import FrozenInstanceError
from decimal import Decimal

import pytest

from pipelines.reporting.scorecard import report_id, scorecard
from pipelines.reporting.views import Scorecard
from tests.unit.reporting.hard_cases import CASES
from tests.unit.reporting.published_factory import PublishedFactory
from tests.unit.reporting.rendering import desk_of

EMPLOYEE = ("employee", "crm:U02")
TEAM = ("team", "crm:U01")


def view_of(case: str, locale: str = "en") -> Scorecard:
    factory, key = CASES[case]()
    return scorecard(desk_of(factory, key, locale))


def test_the_headline_is_the_published_total_with_its_change_grade_and_rank() -> None:
    factory = PublishedFactory()
    row = factory.rows("rpt_totals", period="2026-09", subject_type="employee", subject_id="crm:U02")[0]
    row |= {"total": Decimal("97.1"), "previous_total": Decimal("99.3"), "grade": "A", "previous_grade": "A", "rank": 2, "rank_of": 5}
    headline = scorecard(desk_of(factory, EMPLOYEE)).headline
    assert (headline.total, headline.change, headline.change_symbol, headline.grade, headline.rank) == ("97.1", "−2.2", "▼", "A", "2 of 5")
    assert headline.before == "Last month 99.3, grade A"
    assert headline.basis == "Scored on 9 of 9 KPIs, 100.0% of the weight."


def test_a_view_cannot_be_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        view_of("usual").headline.total = "120.0"  # type: ignore[misc]


def test_every_report_is_provisional_and_an_open_month_says_how_far_it_is() -> None:
    assert (view_of("usual").identity.state.label, view_of("usual").identity.state.to_date) == ("PROVISIONAL", None)
    open_month = view_of("to_date")
    assert open_month.identity.state.to_date == "to date, day 12 of 30"
    revenue = open_month.groups[0].lines[0]
    assert (revenue.target, revenue.pace) == ("420,000", "pace 168,000")
    assert all(line.pace is None for group in open_month.groups for line in group.lines if "%" in line.target)


def test_without_enough_weight_there_is_no_total_and_the_page_says_why() -> None:
    view = view_of("no_values")
    assert (view.headline.total, view.headline.grade) == ("—", "—")
    assert view.headline.missing == "No total: policy asks for values on 60% of the weight."
    assert view.bridge.steps == ()
    assert view.bridge.note
    assert view.not_scored[0].name.startswith("Net sales revenue (24.0%), Revenue from new customers (12.0%), ")
    assert len(view.not_scored) == 1


def test_a_missing_value_is_a_dash_and_never_zero() -> None:
    line = view_of("no_values").groups[0].lines[0]
    assert (line.actual, line.attainment, line.score, line.symbol) == ("—", "—", "—", "○")


def test_a_ratio_without_denominator_is_told_from_a_source_that_delivers_nothing() -> None:
    factory = PublishedFactory(gaps=frozenset({("crm:U02", "win_rate"), ("crm:U02", "visits")}))
    for row in factory.rows("rpt_kpis", period="2026-09", subject_id="crm:U02", kpi_id="win_rate"):
        row["numerator"] = Decimal(0)
    reasons = {note.name: note.text for note in scorecard(desk_of(factory, EMPLOYEE)).not_scored}
    assert reasons["Opportunity-to-win conversion (10.0%)"] == "Nothing to count this month: the denominator is 0."
    assert reasons["Customer visits (8.0%)"].startswith("The sources delivered nothing")


def test_the_bridge_starts_and_ends_at_the_totals_and_its_steps_add_up() -> None:
    steps = view_of("usual").bridge.steps
    figures = [Decimal(step.value.replace("−", "-").replace("+", "")) for step in steps]
    assert steps[0].is_total
    assert steps[-1].is_total
    assert figures[0] + sum(figures[1:-1]) == figures[-1]


def test_strengths_are_at_target_and_improvements_under_it_dearest_first() -> None:
    desk = desk_of(PublishedFactory(), EMPLOYEE)
    view = scorecard(desk)
    by_reference = {row["reference"]: row for row in desk.rows.kpis}
    strong, weak = ([by_reference[item.reference] for item in findings.items] for findings in (view.strengths, view.improvements))
    assert all(row["score"] >= 100 for row in strong)
    assert all(row["score"] < 100 for row in weak)
    lost = [row["effective_weight"] - row["weighted_score"] for row in weak]
    assert lost == sorted(lost, reverse=True)
    assert set(by_reference) > {item.reference for item in (*view.strengths.items, *view.improvements.items)}


def test_a_sentence_says_only_what_its_row_holds() -> None:
    factory = PublishedFactory()
    for row in factory.rows("rpt_kpis", period="2026-09", subject_id="crm:U02"):
        row |= {"rank": None, "rank_of": None, "team_mean": None}
    view = scorecard(desk_of(factory, EMPLOYEE))
    texts = " ".join(item.text for item in (*view.strengths.items, *view.improvements.items))
    assert "Rank" not in texts
    assert "team mean" not in texts


def test_less_is_better_where_the_kpi_says_so() -> None:
    factory = PublishedFactory()
    for row in factory.rows("rpt_kpis", period="2026-09", subject_type="employee", subject_id="crm:U02", kpi_id="sales_cycle_days"):
        row |= {
            "value": Decimal(50),
            "team_mean": Decimal(60),
            "score": Decimal(119),
            "weighted_score": Decimal("8.14"),
            "attainment": Decimal("1.166667"),
        }
    texts = {item.name: item.text for item in scorecard(desk_of(factory, EMPLOYEE)).strengths.items}
    assert "Better than the team mean of 60.0." in texts["Average sales cycle"]


@pytest.mark.parametrize(
    ("attainment", "score", "text"),
    [
        ("0.55", "0", "≤ 0.600 → 0.0"),
        ("0.7", "30", "0 + 60 × 0.100 / 0.200 = 30.0"),
        ("1.05", "105", "100 + 20 × 0.050 / 0.200 = 105.0"),
        ("1.31", "120", "≥ 1.200 → 120.0"),
    ],
)
def test_the_arithmetic_of_a_score_is_printed(attainment: str, score: str, text: str) -> None:
    factory = PublishedFactory()
    for row in factory.rows("rpt_kpis", period="2026-09", subject_id="crm:U02", kpi_id="revenue"):
        row |= {"attainment": Decimal(attainment), "score": Decimal(score)}
    assert scorecard(desk_of(factory, EMPLOYEE)).scores[0].curve == text


def test_members_stand_by_total_and_those_without_one_last() -> None:
    factory = PublishedFactory()
    factory.rows("rpt_team_members", period="2026-09", employee_id="crm:U05")[0]["total"] = None
    members = scorecard(desk_of(factory, TEAM)).members
    assert members[-1].name == "Priya Raman"
    assert [member.total for member in members[:-1]] == sorted((member.total for member in members[:-1]), key=float, reverse=True)


def test_adjustments_and_unposted_rows_reach_their_person_and_the_team() -> None:
    for key in (("employee", "crm:U06"), TEAM):
        view = scorecard(desk_of(PublishedFactory(), key))
        assert "−2,500.00 on 18 September 2026: Price correction agreed with the customer (finance.controller)" in view.adjustments[0].text
        assert view.quality[0].name == "Not posted, yours"
    assert scorecard(desk_of(PublishedFactory(), EMPLOYEE)).adjustments == ()


def test_a_teams_unposted_rows_are_added_up_by_kpi_and_reason() -> None:
    factory = PublishedFactory()
    row = factory.rows("rpt_unposted", reason="no_assignment")[0]
    factory.tables["rpt_unposted"] += [{**row, "employee_id": "crm:U03", "rows": 2}, {**row, "employee_id": "crm:U04", "numerator": None}]
    texts = [note.text for note in scorecard(desk_of(factory, TEAM)).quality if note.name == "Not posted, yours"]
    assert texts == ["Net sales revenue: 36,501 (rows: 4); no assignment on that day"]


def test_the_quality_of_the_data_names_warnings_and_stale_sources() -> None:
    notes = {note.name: note.text for note in view_of("usual").quality}
    assert notes["Checks"] == "1 of 2 passed. Warnings: Rejected shares are small."
    assert notes["Stale sources"] == "Not refreshed at the last pull: crm.activities."


def test_the_trace_command_names_subject_period_and_kpi() -> None:
    assert view_of("team").trace_command == "scorecards trace --company companies/sample --period 2026-09 --subject team:U01 --kpi revenue"


def test_chinese_pages_use_chinese_names_and_no_english_sentence() -> None:
    view = view_of("usual", "zh_CN")
    assert view.groups[0].lines[0].name == "销售额"
    assert view.identity.company == "子午线仪器有限公司"
    assert not any(word in finding.text for finding in view.strengths.items for word in ("target", "Rank", "mean"))


def test_a_report_id_is_safe_as_a_file_name() -> None:
    factory = PublishedFactory()
    factory.rows("rpt_subjects", period="2026-09", subject_type="employee", subject_id="crm:U02")[0]["bare_id"] = "crm:U/02"
    desk = desk_of(factory, EMPLOYEE)
    assert report_id(desk.rows, desk.context, "en") == "2026-09_employee_crm-U-02_en"


def test_the_digest_follows_the_content() -> None:
    assert view_of("usual").digest() == view_of("usual").digest()
    assert len({view_of("usual").digest(), view_of("usual", "zh_CN").digest(), view_of("team").digest()}) == 3
