"""The result page: offline, everything found is named, nothing from data is taken for markup."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup

from pipelines.quality import Verdict, write_page

CONTEXT = {"company": "Horizon", "period": "2026-09", "build_id": "b1", "head": 7, "as_of": "2026-10-02 08:00:00+08:00", "stale": []}
GOOD = Verdict("totals_are_unique", "Each subject has one total", "rpt_totals", True, True)
BAD = Verdict(
    "grade_is_that_of_its_band", "A grade is that of its band", "rpt_totals", True, False, 21, ({"subject_id": "<b>hr:1", "grade": None},), "select 1"
)
WARNING = Verdict("everything_was_posted", "Rows that count for nobody", "rpt_unposted", False, False, 1, ({"reason": "no_owner"},), "select 2")
TEST: dict[str, Any] = {"name": "not_null_x", "description": "", "severity": "error", "status": "pass", "failures": 0, "models": ["x"]}
TEST |= {"message": "", "sql": "select 3", "columns": [], "rows": []}


def page(folder: Path, *verdicts: Verdict, tests: tuple[dict[str, Any], ...] = (TEST,), **context: Any) -> BeautifulSoup:
    write_page(folder / "quality.html", verdicts, tests, CONTEXT | context)
    return BeautifulSoup((folder / "quality.html").read_text(encoding="utf-8"), "html.parser")


def test_a_green_page_says_so_and_lists_what_was_asked(tmp_path: Path) -> None:
    found = page(tmp_path, GOOD)
    assert "Every check passed" in found.get_text()
    assert "Each subject has one total" in found.get_text()
    assert "not null x" in found.get_text()
    assert "What was found" not in found.get_text()


def test_a_blocking_finding_comes_first_with_rows_and_query(tmp_path: Path) -> None:
    found = page(tmp_path, WARNING, GOOD, BAD)
    articles = found.find_all("article")
    assert "Reports are withheld" in found.get_text()
    assert [article.h3.get_text()[1:] for article in articles] == [BAD.title, WARNING.title]
    assert [cell.get_text() for cell in articles[0].find_all("td")] == ["<b>hr:1", "—"]
    assert "21 rows, the first 1 of them" in articles[0].get_text()
    assert articles[0].pre.get_text() == "select 1"


def test_a_failed_dbt_test_and_a_stale_source_are_on_the_page(tmp_path: Path) -> None:
    failed = TEST | {"status": "warn", "severity": "warn", "failures": 1, "columns": ["id"], "rows": [["A1"]], "description": "Every order has lines"}
    text = page(tmp_path, GOOD, tests=(failed,), stale=["crm.leads"]).get_text()
    assert "Every order has lines" in text
    assert "A1" in text
    assert "select 3" in text
    assert "crm.leads" in text
    assert "may be released" in text


def test_a_check_that_could_not_be_asked_blocks_and_gives_its_reason(tmp_path: Path) -> None:
    text = page(tmp_path, Verdict("a", "A rule", "rpt_x", True, False, problem="the table rpt_x is not published")).get_text()
    assert "could not be run: the table rpt_x is not published" in text
    assert "withheld" in text


@pytest.mark.parametrize("pattern", [r"https?://", r"<script", r"<link", r"@import", r"url\("])
def test_the_page_needs_nothing_from_elsewhere(tmp_path: Path, pattern: str) -> None:
    html = str(page(tmp_path, GOOD, BAD))
    assert not re.search(pattern, html)
