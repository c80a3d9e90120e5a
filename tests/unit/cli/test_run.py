"""Reading `--as-of`."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipelines.cli.run import instant
from pipelines.errors import UsageError
from pipelines.settings import CompanySettings

COMPANY = CompanySettings.model_validate(
    {
        "name": "tiny",
        "display_name": {"en": "Tiny"},
        "timezone": "Asia/Shanghai",
        "reporting_currency": "CNY",
        "default_locale": "en",
        "systems": [],
        "sources": {},
        "folder": Path("/"),
    }
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-10-05T08:00:00+02:00", datetime(2026, 10, 5, 6, tzinfo=UTC)),
        ("2026-10-05T08:00", datetime(2026, 10, 5, 0, tzinfo=UTC)),
        ("2026-10-05", datetime(2026, 10, 5, 15, 59, 59, 999999, tzinfo=UTC)),
    ],
)
def test_an_instant_without_offset_is_in_the_companys_zone_and_a_date_means_its_end(text: str, expected: datetime) -> None:
    assert instant(text, COMPANY) == expected


def test_anything_else_is_refused() -> None:
    with pytest.raises(UsageError, match="yesterday"):
        instant("yesterday", COMPANY)
