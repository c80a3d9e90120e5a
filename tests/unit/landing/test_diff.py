"""The diff's working memory; what it finds is tested through the log."""

from __future__ import annotations

import pytest

from pipelines.landing.diff import working_memory


@pytest.mark.parametrize(
    ("given", "used"), [("1500MB", "500MB"), ("300MB", "300MB"), ("2 GiB", "500MB"), ("0.25GB", "250MB"), ("80%", "500MB"), ("100000kb", "100MB")]
)
def test_a_pull_never_takes_more_than_its_share(given: str, used: str) -> None:
    assert working_memory(given) == used
