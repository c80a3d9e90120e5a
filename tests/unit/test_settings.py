"""Company settings: what is read, what is refused and with which words."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from pipelines.errors import SettingsError
from pipelines.settings import PROJECT_ROOT, default_home, load_company, resolve_references, salt_key, worker_count

COMPANY = {
    "name": "acme",
    "display_name": {"en": "Acme"},
    "timezone": "Europe/Berlin",
    "reporting_currency": "EUR",
    "default_locale": "en",
    "systems": ["acme_crm"],
    "sources": {"crm": {"connector": "files", "path": "in", "objects": {"accounts": {"domain": "crm", "key": ["id"], "columns": {"id": "varchar"}}}}},
}


def write(folder: Path, name: str = "company.yaml", **changes: object) -> Path:
    (folder / name).write_text(yaml.safe_dump({**COMPANY, **changes}), encoding="utf-8")
    return folder


def test_a_company_folder_is_read_with_its_defaults(tmp_path: Path) -> None:
    company = load_company(write(tmp_path))
    accounts = company.sources["crm"].objects["accounts"]
    assert (company.fiscal_year_start, accounts.mode, accounts.max_delete_share) == (1, "snapshot", 0.10)
    assert company.resolve("in") == tmp_path / "in"


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"timezone": "Mars/Olympus"}, "timezone"),
        ({"reporting_currency": "Euro"}, "reporting_currency"),
        ({"default_locale": "fr"}, "default_locale"),
        ({"fiscal_year_start": 13}, "fiscal_year_start"),
        ({"surprise": 1}, "surprise"),
        ({"name": "Not A Name"}, "name"),
    ],
)
def test_a_wrong_field_is_named_with_its_file(tmp_path: Path, change: dict[str, object], word: str) -> None:
    with pytest.raises(SettingsError, match=word) as caught:
        load_company(write(tmp_path, **change))
    assert "company.yaml" in str(caught.value)


def test_a_missing_folder_says_what_to_give(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="--company companies/sample"):
        load_company(tmp_path / "nowhere")


def test_yaml_that_is_no_mapping_is_refused(tmp_path: Path) -> None:
    (tmp_path / "company.yaml").write_text("- a\n- b\n")
    with pytest.raises(SettingsError, match="not a mapping"):
        load_company(tmp_path)


def test_a_variant_extends_its_base_and_merges_deeply(tmp_path: Path) -> None:
    write(tmp_path)
    variant = tmp_path / "postgres.yaml"
    variant.write_text("extends: company.yaml\nname: acme-postgres\nsources: {crm: {connector: sql, url: '${ACME_URL}'}}\n")
    company = load_company(variant)
    assert company.name == "acme-postgres"
    assert company.sources["crm"].connector == "sql"
    assert "accounts" in company.sources["crm"].objects


def test_references_come_from_the_environment_or_their_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ACME_HOST", "db.local")
    monkeypatch.delenv("ACME_PORT", raising=False)
    assert resolve_references("${ACME_HOST}:${ACME_PORT:-5432}", where="acme") == "db.local:5432"


def test_an_unset_reference_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ACME_SECRET", raising=False)
    with pytest.raises(SettingsError, match="ACME_SECRET is not set"):
        resolve_references("${ACME_SECRET}", where="acme.crm.url")


def test_homes_and_limits_follow_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    company = load_company(write(tmp_path))
    monkeypatch.delenv("SCORECARDS_DATA", raising=False)
    assert default_home(company) == PROJECT_ROOT / "data" / "acme"
    monkeypatch.setenv("SCORECARDS_DATA", str(tmp_path))
    monkeypatch.setenv("SCORECARDS_WORKERS", "3")
    monkeypatch.setenv("SCORECARDS_SALT_KEY", "k")
    assert (default_home(company), worker_count(), salt_key()) == (tmp_path / "acme", 3, "k")
