"""Pages look as they were approved. To approve a change: `python -m tests.golden.reporting.pages`, look, commit."""

from __future__ import annotations

import pytest
from PIL import Image

from tests.golden.reporting.pages import APPROVED, SHOTS, apart, approved, picture
from tests.unit.reporting.rendering import made, render

TOLERANCE = 0.05  # percent of pixels


@pytest.mark.parametrize(("case", "locale", "number"), SHOTS)
def test_a_page_looks_as_approved(case: str, locale: str, number: int) -> None:
    with Image.open(approved(case, locale, number)) as expected:
        assert apart(picture(made(case, locale).content, number), expected) <= TOLERANCE


def test_each_approved_picture_belongs_to_a_page_and_is_small() -> None:
    assert {path.name for path in APPROVED.glob("*")} == {approved(*shot).name for shot in SHOTS}
    assert max(path.stat().st_size for path in APPROVED.glob("*.png")) < 40_000


@pytest.mark.parametrize(
    ("was", "becomes"),
    [("<h1>", '<h1 style="padding-left:6pt">'), ('class="figure"', 'class="label"'), ("</colgroup>", "</colgroup><!-- -->"), (' class="bar"', "")],
    ids=["name moved by two millimetres", "total in small print", "nothing changed", "bars moved"],
)
def test_a_visible_change_is_seen_and_an_invisible_one_is_not(was: str, becomes: str) -> None:
    report = made("usual", "en")
    assert was in report.html
    changed = picture(render(report.desk, report.view, report.html.replace(was, becomes)), 0)
    with Image.open(approved("usual", "en", 0)) as expected:
        assert (apart(changed, expected) > TOLERANCE) == ("<!--" not in becomes)
