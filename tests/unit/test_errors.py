"""Errors say what, where and what to do, and never a secret."""

from __future__ import annotations

import pytest

from pipelines.errors import ScorecardsError, SourceError, mask_secrets


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("postgresql://reader:s3cr3t@db:5432/x failed", "postgresql://reader:***@db:5432/x failed"),
        ("mysql://root:p:w@h/d", "mysql://root:***@h/d"),
        ("password=hunter2 host=db", "password=*** host=db"),
        ("api_key: abc, next", "api_key: ***, next"),
        ("sqlite:///crm.db", "sqlite:///crm.db"),
    ],
)
def test_secrets_are_masked(text: str, masked: str) -> None:
    assert mask_secrets(text) == masked


def test_an_error_reads_where_what_and_next_step() -> None:
    error = SourceError("login failed for postgresql://a:b@h/d", where="aw.customer", fix="check AW_DATABASE_URL", transient=True)
    assert str(error) == "aw.customer: login failed for postgresql://a:***@h/d\n→ check AW_DATABASE_URL"
    assert error.transient
    assert isinstance(error, ScorecardsError)
