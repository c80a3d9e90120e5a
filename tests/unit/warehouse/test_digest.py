"""What determines a build's id."""

from __future__ import annotations

from pathlib import Path

from pipelines.warehouse.digest import build_id_of, code_digest, git_commit, library_versions


def checkout(root: Path) -> Path:
    for name in ("pipelines/a.py", "dbt_project/models/m.sql", "reports/t.html", "uv.lock", "README.md", "dbt_project/target/manifest.json"):
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)
    return root


def test_the_digest_sees_code_and_nothing_else(tmp_path: Path) -> None:
    before = code_digest(checkout(tmp_path))
    for other in ("README.md", "dbt_project/target/manifest.json"):
        (tmp_path / other).write_text("changed")
        assert code_digest(tmp_path) == before
    for code in ("pipelines/a.py", "dbt_project/models/m.sql", "reports/t.html", "uv.lock"):
        (tmp_path / code).write_text("changed")
        assert code_digest(tmp_path) != before
        before = code_digest(tmp_path)


def test_a_renamed_file_changes_the_digest(tmp_path: Path) -> None:
    before = code_digest(checkout(tmp_path))
    (tmp_path / "pipelines" / "a.py").rename(tmp_path / "pipelines" / "b.py")
    assert code_digest(tmp_path) != before


def test_each_of_the_four_inputs_changes_the_id() -> None:
    base = {"head": 1, "period_end": "2026-09-30", "issues_head": 0, "code": "x"}
    ids = {build_id_of(**{**base, name: value}) for name, value in {"head": 2, "period_end": "2026-08-31", "issues_head": 1, "code": "y"}.items()}
    assert len(ids | {build_id_of(**base)}) == 5


def test_outside_a_checkout_there_is_no_commit(tmp_path: Path) -> None:
    assert git_commit(tmp_path) is None


def test_versions_name_what_makes_numbers() -> None:
    assert {"python", "duckdb", "dbt-core"} <= library_versions().keys()
