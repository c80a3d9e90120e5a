"""Progress without a terminal."""

from __future__ import annotations

import pytest

from pipelines.cli.progress import PlainLines


def test_one_line_when_a_stage_starts_and_one_when_it_ends(capsys: pytest.CaptureFixture[str]) -> None:
    show = PlainLines()
    for done in (0, 1, 2, 3, 3):
        show("pull", done, 3)
    assert capsys.readouterr().err.splitlines() == ["pull …", "pull: 3 of 3"]
