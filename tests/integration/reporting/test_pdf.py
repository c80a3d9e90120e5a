"""The file: two standards, its values inside, nothing but its own fonts, and every doubt an error. Each check has a twin that fails."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal

import page
import pypdfium2
import pytest

from pipelines.errors import RenderError
from pipelines.reporting import pdf
from pipelines.reporting.fonts import missing_characters
from pipelines.reporting.html import charts_of, scorecard_html
from pipelines.reporting.readback import differences, misplaced, read_pages
from pipelines.reporting.scorecard import scorecard
from tests.unit.reporting.hard_cases import CASES
from tests.unit.reporting.published_factory import PublishedFactory
from tests.unit.reporting.rendering import Made, desk_of, fonts, made, render, renderer

EMPLOYEE = ("employee", "crm:U02")
FALSE_POSITIVE = "STREAM-LENGTH-001"  # compressed data that happen to end in a carriage return; veraPDF accepts them


def problems_of(report: Made, content: bytes | None = None) -> list[str]:
    """Return what reading back finds."""
    return differences(read_pages(content or report.content), report.desk.rows, report.desk.context, report.desk.m.locale, ("PROVISIONAL",))


def broken_rules(content: bytes, profile: str) -> list[str]:
    """Return the rules of a standard that a file breaks."""
    return [failure.rule_id for failure in page.validate_pdf_bytes(content, profile=profile).failures if not failure.rule_id.endswith(FALSE_POSITIVE)]


@pytest.mark.parametrize("locale", ["en", "zh_CN"])
@pytest.mark.parametrize("case", CASES)
def test_every_case_meets_both_standards(case: str, locale: str) -> None:
    content = made(case, locale).content
    assert broken_rules(content, "3a") == []
    assert broken_rules(content, "ua1") == []


def test_a_file_without_a_title_breaks_the_rules() -> None:
    report = made("usual", "en")
    start, rest = report.html.split("<title>")
    untitled = render(report.desk, report.view, start + rest.split("</title>")[1])
    assert broken_rules(untitled, "ua1") != []


@pytest.mark.parametrize("locale", ["en", "zh_CN"])
@pytest.mark.parametrize("case", CASES)
def test_every_case_reads_back_as_the_tables_say(case: str, locale: str) -> None:
    report = made(case, locale)
    marks = (report.view.identity.state.label, report.view.identity.report_id, report.view.digest()[:12])
    assert differences(read_pages(report.content), report.desk.rows, report.desk.context, locale, marks) == []


def test_a_template_that_swaps_two_columns_is_found_out() -> None:
    report = made("usual", "en")
    line = report.view.groups[0].lines[0]
    swapped = report.html.replace(f">{line.target}</td>", ">@</td>", 1).replace(f">{line.actual}</td>", f">{line.target}</td>", 1)
    swapped = swapped.replace(">@</td>", f">{line.actual}</td>", 1)
    assert any(problem.startswith("KPI revenue:") for problem in problems_of(report, render(report.desk, report.view, swapped)))


def test_a_view_with_one_wrong_digit_is_found_out() -> None:
    report = made("usual", "en")
    group = report.view.groups[0]
    wrong = replace(group, lines=(replace(group.lines[0], actual="441,254"), *group.lines[1:]))
    view = replace(report.view, groups=(wrong, *report.view.groups[1:]))
    assert any("441,254" in problem for problem in problems_of(report, render(report.desk, view)))


def test_a_sentence_with_a_figure_of_its_own_is_found_out() -> None:
    report = made("usual", "en")
    first = report.view.strengths.items[0]
    strengths = replace(report.view.strengths, items=(replace(first, text=first.text + " Up 31 places."), *report.view.strengths.items[1:]))
    problems = problems_of(report, render(report.desk, replace(report.view, strengths=strengths)))
    assert any(problem.endswith("31 is not one of its figures") for problem in problems)


def test_a_missing_row_is_found_out() -> None:
    report = made("team", "en")
    view = replace(report.view, members=report.view.members[:-1])
    assert any(problem.startswith("member crm:U01") for problem in problems_of(report, render(report.desk, view)))


def test_a_page_without_its_state_is_found_out() -> None:
    report = made("usual", "en")
    final = report.html.replace('<td class="state">PROVISIONAL</td>', '<td class="state">FINAL</td>')
    assert "page 2 does not show 'PROVISIONAL'" in problems_of(report, render(report.desk, report.view, final))


@pytest.mark.parametrize(
    ("style", "problem"),
    [("position:absolute;left:0;top:60pt", "overlap"), ("position:absolute;left:-40pt;top:700pt", "off the page")],
)
def test_text_over_other_text_or_off_the_page_is_found_out(style: str, problem: str) -> None:
    report = made("usual", "en")
    html = report.html.replace("<h1>", f'<p style="{style}">Position Senior Region APAC Reports to Margaret Chen</p><h1>')
    found = [line for page_ in read_pages(render(report.desk, report.view, html)) for line in misplaced(page_)]
    assert any(problem in line for line in found)


def test_a_warning_of_the_renderer_is_an_error() -> None:
    report = made("usual", "en")
    with pytest.raises(RenderError, match=r"the renderer warned: .*chart:absent"):
        render(report.desk, report.view, report.html.replace("<h1>", '<img src="chart:absent" alt="nothing"><h1>'))


def test_bad_css_is_an_error() -> None:
    report = made("usual", "en")
    with pytest.raises(RenderError, match="the renderer warned"):
        render(report.desk, report.view, report.html.replace("<h1>", '<h1 style="margin: wide">'))


def test_nothing_is_fetched_from_network_or_disk() -> None:
    report = made("usual", "en")
    for address in ("file:///etc/hostname", "http://127.0.0.1/logo.png", "https://example.com/logo.png"):
        with pytest.raises(RenderError, match="the renderer warned"):
            render(report.desk, report.view, report.html.replace("<h1>", f'<img src="{address}" alt="logo"><h1>'))


def test_a_character_without_glyph_is_found_before_rendering() -> None:
    assert missing_characters(["喆玥珺堃 José Håkansson ▲◆▼○"], fonts()) == []
    assert missing_characters(["Łukasz 👋"], fonts()) == ["Ł", "👋"]


def test_names_from_outside_cannot_become_markup() -> None:
    factory = PublishedFactory()
    factory.rows("rpt_subjects", period="2026-09", subject_type="employee", subject_id="crm:U02")[0]["name"] = "<b>Robert</b> & {{ 7 * 7 }}"
    desk = desk_of(factory, EMPLOYEE)
    view = scorecard(desk)
    assert "&lt;b&gt;Robert&lt;/b&gt; &amp; {{ 7 * 7 }}" in scorecard_html(view)
    assert "<b>Robert</b> & {{ 7 * 7 }}" in read_pages(render(desk, view))[0].text


def test_the_values_travel_inside_the_file() -> None:
    report = made("team", "zh_CN")
    document = pypdfium2.PdfDocument(report.content)
    attachment = document.get_attachment(0)
    values = json.loads(bytes(attachment.get_data()))
    assert attachment.get_name() == "values.json"
    assert values["view_sha256"] == report.view.digest()
    assert values["build"] == {
        "company": "sample", "build_id": "9c2f41d08be7", "code_digest": "5f0a7744c1d2e9b3", "head": 41, "issues_head": 0,
        "as_of": "2026-10-03T02:15:00Z", "reporting_currency": "CNY", "timezone": "Asia/Shanghai",
    }  # fmt: skip
    revenue = next(value for value in values["values"] if value["kpi_id"] == "revenue")
    row = next(row for row in report.desk.rows.kpis if row["kpi_id"] == "revenue")
    assert {name: Decimal(revenue[name]) for name in ("numerator", "value", "score")} == {name: row[name] for name in ("numerator", "value", "score")}
    assert (revenue["reference"], revenue["kpi_version"], revenue["postings_digest"]) == (row["reference"], 1, row["postings_digest"])
    assert values["checks"][0] == {"check_id": "control_totals", "blocking": True, "passed": True, "failing_rows": 0}


def test_dates_come_from_the_as_of_and_the_language_is_set() -> None:
    report = made("usual", "zh_CN")
    metadata = pypdfium2.PdfDocument(report.content).get_metadata_dict()
    assert metadata["CreationDate"] == metadata["ModDate"] == "D:20261003021500Z"
    assert metadata["Title"] == "个人绩效仪表盘: 王若曦, 2026年9月"
    assert '<html lang="zh-CN">' in report.html


def test_the_same_view_gives_the_same_bytes() -> None:
    report = made("mixed_scripts", "zh_CN")
    assert render(report.desk, report.view) == report.content


def test_a_machine_without_the_subsetter_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf.ffi, "harfbuzz_subset", None)
    with pytest.raises(RenderError, match="apt-get install libharfbuzz-subset0"):
        pdf.require_subsetter()


@pytest.mark.parametrize(("case", "pages"), [("usual", 2), ("team", 2), ("twenty_kpis", 2), ("forty_kpis", 3), ("one_kpi", 1)])
def test_a_scorecard_of_up_to_twenty_kpis_has_two_pages_at_most(case: str, pages: int) -> None:
    for locale in ("en", "zh_CN"):
        assert len(read_pages(made(case, locale).content)) == pages


def test_letter_pages_are_letter_pages() -> None:
    report = made("usual", "en", "Letter")
    sheet = read_pages(report.content)
    assert [(page_.width, page_.height) for page_ in sheet] == [(612, 792)] * 2
    assert problems_of(report) == []


def test_charts_are_asked_for_by_address_and_all_are_there() -> None:
    report = made("usual", "en")
    assert set(charts_of(report.view)) == {part.split('"')[0] for part in report.html.split('src="')[1:]}
    assert renderer() is renderer()
