"""Keys and hashes: unambiguous, blind to types, kept stable for ever."""

from __future__ import annotations

import hashlib
import hmac
from typing import Any

import duckdb
import pytest

from pipelines.landing import fingerprint


def evaluate(sql: str, columns: dict[str, str]) -> Any:
    values = ", ".join(f"{value} AS {fingerprint.quoted(name)}" for name, value in columns.items())
    return duckdb.execute(f"SELECT {sql} FROM (SELECT {values})").fetchall()[0][0]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (("'a'", "'b'"), "a|b"),
        (("'a|b'", "'c'"), r"a\|b|c"),
        (("'a'", "'b|c'"), r"a|b\|c"),
        (("'a\\'", "'b'"), r"a\\|b"),
        (("NULL::VARCHAR", "'b'"), r"\N|b"),
        (("'\\N'", "'b'"), r"\\N|b"),
        (("''", "'b'"), "|b"),
    ],
)
def test_key_is_the_escaped_text_of_its_columns(values: tuple[str, str], expected: str) -> None:
    assert evaluate(fingerprint.key_text(["x", "y"], {"x": "VARCHAR", "y": "VARCHAR"}), dict(zip("xy", values, strict=True))) == expected


@pytest.mark.parametrize(
    ("value", "kind", "expected"),
    [
        ("1.50::DECIMAL(10,2)", "DECIMAL(10,2)", "1.5"),
        ("100::DECIMAL(10,2)", "DECIMAL(10,2)", "100"),
        ("100::DECIMAL(10,0)", "DECIMAL(10,0)", "100"),
        ("3.0::DOUBLE", "DOUBLE", "3"),
        ("0.1::DOUBLE", "DOUBLE", "0.1"),
        ("TIMESTAMP '2026-01-02 00:00:00'", "TIMESTAMP", "2026-01-02"),
        ("TIMESTAMP '2026-01-02 03:04:05'", "TIMESTAMP", "2026-01-02 03:04:05"),
        ("TIMESTAMPTZ '2026-01-02 05:04:05+02'", "TIMESTAMP WITH TIME ZONE", "2026-01-02 03:04:05"),
        ("'1.50'", "VARCHAR", "1.50"),
        ("true", "BOOLEAN", "true"),
    ],
)
def test_canonical_text(value: str, kind: str, expected: str) -> None:
    assert evaluate(fingerprint.canonical_text("x", kind), {"x": value}) == expected


def test_row_text_cannot_be_mistaken() -> None:
    kinds = {"a": "VARCHAR", "b": "VARCHAR"}
    text = fingerprint.row_text(["a", "b"], kinds)
    null = "NULL::VARCHAR"
    rows = [("'x'", "'y'"), ("'x1:b=1:y;'", null), (null, "'xy'"), ("''", "'y'"), (null, "'y'"), ("'xy'", null)]
    assert len({evaluate(text, {"a": a, "b": b}) for a, b in rows}) == len(rows)


def test_hash_of_a_row_is_pinned() -> None:
    """A change of this value would make every row ever landed look changed."""
    text = fingerprint.row_text(["id", "Amount", "none"], {"id": "VARCHAR", "Amount": "DECIMAL(10,2)", "none": "VARCHAR"})
    columns = {"id": "'7'", "Amount": "1.50::DECIMAL(10,2)", "none": "NULL::VARCHAR"}
    assert evaluate(text, columns) == "6:amount=3:1.5;2:id=1:7;"
    assert evaluate(f"{fingerprint.digest(text)}::VARCHAR", columns).replace("-", "") == hashlib.sha256(b"6:amount=3:1.5;2:id=1:7;").hexdigest()[:32]


def test_salt_is_an_hmac_of_the_key_under_a_key_of_the_object() -> None:
    pads = fingerprint.salting_pads("secret", "hr", "people")
    db = duckdb.connect()
    for name, pad in pads.items():
        db.execute(f"SET VARIABLE {name} = $pad::BLOB", {"pad": pad})
    salt = db.execute(f"SELECT {fingerprint.salt()}::VARCHAR FROM (SELECT '42' AS _pk)").fetchall()[0][0].replace("-", "")
    of_object = hmac.digest(b"secret", b"hr.people", hashlib.sha256)
    assert salt == hmac.digest(of_object, b"42", hashlib.sha256).hex()[:32]
    assert pads != fingerprint.salting_pads("secret", "hr", "other")


def test_names_and_texts_are_quoted() -> None:
    assert fingerprint.quoted('a"b') == '"a""b"'
    assert fingerprint.literal("it's") == "'it''s'"
