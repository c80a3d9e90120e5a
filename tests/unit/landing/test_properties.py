"""What holds for any sequence of pulls."""

from __future__ import annotations

import tempfile
from pathlib import Path
from random import Random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.landing.homes import content, declare, files_of, live, open_landing, pull, versions

Row = dict[str, Any]
ROWS = st.fixed_dictionaries(
    {
        "id": st.sampled_from(["a", "b", "c", "a|b", "\\"]),
        "amount": st.one_of(st.none(), st.integers(0, 2)),
        "name": st.one_of(st.none(), st.sampled_from(["", "Ada", "陈"])),
    }
)
SNAPSHOTS = st.lists(st.lists(ROWS, max_size=6), min_size=1, max_size=4)


def distinct(rows: list[Row]) -> list[Row]:
    return list({(row["id"], row["amount"], row["name"]): row for row in rows}.values())


@settings(max_examples=15, deadline=None)
@given(SNAPSHOTS)
def test_live_rows_at_each_head_are_the_snapshot_of_then(snapshots: list[list[Row]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        landing = open_landing(Path(folder))
        heads = []
        for hours, rows in enumerate(snapshots):
            pull(landing, rows, hours=hours)
            heads.append(landing.head().load)
        for head, rows in zip(heads, snapshots, strict=True):
            seen = live(landing, head)
            assert content(seen) == content(distinct(rows))
            assert [row["_dup"] for row in seen] == [sum(other["id"] == row["id"] for other in seen) > 1 for row in seen]
            assert next((item.live_rows for item in landing.objects(head)), 0) == len(seen)
        found = versions(landing)
        ids = [row["_row_id"] for row in found]
        replaced = [row["_replaces"] for row in found if row["_replaces"] is not None]
        assert ids == list(range(1, len(ids) + 1))
        assert len(replaced) == len(set(replaced))
        assert all(row["_replaces"] is None or row["_replaces"] < row["_row_id"] for row in found)
        assert landing.verify() == []


@settings(max_examples=8, deadline=None)
@given(SNAPSHOTS, st.integers(0, 1000), st.integers(1, 4))
def test_order_and_batches_of_arrival_make_no_difference(snapshots: list[list[Row]], seed: int, batch_rows: int) -> None:
    random = Random(seed)
    with tempfile.TemporaryDirectory() as folder:
        for home in ("sorted", "shuffled"):
            landing = open_landing(Path(folder) / home)
            for hours, rows in enumerate(snapshots):
                arriving = rows if home == "sorted" else random.sample(rows, len(rows))
                pull(landing, arriving, hours=hours, batch_rows=100 if home == "sorted" else batch_rows, declared=declare(personal=["name"]))
        assert files_of(Path(folder) / "sorted") == files_of(Path(folder) / "shuffled")


@settings(max_examples=10, deadline=None)
@given(SNAPSHOTS)
def test_append_keeps_the_last_word_on_each_key(pulls: list[list[Row]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        landing = open_landing(Path(folder))
        expected: dict[str, list[Row]] = {}
        for hours, rows in enumerate(pulls):
            pull(landing, rows, hours=hours, declared=declare(mode="append"))
            expected.update({row["id"]: [other for other in distinct(rows) if other["id"] == row["id"]] for row in rows})
            assert content(live(landing)) == content([row for group in expected.values() for row in group])
