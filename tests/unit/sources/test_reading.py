"""The checks that hold for every connector."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines.errors import SourceError
from pipelines.sources import extract, probe
from tests.unit.sources.companies import company, of_files, read


def test_missing_declared_columns_are_named(tmp_path: Path) -> None:
    (tmp_path / "d.csv").write_text("id,name\n1,Ada\n")
    declared = {"columns": {"id": "VARCHAR", "amount": "VARCHAR"}, "personal": ["phone"]}
    with pytest.raises(SourceError, match=r"crm\.deals: columns missing: amount, phone \(found: id, name\)\n→ restore them"):
        read(of_files(tmp_path, "d.csv", **declared))
    (tmp_path / "d.csv").write_text("id,name,amount,phone\n1,Ada,2,3\n")
    assert len(read(of_files(tmp_path, "d.csv", **declared))[1]) == 1


def test_undeclared_object_and_unknown_connector(tmp_path: Path) -> None:
    settings = of_files(tmp_path, "d.csv")
    with pytest.raises(SourceError, match=r"test: crm\.leads: is not declared"):
        extract(settings, "crm", "leads")
    with pytest.raises(SourceError, match="unknown connector 'fax'"):
        extract(company(tmp_path, {"connector": "fax"}), "crm", "deals")
    assert probe(settings, "erp", "deals").problem is not None


def test_cursor_needs_append(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="the object's mode is snapshot"):
        extract(of_files(tmp_path, "d.csv", cursor="id"), "crm", "deals")
