"""Schema drift: named, accepted or refused; rows whose content did not change stay as they are."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pytest

from pipelines.errors import LandingRefused
from pipelines.landing import Landing
from pipelines.landing.drift import describe_drift
from tests.unit.landing.homes import SCHEMA, declare, live, open_landing, pull, versions

ROW = {"id": "1", "amount": 10, "name": "Ada"}
WIDER = SCHEMA.append(pa.field("region", pa.string()))


@pytest.fixture
def landing(tmp_path: Path) -> Landing:
    landing = open_landing(tmp_path)
    pull(landing, [ROW])
    return landing


def test_differences_are_named_in_words() -> None:
    before, now = {"a": "VARCHAR", "b": "BIGINT", "c": "DATE"}, {"a": "VARCHAR", "b": "DOUBLE", "d": "BOOLEAN"}
    assert describe_drift(before, now) == ("column d appeared (BOOLEAN)", "column c disappeared", "column b changed type: BIGINT → DOUBLE")
    assert describe_drift(before, before) == ()


def test_new_column_without_values_is_reported_once_and_changes_no_row(landing: Landing) -> None:
    outcome = pull(landing, [ROW], hours=1, schema=WIDER)
    assert (outcome.status, outcome.drift, outcome.updated) == ("landed", ("column region appeared (VARCHAR)",), 0)
    assert pull(landing, [ROW], hours=2, schema=WIDER).status == "unchanged"
    assert landing.objects(2)[0].columns["region"] == "VARCHAR"
    assert len(versions(landing)) == 1


def test_new_column_with_a_value_changes_that_row_only(landing: Landing) -> None:
    pull(landing, [ROW, {**ROW, "id": "2"}], hours=1)
    outcome = pull(landing, [ROW, {**ROW, "id": "2", "region": "EU"}], hours=2, schema=WIDER)
    assert outcome.updated == 1
    assert [row["region"] for row in live(landing)] == [None, "EU"]


@pytest.mark.parametrize(
    ("first", "then"),
    [
        (pa.int32(), pa.int64()),
        (pa.int64(), pa.decimal128(18, 4)),
        (pa.decimal128(10, 2), pa.decimal128(38, 10)),
        (pa.int64(), pa.float64()),
        (pa.int64(), pa.string()),
    ],
)
def test_change_of_type_alone_changes_no_row(tmp_path: Path, first: pa.DataType, then: pa.DataType) -> None:
    landing = open_landing(tmp_path)
    for hours, kind in enumerate((first, then)):
        value = {"string": "10", "double": 10.0}.get(str(kind), Decimal(10) if pa.types.is_decimal(kind) else 10)
        schema = pa.schema([("id", pa.string()), ("amount", kind)])
        outcome = pull(landing, [{"id": "1", "amount": value}], hours=hours, schema=schema)
    assert (outcome.updated, outcome.drift[0].startswith("column amount changed type")) == (0, True)


def test_columns_hold_the_values_of_both_types(landing: Landing) -> None:
    texts = SCHEMA.set(1, pa.field("amount", pa.string()))
    pull(landing, [{**ROW, "amount": "ten"}], hours=1, schema=texts)
    assert landing.objects(2)[0].columns["amount"] == "VARCHAR"
    pull(landing, [ROW], hours=2)
    assert landing.objects(3)[0].columns["amount"] == "VARCHAR"


def test_lost_column_is_reported_and_its_values_are_gone(landing: Landing) -> None:
    outcome = pull(landing, [ROW], hours=1, schema=SCHEMA.remove(1))
    assert (outcome.drift, outcome.updated) == (("column amount disappeared",), 1)
    assert live(landing)[0]["amount"] is None
    assert "amount" in landing.objects(2)[0].columns


def test_order_of_columns_is_no_drift(landing: Landing) -> None:
    assert pull(landing, [ROW], hours=1, schema=pa.schema([SCHEMA.field(index) for index in (2, 0, 1)])).status == "unchanged"


def test_refused_drift_names_the_columns_and_lands_nothing(landing: Landing) -> None:
    with pytest.raises(LandingRefused, match=r"crm\.deals: column region appeared \(VARCHAR\)"):
        pull(landing, [ROW], hours=1, schema=WIDER, declared=declare(on_drift="refuse"))
    assert landing.head().load == 1
    assert pull(landing, [ROW], hours=1, declared=declare(on_drift="refuse")).status == "unchanged"


@pytest.mark.parametrize(
    ("declared", "message"),
    [
        (declare(key=["id", "name"]), "the key changed from id to id, name"),
        (declare(personal=["name"]), "personal columns changed from none to name"),
        (declare(key=["nr"]), "key column missing: nr"),
        (declare(personal=["phone"]), "personal column missing: phone"),
        (declare(personal=["id"]), "key column is personal: id"),
    ],
)
def test_declarations_that_contradict_the_log_are_refused(landing: Landing, declared: object, message: str) -> None:
    with pytest.raises(LandingRefused, match=message):
        pull(landing, [ROW], hours=1, declared=declared)  # type: ignore[arg-type]


@pytest.mark.parametrize(("name", "message"), [("_row_id", "reserved: _row_id"), ("ID", "occurs twice")])
def test_unusable_column_names_are_refused(landing: Landing, name: str, message: str) -> None:
    with pytest.raises(LandingRefused, match=message):
        pull(landing, [ROW], hours=1, schema=SCHEMA.append(pa.field(name, pa.string())))
