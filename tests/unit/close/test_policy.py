"""Policy files: sound ones pass; each rule has a twin that breaks it, and is named with its file and line."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from pipelines.close.policy import POLICY_FILES, check_policy, load_policy
from pipelines.close.policy_rows import PolicyProblem
from pipelines.close.policy_terms import Direction, Entity
from pipelines.close.policy_validity import spans
from pipelines.errors import PolicyError

KPI_HEADER = (
    "kpi_id,version,name_en,name_zh,dimension,unit,scale,direction,cadence,form,additivity,base_kpi,window,span,"
    "formula_en,formula_zh,curve_id,owner,entities,sort_order,valid_from,valid_to"
)
ALWAYS = "2020-01-01,"
REVENUE = f"revenue,1,Net revenue,销售额,performance,money,1,up,M,sum,additive,,,,Σ net,Σ 净额,standard,finance,fin_invoices,10,{ALWAYS}"
MARGIN = (
    f"profit_margin,1,Margin,利润率,performance,percent,1,up,M,ratio,additive,,,,m / r,毛利,standard,finance,fin_invoices;fin_expenses,20,{ALWAYS}"
)
VISITS = f"visits,1,Visits,拜访量,process,count,1,up,M,sum,additive,,,,count,次数,standard,sales,crm_activities,30,{ALWAYS}"
RETENTION = f"core_staff_retention,1,Kept,留存率,team,percent,1,up,Q,ratio,by_period,,,,kept / core,留存,standard,hr,hr_assignments,40,{ALWAYS}"
WEIGHT_HEADER = "scheme,cycle,subject_type,role,region,item_kind,item_id,weight,valid_from,valid_to,decided_by,reason"
SOUND = {
    "kpis.csv": [KPI_HEADER, REVENUE, MARGIN, VISITS, RETENTION],
    "weights.csv": [
        WEIGHT_HEADER,
        "rep,M,employee,sales_rep,*,dimension,performance,60,2020-01-01,,board,initial",
        "rep,M,employee,sales_rep,*,dimension,process,40,2020-01-01,,board,initial",
        "rep,M,employee,sales_rep,*,kpi,revenue,70,2020-01-01,,board,initial",
        "rep,M,employee,sales_rep,*,kpi,profit_margin,30,2020-01-01,,board,initial",
        "rep,M,employee,sales_rep,*,kpi,visits,100,2020-01-01,,board,initial",
    ],
    "targets.csv": [
        "subject_type,role,kpi_id,target,valid_from,valid_to,decided_by,reason",
        "employee,sales_rep,profit_margin,0.25,2020-01-01,,board,initial",
        "employee,sales_rep,visits,20,2020-01-01,2025-12-31,board,initial",
        "employee,sales_rep,visits,24,2026-01-01,,board,more visits",
    ],
    "bands.csv": ["grade,lower_bound,valid_from,valid_to", "A,90,2020-01-01,", "B,75,2020-01-01,", "C,60,2020-01-01,", "D,0,2020-01-01,"],
    "curves.csv": [
        "curve_id,attainment,score,valid_from,valid_to",
        "standard,0.6,0,2020-01-01,",
        "standard,0.8,60,2020-01-01,",
        "standard,1.0,100,2020-01-01,",
        "standard,1.2,120,2020-01-01,",
    ],
    "thresholds.csv": [
        "threshold_id,value,unit,valid_from,valid_to,reason",
        "min_scored_weight,60,percent,2020-01-01,,initial",
        "lead_window_days,90,days,2020-01-01,,initial",
        "new_customer_months,12,months,2020-01-01,,initial",
        "new_product_months,12,months,2020-01-01,,initial",
        "retention_excluded_leave_reasons,retirement;death,list,2020-01-01,,initial",
    ],
}
Files = dict[str, list[str]]
Change = Callable[[Files], None]


@pytest.fixture
def write(tmp_path: Path) -> Callable[[Files], Path]:
    def _write(files: Files) -> Path:
        for name, lines in files.items():
            (tmp_path / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
        return tmp_path

    return _write


def sound() -> Files:
    return {name: list(lines) for name, lines in SOUND.items()}


def replace(file: str, line: int, old: str, new: str) -> Change:
    """Return the change that swaps text in one line (the header is line 1)."""

    def change(files: Files) -> None:
        assert old in files[file][line - 1]
        files[file][line - 1] = files[file][line - 1].replace(old, new, 1)

    return change


def add(file: str, row: str) -> Change:
    return lambda files: files[file].append(row)


def drop(file: str, line: int) -> Change:
    return lambda files: files[file].__delitem__(line - 1)


def test_sound_policy_has_no_problems_and_is_typed(write: Callable[[Files], Path]) -> None:
    folder = write(sound())
    assert check_policy(folder) == []
    policy = load_policy(folder)
    margin = policy.versions("profit_margin")[0]
    assert margin.entities == (Entity.FIN_INVOICES, Entity.FIN_EXPENSES)
    assert margin.direction is Direction.UP
    assert policy.targets[1].last_day == date(2025, 12, 31)
    assert policy.weights[0].weight == Decimal(60)
    assert policy.kpis[0].line == 2


BROKEN: list[tuple[str, str, int, list[Change]]] = [
    # rule, file, line, what was done to sound policy
    ("unknown_column", "bands.csv", 1, [replace("bands.csv", 1, "valid_to", "valid_to,colour")]),
    ("missing_column", "bands.csv", 1, [replace("bands.csv", 1, "grade,", "")]),
    ("duplicate_column", "bands.csv", 1, [replace("bands.csv", 1, "grade,", "grade,grade,")]),
    ("wrong_number_of_cells", "bands.csv", 3, [replace("bands.csv", 3, "B,75", "B,75,76")]),
    ("unknown_value", "kpis.csv", 2, [replace("kpis.csv", 2, "money", "dollars")]),
    ("unknown_value", "kpis.csv", 4, [replace("kpis.csv", 4, "crm_activities", "crm_visits")]),
    ("unknown_value", "kpis.csv", 2, [replace("kpis.csv", 2, "additive,,", "additive,,trailing_6_months")]),
    ("bad_date", "targets.csv", 2, [replace("targets.csv", 2, "2020-01-01", "2020-02-30")]),
    ("bad_date", "targets.csv", 2, [replace("targets.csv", 2, "2020-01-01", "")]),
    ("bad_number", "targets.csv", 2, [replace("targets.csv", 2, "0.25", "25 %")]),
    ("bad_number", "targets.csv", 2, [replace("targets.csv", 2, "0.25", "NaN")]),
    ("bad_number", "weights.csv", 2, [replace("weights.csv", 2, "60", "60.125")]),
    ("bad_number", "weights.csv", 2, [replace("weights.csv", 2, "60", "-60")]),
    ("bad_number", "kpis.csv", 2, [replace("kpis.csv", 2, "money,1", "money,0")]),
    ("bad_text", "kpis.csv", 2, [replace("kpis.csv", 2, "revenue,1", "Revenue!,1")]),
    ("required", "kpis.csv", 2, [replace("kpis.csv", 2, "Net revenue", " ")]),
    ("required", "kpis.csv", 4, [replace("kpis.csv", 4, "crm_activities", "")]),
    ("ends_before_it_starts", "targets.csv", 3, [replace("targets.csv", 3, "2025-12-31", "2019-12-31")]),
    ("duplicate_row", "weights.csv", 7, [add("weights.csv", SOUND["weights.csv"][5])]),
    ("overlapping_validity", "targets.csv", 4, [replace("targets.csv", 4, "2026-01-01", "2025-12-31")]),
    ("overlapping_validity", "kpis.csv", 6, [add("kpis.csv", REVENUE.replace("revenue,1", "revenue,2", 1).replace("2020", "2026"))]),
    ("overlapping_validity", "curves.csv", 6, [add("curves.csv", "standard,0.80,70,2024-01-01,")]),
    ("validity_gap", "bands.csv", 6, [*(replace("bands.csv", n, "2020-01-01,", "2020-01-01,2022-12-31") for n in range(2, 6)), *(
        add("bands.csv", f"{grade},2024-01-01,") for grade in ("D,0", "A,90"))]),
    ("unknown_kpi", "weights.csv", 6, [replace("weights.csv", 6, "visits", "visit")]),
    ("unknown_kpi", "targets.csv", 2, [replace("targets.csv", 2, "profit_margin", "margin")]),
    ("unknown_kpi", "kpis.csv", 3, [replace("kpis.csv", 3, "ratio,additive,,,", "change,additive,margin,,0.05")]),
    ("unknown_dimension", "weights.csv", 3, [replace("weights.csv", 3, "process", "processes")]),
    ("unknown_curve", "kpis.csv", 2, [replace("kpis.csv", 2, "standard", "steep")]),
    ("unknown_curve", "kpis.csv", 2, [replace("kpis.csv", 2, "2020-01-01", "2019-01-01")]),
    ("kpi_not_in_force", "targets.csv", 2, [replace("targets.csv", 2, "2020-01-01", "2019-01-01")]),
    ("kpi_not_in_force", "weights.csv", 6, [replace("kpis.csv", 4, "2020-01-01,", "2020-01-01,2026-06-30")]),
    ("two_schemes", "weights.csv", 7, [add("weights.csv", "other,M,employee,sales_rep,*,dimension,process,100,2021-01-01,,board,second"),
        add("weights.csv", "other,M,employee,sales_rep,*,kpi,visits,100,2021-01-01,,board,second")]),
    ("weights_not_100", "weights.csv", 2, [replace("weights.csv", 3, "40", "39.99")]),
    ("weights_not_100", "weights.csv", 4, [replace("weights.csv", 5, "30", "31")]),
    ("weights_not_100", "weights.csv", 2, [replace("weights.csv", 3, "2020-01-01,", "2020-01-01,2026-06-30")]),
    ("dimension_without_kpis", "weights.csv", 3, [drop("weights.csv", 6)]),
    ("kpi_without_dimension", "weights.csv", 5, [replace("weights.csv", 2, "60", "100"), drop("weights.csv", 3)]),
    ("longer_cadence", "weights.csv", 8, [
        replace("weights.csv", 3, "40", "20"),
        add("weights.csv", "rep,M,employee,sales_rep,*,dimension,team,20,2020-01-01,,board,x"),
        add("weights.csv", "rep,M,employee,sales_rep,*,kpi,core_staff_retention,100,2020-01-01,,board,x")]),
    ("zero_target_without_span", "targets.csv", 2, [replace("targets.csv", 2, "0.25", "0")]),
    ("change_without_span", "kpis.csv", 3, [replace("kpis.csv", 3, "ratio,additive,,,", "change,additive,revenue,,")]),
    ("change_without_base", "kpis.csv", 3, [replace("kpis.csv", 3, "ratio,additive,,,", "change,additive,,,0.05")]),
    ("base_without_change", "kpis.csv", 3, [replace("kpis.csv", 3, "ratio,additive,,,", "ratio,additive,revenue,,")]),
    ("band_gap", "bands.csv", 5, [replace("bands.csv", 5, "D,0", "D,10")]),
    ("band_gap", "bands.csv", 4, [replace("bands.csv", 5, "2020-01-01,", "2020-01-01,2025-12-31")]),
    ("duplicate_lower_bound", "bands.csv", 3, [replace("bands.csv", 3, "75", "90")]),
    ("curve_too_short", "curves.csv", 2, [drop("curves.csv", 3), drop("curves.csv", 3), drop("curves.csv", 3)]),
    ("curve_not_monotone", "curves.csv", 4, [replace("curves.csv", 4, "100", "59.9999")]),
    ("missing_threshold", "thresholds.csv", 0, [drop("thresholds.csv", 3)]),
    ("unknown_threshold", "thresholds.csv", 7, [add("thresholds.csv", "min_scored_weigth,60,percent,2020-01-01,,typo")]),
    ("bad_threshold_value", "thresholds.csv", 2, [replace("thresholds.csv", 2, "60", "160")]),
    ("bad_threshold_value", "thresholds.csv", 3, [replace("thresholds.csv", 3, "90", "ninety")]),
    ("empty_file", "bands.csv", 0, [*(drop("bands.csv", 2) for _ in range(4))]),
    ("missing_file", "curves.csv", 0, [lambda files: files.pop("curves.csv") and None]),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "file", "line", "changes"), BROKEN, ids=[f"{rule}-{file}-{line}" for rule, file, line, _ in BROKEN])
def test_a_broken_rule_is_named_with_file_and_line(write: Callable[[Files], Path], rule: str, file: str, line: int, changes: list[Change]) -> None:
    files = sound()
    for change in changes:
        change(files)
    problems = check_policy(write(files))
    assert (file, line, rule) in [(found.file, found.line, found.rule) for found in problems], "\n".join(map(str, problems))


def test_each_rule_over_several_rows_has_a_twin_above() -> None:
    sources = [Path(__file__).parents[3] / "pipelines" / "close" / f"policy{part}.py" for part in ("", "_rules", "_validity", "_weights")]
    known = {rule for rule, *_ in BROKEN} | {"unreadable_file"}
    text = "\n".join(path.read_text(encoding="utf-8") for path in sources)
    named = {word for word in text.replace('"', " ").split() if word.strip(",") in known}
    assert {word.strip(",") for word in named} == known


def test_a_file_that_is_no_csv_is_named(write: Callable[[Files], Path]) -> None:
    folder = write(sound())
    (folder / "bands.csv").write_bytes(b"\xff\xfe\x00grade")
    assert [(found.file, found.rule) for found in check_policy(folder)] == [("bands.csv", "unreadable_file")]


def test_loading_broken_policy_raises_with_file_line_and_rule(write: Callable[[Files], Path]) -> None:
    files = sound()
    replace("weights.csv", 3, "40", "41")(files)
    with pytest.raises(PolicyError) as caught:
        load_policy(write(files))
    assert "weights.csv:2: weights_not_100: rep / M / employee / sales_rep / *: the dimensions total 101 % on 2020-01-01" in str(caught.value)


def test_loading_shows_the_first_problems_and_counts_the_rest(write: Callable[[Files], Path]) -> None:
    files = sound()
    files["targets.csv"] += [f"employee,sales_rep,no_such_{number},1,2020-01-01,,board,x" for number in range(25)]
    with pytest.raises(PolicyError, match="and 5 more"):
        load_policy(write(files))


def test_a_byte_order_mark_and_blank_lines_do_no_harm(write: Callable[[Files], Path]) -> None:
    folder = write(sound())
    text = (folder / "bands.csv").read_text(encoding="utf-8")
    (folder / "bands.csv").write_text("\ufeff" + text + "\n\n", encoding="utf-8")
    assert check_policy(folder) == []


def test_a_scheme_may_change_on_a_date_if_it_totals_100_before_and_after(write: Callable[[Files], Path]) -> None:
    files = sound()
    for line in (2, 3):
        replace("weights.csv", line, "2020-01-01,", "2020-01-01,2026-06-30")(files)
    add("weights.csv", "rep,M,employee,sales_rep,*,dimension,performance,50,2026-07-01,,board,more process")(files)
    add("weights.csv", "rep,M,employee,sales_rep,*,dimension,process,50,2026-07-01,,board,more process")(files)
    assert check_policy(write(files)) == []


def test_time_is_cut_where_rows_start_and_end(write: Callable[[Files], Path]) -> None:
    targets = [row for row in load_policy(write(sound())).targets if row.kpi_id == "visits"]
    assert [(start, end, [row.target for row in rows]) for start, end, rows in spans(targets)] == [
        (date(2020, 1, 1), date(2025, 12, 31), [Decimal(20)]),
        (date(2026, 1, 1), date(9999, 12, 31), [Decimal(24)]),
    ]


def test_a_problem_reads_as_file_line_rule_and_message() -> None:
    assert str(PolicyProblem("bands.csv", 3, "band_gap", "no grade")) == "bands.csv:3: band_gap: no grade"
    assert str(PolicyProblem("bands.csv", 0, "missing_file", "gone")) == "bands.csv: missing_file: gone"


def test_each_file_has_a_row_type() -> None:
    assert {kind.file for kind in POLICY_FILES} == set(SOUND)
