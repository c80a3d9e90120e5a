"""The connector `files`: finding files, several files of one object."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines.errors import SourceError
from pipelines.sources import extract, probe
from tests.unit.sources.companies import of_files, read


def test_glob_reads_in_name_order_and_aligns_columns(tmp_path: Path) -> None:
    (tmp_path / "b.csv").write_text("name,id\nBo,2\n")
    (tmp_path / "a.csv").write_text("id,name\n1,Ada\n")
    settings = of_files(tmp_path, "*.csv")
    assert read(settings)[1] == [{"id": "1", "name": "Ada"}, {"id": "2", "name": "Bo"}]
    assert extract(settings, "crm", "deals").origin == "a.csv, b.csv"


@pytest.mark.parametrize(("header", "told"), [("id", "lacks name"), ("id,name,x", "adds x"), ("id,nom", "lacks name; adds nom")])
def test_file_with_other_columns_is_named(tmp_path: Path, header: str, told: str) -> None:
    (tmp_path / "a.csv").write_text("id,name\n1,Ada\n")
    (tmp_path / "b.csv").write_text(f"{header}\n")
    with pytest.raises(SourceError, match=rf"crm\.deals \(b\.csv\): its columns differ from those of a\.csv: {told}"):
        read(of_files(tmp_path, "*.csv"))


def test_absent_file_folder_and_match(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"crm\.deals: no file d\.csv in .*\n→ see whether the export ran"):
        read(of_files(tmp_path, "d.csv"))
    with pytest.raises(SourceError, match=r"no file \*\.csv in"):
        read(of_files(tmp_path, "*.csv"))
    with pytest.raises(SourceError, match=r"the folder .* does not exist"):
        read(of_files(tmp_path, "d.csv", source={"path": "nowhere"}))


def test_unknown_kind_and_mixed_kinds(tmp_path: Path) -> None:
    (tmp_path / "d.doc").write_text("x")
    with pytest.raises(SourceError, match=r"cannot read files that end in \.doc"):
        read(of_files(tmp_path, "d.doc"))
    (tmp_path / "d.csv").write_text("id\n1\n")
    (tmp_path / "d.jsonl").write_text('{"id": 1}\n')
    with pytest.raises(SourceError, match=r"\.csv, \.jsonl"):
        read(of_files(tmp_path, "d.[cj]*"))


def test_path_may_hold_a_reference(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "d.csv").write_text("id\n1\n")
    monkeypatch.setenv("EXPORTS", str(tmp_path))
    assert read(of_files(tmp_path / "elsewhere", "d.csv", source={"path": "${EXPORTS}"}))[1] == [{"id": "1"}]


def test_files_have_no_cursor(tmp_path: Path) -> None:
    (tmp_path / "d.csv").write_text("id\n1\n")
    with pytest.raises(SourceError, match="cannot be read from a cursor on"):
        read(of_files(tmp_path, "d.csv", mode="append", cursor="id"))


def test_probe_counts_and_tells_what_is_wrong(tmp_path: Path) -> None:
    (tmp_path / "d.csv").write_text("id,name\n1,Ada\n2,Bo\n")
    good = probe(of_files(tmp_path, "d.csv"), "crm", "deals")
    assert (good.reachable, good.rows, good.columns, good.problem) == (True, 2, (("id", "string"), ("name", "string")), None)
    (tmp_path / "d.csv").write_text("id,name\n1,Ada,3\n")
    bad = probe(of_files(tmp_path, "d.csv"), "crm", "deals")
    assert (bad.reachable, bad.rows) == (False, None)
    assert "row 2 has 3 fields" in str(bad.problem)
