"""The landing as its callers see it: what is written, what a head shows, what is refused."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest

from pipelines.errors import LandingRefused, SourceError
from pipelines.landing import Landing
from tests.unit.landing.homes import SCHEMA, at, content, declare, files_of, live, open_landing, pull, versions

ONE = {"id": "1", "amount": 10, "name": "Ada"}
TWO = {"id": "2", "amount": 20, "name": "Bo"}


@pytest.fixture
def landing(tmp_path: Path) -> Landing:
    return open_landing(tmp_path)


def test_first_pull_lands_all_rows_numbered_by_key(landing: Landing) -> None:
    outcome = pull(landing, [TWO, ONE])
    assert (outcome.status, outcome.load, outcome.rows_read, outcome.inserted) == ("landed", 1, 2, 2)
    assert [(row["_row_id"], row["_pk"], row["_op"], row["_replaces"], row["_load"]) for row in versions(landing)] == [
        (1, "1", "upsert", None, 1),
        (2, "2", "upsert", None, 1),
    ]
    assert versions(landing)[0]["_loaded_at"] == at(0)


def test_unchanged_pull_writes_only_a_line_of_attempts(landing: Landing, tmp_path: Path) -> None:
    pull(landing, [ONE, TWO])
    before = files_of(tmp_path)
    outcome = pull(landing, [TWO, ONE], hours=1)
    assert (outcome.status, outcome.load, outcome.rows_read) == ("unchanged", None, 2)
    assert files_of(tmp_path) == before
    assert len((tmp_path / "landing/attempts.jsonl").read_text().splitlines()) == 2
    assert landing.last_attempts()["crm", "deals"].status == "unchanged"


def test_one_changed_row_makes_one_new_version(landing: Landing) -> None:
    pull(landing, [ONE, TWO])
    outcome = pull(landing, [ONE, {**TWO, "amount": 21}], hours=1)
    assert (outcome.inserted, outcome.updated, outcome.deleted) == (0, 1, 0)
    assert [(row["_row_id"], row["_replaces"], row["amount"]) for row in versions(landing)[2:]] == [(3, 2, 21)]
    assert landing.objects(1)[0].live_rows == landing.objects(2)[0].live_rows == 2


def test_absent_row_of_a_snapshot_is_a_delete_that_carries_only_its_key(landing: Landing) -> None:
    pull(landing, [ONE, TWO])
    assert pull(landing, [TWO], hours=1).deleted == 1
    deleted = versions(landing)[-1]
    assert (deleted["_op"], deleted["_replaces"], deleted["id"], deleted["amount"], deleted["name"]) == ("delete", 1, "1", None, None)
    assert content(live(landing)) == [("2", 20, "Bo")]
    assert content(live(landing, 1)) == [("1", 10, "Ada"), ("2", 20, "Bo")]


def test_deleted_row_that_comes_back_gets_a_new_version(landing: Landing) -> None:
    pull(landing, [ONE, TWO])
    pull(landing, [TWO], hours=1)
    outcome = pull(landing, [ONE, TWO], hours=2)
    assert (outcome.inserted, outcome.updated) == (1, 0)
    assert [row["_row_id"] for row in live(landing)] == [2, 4]


def test_absence_deletes_nothing_in_append_mode(landing: Landing) -> None:
    append = declare(mode="append")
    pull(landing, [ONE], declared=append)
    outcome = pull(landing, [TWO, {**ONE, "amount": 11}], hours=1, declared=append)
    assert (outcome.inserted, outcome.updated, outcome.deleted) == (1, 1, 0)
    assert pull(landing, [TWO], hours=2, declared=append).status == "unchanged"
    assert content(live(landing)) == [("1", 11, "Ada"), ("2", 20, "Bo")]


def test_identical_duplicates_collapse(landing: Landing) -> None:
    outcome = pull(landing, [ONE, ONE, TWO])
    assert (outcome.rows_read, outcome.inserted, outcome.duplicates) == (3, 2, 0)
    assert not any(row["_dup"] for row in live(landing))


def test_differing_duplicates_are_all_landed_and_flagged(landing: Landing) -> None:
    other = {**ONE, "amount": 99}
    outcome = pull(landing, [ONE, other, TWO])
    assert (outcome.inserted, outcome.duplicates) == (3, 2)
    assert [(row["id"], row["_dup"]) for row in live(landing)] == [("1", True), ("1", True), ("2", False)]
    assert pull(landing, [other, TWO, ONE], hours=1).status == "unchanged"


def test_flag_goes_when_the_duplicate_goes(landing: Landing) -> None:
    pull(landing, [ONE, {**ONE, "amount": 99}])
    pull(landing, [ONE], hours=1)
    assert [(row["amount"], row["_dup"]) for row in live(landing)] == [(10, False)]
    pull(landing, [ONE, {**ONE, "amount": 98}], hours=2)
    assert sorted((row["amount"], row["_dup"]) for row in live(landing)) == [(10, True), (98, True)]


def test_snapshot_that_lacks_too_many_rows_is_refused_and_nothing_is_landed(landing: Landing, tmp_path: Path) -> None:
    cautious = declare(max_delete_share=0.10)
    rows = [{"id": str(number), "amount": number, "name": "x"} for number in range(20)]
    pull(landing, rows, declared=cautious)
    before = files_of(tmp_path)
    with pytest.raises(LandingRefused, match=r"crm\.deals: the snapshot lacks 3 of 20 live rows \(15.0%\), more than max_delete_share 10.0%"):
        pull(landing, rows[3:], hours=1, declared=cautious)
    assert files_of(tmp_path) == before
    assert pull(landing, rows[2:], hours=1, declared=cautious).deleted == 2


def test_first_pull_without_rows_leaves_a_manifest(landing: Landing) -> None:
    outcome = pull(landing, [])
    assert (outcome.status, outcome.load, outcome.rows_read) == ("landed", 1, 0)
    assert landing.objects(1)[0].main_parts == ()
    assert landing.objects(1)[0].columns == {"id": "VARCHAR", "amount": "BIGINT", "name": "VARCHAR"}
    assert pull(landing, [], hours=1).status == "unchanged"


def test_null_and_empty_text_differ(landing: Landing) -> None:
    pull(landing, [{**ONE, "name": None}])
    assert pull(landing, [{**ONE, "name": ""}], hours=1).updated == 1


def test_heads_follow_instants_and_instants_never_decrease(landing: Landing) -> None:
    pull(landing, [ONE], hours=2)
    pull(landing, [ONE, TWO], hours=1)  # the clock was set back
    assert [manifest.at for manifest in landing.manifests(2)] == [at(2), at(2)]
    assert landing.head(at(1.5)).load == 0
    assert (landing.head(at(2)).load, landing.head().load) == (2, 2)


def test_objects_are_numbered_and_know_their_parts(landing: Landing) -> None:
    pull(landing, [ONE])
    pull(landing, [TWO], name="leads", hours=1)
    pull(landing, [ONE, TWO], hours=2)
    deals, leads = landing.objects(3)
    assert (deals.object_id, deals.object, deals.last_load, len(deals.main_parts), deals.live_rows) == (1, "deals", 3, 2, 2)
    assert (leads.object_id, leads.object, leads.last_load, leads.last_loaded_at) == (2, "leads", 2, at(1))
    assert [item.object for item in landing.objects(1)] == ["deals"]


def test_source_error_comes_through_and_nothing_is_landed(landing: Landing, tmp_path: Path) -> None:
    def broken() -> object:
        yield pa.RecordBatch.from_pylist([ONE], schema=SCHEMA)
        raise SourceError("cut off", where="crm.deals", transient=True)

    with pytest.raises(SourceError, match="cut off") as raised:
        landing.land("crm", "deals", declare(), SCHEMA, broken(), origin="test", loaded_at=at(0))  # type: ignore[arg-type]
    assert raised.value.transient
    assert landing.head().load == 0
    assert not list((tmp_path / "landing" / "work").iterdir())


def test_failure_makes_the_last_attempt_a_failed_one_with_secrets_masked(landing: Landing) -> None:
    pull(landing, [ONE])
    landing.record_failure("crm", "deals", "cannot reach postgresql://me:geheim@host/db", at(1))
    attempt = landing.last_attempts()["crm", "deals"]
    assert (attempt.status, attempt.at) == ("failed", at(1))
    assert "geheim" not in str(attempt.problem)
    assert pull(landing, [ONE], hours=2).status == "unchanged"
    assert landing.last_attempts()["crm", "deals"].status == "unchanged"


def test_cursor_is_the_largest_value_landed(landing: Landing) -> None:
    declared = declare(mode="append", cursor="amount")
    assert landing.cursor("crm", "deals") is None
    pull(landing, [{**ONE, "amount": 9}, {**TWO, "amount": 10}], declared=declared)
    assert landing.cursor("crm", "deals") == "10"
    pull(landing, [], hours=1, declared=declared)
    assert landing.cursor("crm", "deals") == "10"


def test_personal_columns_lie_in_the_sibling_only(landing: Landing) -> None:
    pull(landing, [ONE, TWO], declared=declare(personal=["name"]))
    main = versions(landing)
    assert "name" not in main[0]
    assert main[0]["_personal_digest"] != main[1]["_personal_digest"]
    sibling = duckdb.read_parquet([str(part) for part in landing.objects(1)[0].personal_parts]).to_arrow_table().to_pylist()
    assert [(row["_row_id"], row["name"]) for row in sibling] == [(1, "Ada"), (2, "Bo")]
    assert all("Ada" not in str(row) for row in main)


def test_change_of_a_personal_column_alone_is_a_change(landing: Landing) -> None:
    declared = declare(personal=["name"])
    pull(landing, [ONE, TWO], declared=declared)
    assert pull(landing, [ONE, TWO], hours=1, declared=declared).status == "unchanged"
    assert pull(landing, [{**ONE, "name": "Eve"}, TWO], hours=1, declared=declared).updated == 1
    assert pull(landing, [TWO], hours=2, declared=declared).deleted == 1
    assert len(landing.objects(3)[0].personal_parts) == 2  # a delete has nothing personal to tell


def test_salt_key_decides_the_digests(tmp_path: Path) -> None:
    digests = []
    for number, key in enumerate(["a", "a", "b"]):
        landing = open_landing(tmp_path / str(number), salt_key=key)
        pull(landing, [ONE], declared=declare(personal=["name"]))
        digests.append(versions(landing)[0]["_personal_digest"])
    assert digests[0] == digests[1] != digests[2]


def test_equal_pulls_give_equal_bytes(tmp_path: Path) -> None:
    rows = [{"id": str(number), "amount": number * 7 % 1000, "name": f"n{number}"} for number in range(3000)]
    for home, order in (("a", rows), ("b", rows[::-1])):
        landing = open_landing(tmp_path / home)
        declared = declare(personal=["name"])
        pull(landing, order, declared=declared, batch_rows=700 if home == "a" else 111)
        pull(landing, [*order[:-1], {**order[-1], "amount": -1}] if home == "a" else order, hours=1, declared=declared)
    first, second = files_of(tmp_path / "a"), files_of(tmp_path / "b")
    shared = [name for name in first if "00000001" in name]
    assert len(shared) == 3
    assert [first[name] for name in shared] == [second[name] for name in shared]


def test_verify_finds_altered_missing_and_unlinked(landing: Landing, tmp_path: Path) -> None:
    pull(landing, [ONE])
    pull(landing, [ONE, TWO], hours=1)
    assert landing.verify() == []
    part = landing.objects(2)[0].main_parts[1]
    whole = part.read_bytes()
    part.write_bytes(whole + b"x")
    assert landing.verify() == [f"load 2: part {part.relative_to(tmp_path / 'landing')} was altered, its SHA-256 differs from the manifest's"]
    part.unlink()
    assert ["is missing" in problem for problem in landing.verify()] == [True]
    part.write_bytes(whole)
    manifest = tmp_path / "landing/manifests/00000001.json"
    manifest.write_text(manifest.read_text().replace('"rows_read": 1', '"rows_read": 7'))
    assert "names" in landing.verify()[0]
    with pytest.raises(LandingRefused, match="chain is broken"):
        pull(open_landing(tmp_path), [ONE], hours=2)


def test_vanished_manifest_breaks_the_chain(landing: Landing, tmp_path: Path) -> None:
    pull(landing, [ONE])
    pull(landing, [TWO], hours=1)
    (tmp_path / "landing/manifests/00000001.json").unlink()
    assert "manifest 1 is missing" in landing.verify()[0]
    with pytest.raises(LandingRefused, match="vanished"):
        pull(landing, [ONE], hours=2)


def test_orphans_of_a_killed_load_are_removed_by_the_next(landing: Landing, tmp_path: Path) -> None:
    pull(landing, [ONE])
    parts = tmp_path / "landing/parts/crm.deals"
    orphans = [parts / "00000002.parquet", parts / "00000002.personal.parquet.tmp", tmp_path / "landing/manifests/00000002.json.tmp"]
    for orphan in orphans:
        orphan.write_bytes(b"half")
    stale = tmp_path / "landing/work/left"
    stale.mkdir()
    assert content(live(landing)) == [("1", 10, "Ada")]
    pull(landing, [ONE], hours=1)
    assert not any(orphan.exists() for orphan in orphans)
    assert not stale.exists()


def test_two_landings_of_one_home_see_each_other(tmp_path: Path) -> None:
    one, other = open_landing(tmp_path), open_landing(tmp_path)
    pull(one, [ONE])
    assert pull(other, [ONE, TWO], hours=1).inserted == 1
    assert pull(one, [ONE, TWO], hours=2).status == "unchanged"
    assert one.head() == other.head()


def test_naive_instants_count_as_local_and_are_kept_in_utc(landing: Landing) -> None:
    pull(landing, [ONE])
    landing.record_failure("crm", "deals", "x", datetime.fromisoformat("2026-09-01T10:00:00+02:00"))
    assert landing.last_attempts()["crm", "deals"].at.isoformat() == "2026-09-01T08:00:00+00:00"
