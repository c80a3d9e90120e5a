"""Each expectation passes on good rows and has a twin here: rows that break it, which it must name."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml

from pipelines.quality.engine import import_great_expectations, run
from pipelines.quality.scope import Scope
from pipelines.quality.suites import Suite, load_suites
from tests.unit.quality.published import UNPOSTED, Rows, good_tables, write

SCOPE = Scope("M", "2026-09", "2026-09")
Break = Callable[[dict[str, Rows]], Any]


def change(table: str, index: int = 0, **values: Any) -> Break:
    return lambda tables: tables[table][index].update(values)


def repeat(table: str, **values: Any) -> Break:
    return lambda tables: tables[table].append(tables[table][0] | values)


def drop(table: str, index: int = 0) -> Break:
    return lambda tables: tables[table].pop(index)


BROKEN: dict[str, Break] = {
    "build_is_one_row": repeat("rpt_build"),
    "build_has_a_head": change("rpt_build", head=None),
    "build_has_an_as_of": change("rpt_build", as_of=None),
    "periods_are_unique": repeat("rpt_periods"),
    "period_ends_after_it_starts": lambda t: t["rpt_periods"][0].update(period_end=t["rpt_periods"][0]["period_start"].replace(year=2025)),
    "subjects_are_unique": repeat("rpt_subjects"),
    "bare_id_is_unique": change("rpt_subjects", bare_id="2"),
    "subject_has_a_name": change("rpt_subjects", name=None),
    "subject_has_a_locale": change("rpt_subjects", locale=None),
    "locale_is_supported": change("rpt_subjects", locale="fr"),
    "days_in_force_fit_the_period": change("rpt_subjects", days_in_force=31),
    "kpis_are_unique": repeat("rpt_kpis", reference="RC000000000"),
    "status_is_known": change("rpt_kpis", status="guessed", score=None),
    "kpi_has_a_reference": change("rpt_kpis", reference=None),
    "reference_is_unique_on_a_report": change("rpt_kpis", reference="RB000000000"),
    "reference_has_its_form": change("rpt_kpis", reference="R12"),
    "postings_are_not_negative": change("rpt_kpis", postings=-1),
    "attainment_is_not_negative": change("rpt_kpis", attainment=Decimal("-0.100000")),
    "scored_kpi_has_all_its_parts": change("rpt_kpis", target=None),
    "unscored_kpi_has_no_score": change("rpt_kpis", status="no_target"),
    "score_lies_on_its_curve": change("rpt_kpis", score=Decimal("120.0001")),
    "ratio_is_numerator_over_denominator": change("rpt_kpis", 1, value=Decimal("0.333400")),
    "sum_is_its_numerator": change("rpt_kpis", value=Decimal("900.000001")),
    "postings_come_with_amounts": change("rpt_kpis", 1, denominator=None),
    "nothing_posted_is_worth_nothing": change("rpt_kpis", postings=0),
    "weights_total_100": change("rpt_kpis", weight=Decimal("59.9000")),
    "effective_weights_total_100": change("rpt_kpis", effective_weight=Decimal("61.0000")),
    "rank_fits_its_field": change("rpt_kpis", rank=3),
    "dimensions_are_unique": repeat("rpt_dimensions"),
    "dimension_weights_total_100": change("rpt_dimensions", weight=Decimal("50.0000")),
    "contributions_make_the_total": change("rpt_dimensions", contribution=Decimal("49.0000")),
    "totals_are_unique": repeat("rpt_totals"),
    "total_is_in_range": change("rpt_totals", total=Decimal("120.1")),
    "total_and_grade_come_together": change("rpt_totals", grade=None),
    "grade_is_that_of_its_band": change("rpt_totals", total=Decimal("90.0")),
    "total_stands_on_enough_weight": change("rpt_totals", scored_weight=Decimal("59.0000")),
    "scored_kpis_are_in_scope": change("rpt_totals", scored_kpis=3),
    "total_rank_fits_its_field": change("rpt_totals", rank=0),
    "slices_are_unique": repeat("rpt_slices"),
    "slice_kind_is_known": change("rpt_slices", slice_kind="colour"),
    "slice_is_known": change("rpt_slices", slice="old"),
    "slices_add_up_to_revenue": change("rpt_slices", amount=Decimal("300.0001")),
    "funnel_steps_are_unique": repeat("rpt_funnel"),
    "funnel_counts_are_not_negative": change("rpt_funnel", items=-1),
    "members_are_unique": repeat("rpt_team_members"),
    "members_are_subjects": change("rpt_team_members", team_id="hr:2"),
    "days_in_team_are_positive": change("rpt_team_members", days_in_team=0),
    "control_totals_are_unique": repeat("rpt_control_totals"),
    "control_totals_balance": change("rpt_control_totals", posted_numerator=Decimal("1799.9999")),
    "rejections_are_counted_once": repeat("rpt_rejected"),
    "rejected_rows_stay_within_tolerance": change("rpt_rejected", rows=6),
    "no_row_was_rejected": change("rpt_rejected", rows=1),
    "reason_is_known": lambda t: t["rpt_unposted"].append(UNPOSTED | {"reason": "mislaid"}),
    "everything_was_posted": lambda t: t["rpt_unposted"].append(dict(UNPOSTED)),
    "adjustment_has_a_reason": change("rpt_adjustments", reason=None),
    "adjustment_has_an_author": change("rpt_adjustments", author=None),
}
EXPECTATIONS = {item.check_id: suite for suite in load_suites() for item in suite.expectations}


@pytest.fixture(scope="module", autouse=True)
def _great_expectations() -> None:
    import_great_expectations()


def only(check_id: str) -> list[Suite]:
    suite = EXPECTATIONS[check_id]
    return [Suite(suite.table, suite.key_columns, tuple(item for item in suite.expectations if item.check_id == check_id))]


def test_good_rows_pass_every_expectation(tmp_path: Path) -> None:
    verdicts = run(write(good_tables(), tmp_path), SCOPE, load_suites())
    assert [verdict.describe() for verdict in verdicts if not verdict.passed] == []
    assert len(verdicts) == len(EXPECTATIONS)


def test_each_expectation_has_a_twin_that_breaks_it() -> None:
    assert set(BROKEN) == set(EXPECTATIONS)
    assert len(EXPECTATIONS) == sum(len(suite.expectations) for suite in load_suites())


@pytest.mark.parametrize("check_id", sorted(BROKEN))
def test_the_expectation_finds_the_broken_row_and_says_how_to_find_it_again(check_id: str, tmp_path: Path) -> None:
    tables = good_tables()
    BROKEN[check_id](tables)
    (verdict,) = run(write(tables, tmp_path), SCOPE, only(check_id))
    assert not verdict.passed
    assert verdict.problem is None
    assert verdict.failing_rows >= 1
    assert verdict.sample
    assert verdict.query is not None
    found = duckdb.connect().execute(verdict.query).fetchall()
    assert len(found) >= 1


def test_rows_of_other_periods_are_left_alone(tmp_path: Path) -> None:
    tables = good_tables()
    repeat("rpt_kpis", period="2026-08", score=Decimal("500.0000"))(tables)
    (verdict,) = run(write(tables, tmp_path), SCOPE, only("score_lies_on_its_curve"))
    assert verdict.passed


def test_the_year_to_date_of_the_period_is_checked_too(tmp_path: Path) -> None:
    tables = good_tables()
    repeat("rpt_kpis", grain="YTD", attainment=Decimal("-1.000000"))(tables)
    (verdict,) = run(write(tables, tmp_path), SCOPE, only("attainment_is_not_negative"))
    assert verdict.failing_rows == 1
    assert verdict.sample[0]["grain"] == "YTD"


def test_a_missing_column_is_a_problem_and_not_a_pass(tmp_path: Path) -> None:
    tables = good_tables()
    for row in tables["rpt_funnel"]:
        del row["items"]
    (verdict,) = run(write(tables, tmp_path), SCOPE, only("funnel_counts_are_not_negative"))
    assert verdict.stops_reports
    assert "items" in str(verdict.problem)


def test_a_missing_table_is_a_problem_for_each_of_its_expectations(tmp_path: Path) -> None:
    tables = good_tables()
    del tables["rpt_funnel"]
    verdicts = run(write(tables, tmp_path), SCOPE, [EXPECTATIONS["funnel_counts_are_not_negative"]])
    assert {verdict.problem for verdict in verdicts} == {"the table rpt_funnel is not published"}


@pytest.mark.parametrize("table", sorted(good_tables()))
def test_the_good_rows_have_only_columns_that_the_published_contract_has(table: str, project_root: Path) -> None:
    """So that no expectation is proven on a column that the warehouse does not publish."""
    twin = yaml.safe_load((project_root / "dbt_project" / "models" / "published" / f"{table}.yml").read_text(encoding="utf-8"))
    contract = {column["name"] for column in twin["models"][0]["columns"]}
    assert {column for row in good_tables()[table] for column in row} <= contract
