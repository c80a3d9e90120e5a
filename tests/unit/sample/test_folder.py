"""The generator as a whole: determinism, size, atomicity, the shape of the firm."""

from __future__ import annotations

import hashlib
import time
from collections import Counter
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from pipelines.sample import generate
from tests.unit.sample.readers import crm, finance, hr, workbook

FIRST, LAST = date(2024, 4, 1), date(2026, 9, 30)


def digests(folder: Path) -> dict[str, str]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def test_the_same_seed_gives_the_same_bytes_at_another_time(tmp_path: Path) -> None:
    generate(tmp_path / "a", size=0.1, seed=7)
    time.sleep(1.1)  # file formats stamp whole seconds
    generate(tmp_path / "elsewhere" / "b", size=0.1, seed=7)
    assert digests(tmp_path / "a") == digests(tmp_path / "elsewhere" / "b")


def test_another_seed_gives_another_firm(tmp_path: Path) -> None:
    generate(tmp_path / "a", size=0.1, seed=7)
    generate(tmp_path / "b", size=0.1, seed=8)
    one, other = digests(tmp_path / "a"), digests(tmp_path / "b")
    assert one.keys() == other.keys()
    assert one["crm/crm.db"] != other["crm/crm.db"]
    assert one["hr/employees.jsonl"] != other["hr/employees.jsonl"]


def test_an_existing_folder_is_replaced_whole_and_nothing_is_left_beside_it(tmp_path: Path) -> None:
    folder = tmp_path / "sources"
    folder.mkdir()
    (folder / "left-over.csv").write_text("old")
    generate(folder, size=0.1)
    assert not (folder / "left-over.csv").exists()
    assert [path.name for path in tmp_path.iterdir()] == ["sources"]


def test_a_failure_leaves_the_old_folder_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    generate(tmp_path / "sources", size=0.1, seed=1)
    before = digests(tmp_path / "sources")

    def fail(*_: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr("pipelines.sample.folder.assignment_rows", fail)
    with pytest.raises(OSError, match="disk full"):
        generate(tmp_path / "sources", size=0.1, seed=2)
    assert digests(tmp_path / "sources") == before


@pytest.mark.parametrize("size", [0, -1])
def test_a_size_that_is_not_positive_is_refused(tmp_path: Path, size: float) -> None:
    with pytest.raises(ValueError, match="size"):
        generate(tmp_path / "sources", size=size)


def test_size_scales_people_and_rows(tmp_path: Path, sample_folder: Path) -> None:
    generate(tmp_path / "small", size=0.1)
    generate(tmp_path / "large", size=2)
    folders = [tmp_path / "small", sample_folder, tmp_path / "large"]
    small, normal, large = ([len(hr(folder, "employees")), len(finance(folder, "invoices")), len(crm(folder, "activities"))] for folder in folders)
    assert all(0.2 < few / some < 0.5 for few, some in zip(small, normal, strict=True)), "two teams are the smallest firm"
    assert all(1.8 < many / some < 2.4 for many, some in zip(large, normal, strict=True))


def test_size_1_is_the_firm_of_the_brief(sample_folder: Path) -> None:
    assignments = hr(sample_folder, "assignments")
    now = [row for row in assignments if row["valid_from"] <= "2025-03-31" and (row["valid_to"] or "9999") >= "2025-03-31"]
    roles = Counter(row["role"] for row in now)
    assert roles["sales_manager"] == 6
    assert roles["sales_vp"] == 1
    assert 30 <= roles["sales_rep"] <= 33
    assert len({row["region"] for row in now}) == 3
    assert len(list((sample_folder / "finance" / "invoices").glob("*.csv"))) == 30
    assert {row["currency"] for row in finance(sample_folder, "invoices")} == {"CNY", "USD", "EUR", "GBP"}, "GBP is dirt"
    locales = Counter(row["locale"] for row in hr(sample_folder, "employees"))
    assert locales["zh_CN"] > locales["en"] > 8


def test_everybody_has_one_assignment_a_day_under_a_manager_who_is_there(sample_folder: Path) -> None:
    employees = {row["staff_no"]: row for row in hr(sample_folder, "employees")}
    assignments = hr(sample_folder, "assignments")
    for staff_no, person in employees.items():
        own = sorted((row for row in assignments if row["staff_no"] == staff_no), key=lambda row: row["valid_from"])
        assert own[0]["valid_from"] == person["hired_on"]
        assert own[-1]["valid_to"] == person["left_on"]
        for earlier, later in pairwise(own):
            assert date.fromisoformat(earlier["valid_to"]) + timedelta(days=1) == date.fromisoformat(later["valid_from"])
    for row in assignments:
        manager = row["manager_staff_no"]
        assert manager is None or employees[manager]["hired_on"] <= row["valid_from"]
        assert manager is None or (employees[manager]["left_on"] or "9999") >= (row["valid_to"] or "9999")
    assert sum(row["manager_staff_no"] is None for row in assignments) == 1


def test_careers_hold_what_the_appraisal_must_cope_with(sample_folder: Path) -> None:
    assignments = hr(sample_folder, "assignments")
    reasons = Counter(row["change_reason"] for row in assignments)
    assert reasons["transfer"] == 4
    assert reasons["promotion"] == 1
    assert reasons["reorganisation"] >= 4
    assert all(not row["valid_from"].endswith("-01") for row in assignments if row["change_reason"] == "transfer"), "in mid-month"
    left = Counter(row["leave_reason"] for row in hr(sample_folder, "employees") if row["left_on"])
    assert left["retirement"] == 2
    assert left["resignation"] + left["dismissal"] >= 5
    assert any(row["left_on"] and row["left_on"] >= "2026-07-01" and row["leave_reason"] != "retirement" for row in hr(sample_folder, "employees"))
    assert any(row["hired_on"] == "2026-09-16" for row in hr(sample_folder, "employees"))


def test_ids_differ_between_systems_and_the_key_map_is_dated_and_incomplete(sample_folder: Path) -> None:
    keys = hr(sample_folder, "employee_keys")
    staff = {row["staff_no"] for row in hr(sample_folder, "employees")}
    assert not staff & {row["source_key"] for row in keys}
    holders = Counter((row["system"], row["source_key"]) for row in keys)
    assert max(holders.values()) == 2, "a finance code handed on to a successor"
    assert staff - {row["staff_no"] for row in keys if row["system"] == "fin"}, "somebody finance knows and HR's map does not"
    twice = [key for key, count in holders.items() if count == 2]
    for key in twice:
        first, second = sorted((row for row in keys if (row["system"], row["source_key"]) == key), key=lambda row: row["valid_from"])
        assert first["valid_to"] < second["valid_from"]
    users = Counter(row["staff_no"] for row in keys if row["system"] == "crm")
    assert max(users.values()) == 2, "a CRM user that was replaced"


def test_the_plan_covers_every_month_of_everybody(sample_folder: Path) -> None:
    rows = workbook(sample_folder, "targets")
    revenue = {(row["staff_no"], row["month"].date()) for row in rows if row["kpi"] == "revenue"}
    assert len(revenue) == sum(row["kpi"] == "revenue" for row in rows)
    for person in hr(sample_folder, "employees"):
        hired, left = date.fromisoformat(person["hired_on"]), date.fromisoformat(person["left_on"] or "9999-12-31")
        month = max(FIRST, hired.replace(day=1))
        while month <= min(LAST, left):
            assert (person["staff_no"], month) in revenue
            month = (month + timedelta(days=32)).replace(day=1)
    assert {row["reason_kind"] for row in rows} == {"initial", "competitor_price"}
