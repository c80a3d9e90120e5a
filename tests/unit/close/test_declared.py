"""Policy and settings as the fourth source."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines.close.declared import declared_objects, settings_rows, with_policy
from pipelines.errors import SettingsError, UsageError
from pipelines.settings import CompanySettings

ORDERS = {"domain": "finance", "key": ["id"], "columns": {"id": "VARCHAR"}, "file": "orders.csv", "tolerance": 0.01}


def company(folder: Path, **changed: object) -> CompanySettings:
    base = {
        "name": "tiny",
        "display_name": {"en": "Tiny", "zh_CN": "小"},
        "timezone": "Asia/Shanghai",
        "reporting_currency": "CNY",
        "default_locale": "en",
        "systems": ["tiny"],
        "sources": {"fin": {"connector": "files", "path": ".", "objects": {"orders": ORDERS}}},
        "folder": folder,
    }
    return CompanySettings.model_validate({**base, **changed})


def test_policy_comes_first_and_holds_settings_and_every_file(tmp_path: Path) -> None:
    names = [item.full_name for item in declared_objects(company(tmp_path))]
    policy = ["settings", "kpis", "weights", "targets", "bands", "curves", "thresholds"]
    assert names == [*(f"policy.{name}" for name in policy), "fin.orders"]


def test_an_object_is_chosen_by_its_source_or_its_name(tmp_path: Path) -> None:
    assert [item.full_name for item in declared_objects(company(tmp_path), ["fin"])] == ["fin.orders"]
    assert [item.full_name for item in declared_objects(company(tmp_path), ["policy.bands"])] == ["policy.bands"]
    with pytest.raises(UsageError, match="bills"):
        declared_objects(company(tmp_path), ["fin.bills"])


def test_policy_keys_are_columns_of_their_files(tmp_path: Path) -> None:
    for item in declared_objects(company(tmp_path), ["policy"]):
        assert set(item.settings.key) <= set(item.settings.columns)


def test_settings_are_flat_text(tmp_path: Path) -> None:
    rows = settings_rows(company(tmp_path))
    assert rows["display_name.zh_CN"] == "小"
    assert rows["fiscal_year_start"] == "1"
    assert rows["tolerance.fin.orders"] == "0.01"
    assert "history_starts_on" not in rows
    assert settings_rows(company(tmp_path, history_starts_on="2024-04-01"))["history_starts_on"] == "2024-04-01"


def test_no_source_may_take_the_name_policy(tmp_path: Path) -> None:
    sources = {"policy": {"connector": "files", "path": ".", "objects": {"orders": ORDERS}}}
    with pytest.raises(SettingsError, match="policy"):
        with_policy(company(tmp_path, sources=sources))
