"""A batch: all or nothing, the same bytes however many processes made it, and an index of what was released."""

from __future__ import annotations

import csv
import hashlib
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from pipelines.errors import RenderError, UsageError
from pipelines.periods import Period
from pipelines.reporting import BatchResult, render_batch
from tests.unit.reporting.published_factory import PEOPLE, PublishedFactory
from tests.unit.reporting.rendering import SUMMARY, fonts

MONTH = Period.parse("2026-09")
SMALL = PEOPLE[:3]


def batch(published: Path, out: Path, workers: int = 1, **options: object) -> BatchResult:
    return render_batch(published, out, period=MONTH, workers=workers, fonts=fonts(), quality=SUMMARY, **options)  # type: ignore[arg-type]


def digests(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.rglob("*")) if path.is_file()
    }


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return PublishedFactory(people=SMALL, months=3).write(tmp_path_factory.mktemp("published"))


@pytest.fixture(scope="module")
def released(published: Path, tmp_path_factory: pytest.TempPathFactory) -> BatchResult:
    return batch(published, tmp_path_factory.mktemp("one") / "2026-09")


def test_every_employee_and_team_gets_a_file_in_its_own_language(released: BatchResult) -> None:
    assert [report.file.name for report in released.reports] == [
        "2026-09_employee_U01_en.pdf",
        "2026-09_employee_U02_zh_CN.pdf",
        "2026-09_employee_U03_en.pdf",
        "2026-09_team_U01_en.pdf",
    ]
    assert all(hashlib.sha256(report.file.read_bytes()).hexdigest() == report.sha256 for report in released.reports)


def test_two_workers_give_the_bytes_of_one(published: Path, released: BatchResult, tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    batch(published, tmp_path, workers=2, on_progress=lambda done, of: seen.append((done, of)))
    assert digests(tmp_path) == digests(released.index.parent)
    assert seen == [(count, 4) for count in range(1, 5)]


def test_one_failing_report_holds_back_the_batch_and_each_failure_is_named(tmp_path: Path) -> None:
    factory = PublishedFactory(people=SMALL, months=2)
    for subject_id, name in (("crm:U02", "Łukasz"), ("crm:U03", "Émile 👋")):
        factory.rows("rpt_subjects", period="2026-09", subject_id=subject_id)[0]["name"] = name
    out = tmp_path / "out"
    with pytest.raises(RenderError) as raised:
        batch(factory.write(tmp_path / "published"), out, workers=2)
    text = str(raised.value)
    assert "2 of 4 reports could not be made, none was released" in text
    assert "2026-09_employee_U02_zh_CN: the fonts have no glyph for Ł (U+0141)" in text
    assert "2026-09_employee_U03_en: the fonts have no glyph for 👋" in text
    assert digests(out) == {}


def test_a_failing_batch_leaves_the_released_one_alone(tmp_path: Path) -> None:
    out = tmp_path / "out"
    batch(PublishedFactory(people=SMALL[:1], months=2).write(tmp_path / "good"), out)
    before = digests(out)
    bad = PublishedFactory(people=SMALL[:1], months=2)
    bad.rows("rpt_kpis", period="2026-09", subject_type="employee")[0]["unit"] = "parsecs"
    with pytest.raises(RenderError, match="1 of 2 reports"):
        batch(bad.write(tmp_path / "bad"), out)
    assert digests(out) == before


def test_only_some_subjects_join_what_was_released(published: Path, released: BatchResult, tmp_path: Path) -> None:
    batch(published, tmp_path, only=["U02", "team:U01"], locale="en")
    assert sorted(digests(tmp_path / "scorecards")) == ["2026-09_employee_U02_en.pdf", "2026-09_team_U01_en.pdf"]
    batch(published, tmp_path, only=["employee:crm:U02"])
    with (tmp_path / "index.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert [row["report_id"] for row in rows] == ["2026-09_employee_U02_en", "2026-09_employee_U02_zh_CN", "2026-09_team_U01_en"]


def test_an_unknown_subject_is_the_callers_mistake(published: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="employee:U99"):
        batch(published, tmp_path, only=["U99"])


def test_a_month_that_the_build_does_not_hold_is_named(published: Path, tmp_path: Path) -> None:
    with pytest.raises(RenderError, match="no month 2031-01"):
        render_batch(published, tmp_path, period=Period.parse("2031-01"), fonts=fonts())


def test_the_index_links_each_file_and_tells_its_hash_pages_and_state(released: BatchResult) -> None:
    page = BeautifulSoup(released.index.read_text(encoding="utf-8"), "html.parser")
    links = [str(link["href"]) for link in page.select("tbody a")]
    assert sorted(links) == sorted(f"scorecards/{report.file.name}" for report in released.reports)
    assert all((released.index.parent / link).is_file() for link in links)
    text = page.get_text(" ")
    assert all(report.sha256[:12] in text and report.name in text for report in released.reports)
    assert text.count("PROVISIONAL") == len(released.reports)
    assert page.select_one('meta[name="viewport"]') is not None
    assert page.select("script[src], link[href], img[src]") == []


def test_a_whole_batch_clears_files_of_earlier_ones(published: Path, released: BatchResult, tmp_path: Path) -> None:
    stale = tmp_path / "scorecards" / "2026-09_employee_GONE_en.pdf"
    stale.parent.mkdir()
    stale.write_bytes(b"%PDF-")
    other = tmp_path / "quality.html"
    other.write_text("kept", encoding="utf-8")
    batch(published, tmp_path)
    assert not stale.exists()
    assert other.read_text(encoding="utf-8") == "kept"


def test_missing_fonts_are_named_with_the_command_that_builds_them(published: Path, tmp_path: Path) -> None:
    with pytest.raises(RenderError, match=r"python -m pipelines\.reporting\.fonts"):
        render_batch(published, tmp_path / "out", period=MONTH, fonts=tmp_path / "none")
