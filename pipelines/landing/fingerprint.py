"""How a row is told from another: SQL for the text of a key, the hash of a row, the salted digest of personal columns.

Belongs here: canonical texts and digests. They are kept for ever in the parts, so a change here makes every landed row look changed.
Does not belong here: comparing rows (`diff`), running the SQL.

The hash runs over the non-null columns, ordered by name, each with its length. So it is blind to what is not content: the order of
columns, a new column without values, a wider type (INTEGER → BIGINT, DECIMAL(10,2) → DECIMAL(38,10), DATE → TIMESTAMP at midnight).
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable, Mapping

_BLOCK = 64


def quoted(name: str) -> str:
    """Return `name` as a quoted SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """Return `text` as a SQL string literal."""
    return "'" + text.replace("'", "''") + "'"


def canonical_text(name: str, kind: str) -> str:
    """Return SQL for the value's text, the same for equal values of related types; null stays null."""
    column = quoted(name)
    text = f"{column}::VARCHAR"
    if kind == "VARCHAR":
        return column
    if kind.startswith("DECIMAL") and not kind.endswith(",0)"):
        return f"rtrim(rtrim({text}, '0'), '.')"
    if kind in {"DOUBLE", "FLOAT"}:
        return f"if(ends_with({text}, '.0'), left({text}, -2), {text})"
    if kind == "TIMESTAMP WITH TIME ZONE":
        text = f"make_timestamp(epoch_us({column}))::VARCHAR"
    if kind.startswith("TIMESTAMP"):
        return f"if(ends_with({text}, ' 00:00:00'), left({text}, -9), {text})"
    return text


def key_text(key: Iterable[str], schema: Mapping[str, str]) -> str:
    r"""Return SQL for `_pk`: the key columns as text joined by `|`; `\` escapes both, and a null part is `\N`."""
    escaped = (f"coalesce(replace(replace({canonical_text(name, schema[name])}, '\\', '\\\\'), '|', '\\|'), '\\N')" for name in key)
    return " || '|' || ".join(escaped)


def row_text(names: Iterable[str], schema: Mapping[str, str]) -> str:
    """Return SQL for the unambiguous text of the named columns' non-null values."""
    fields = []
    for name in sorted(names, key=str.lower):
        text = canonical_text(name, schema[name])
        label = literal(f"{len(name)}:{name.lower()}=")
        fields.append(f"coalesce({label} || strlen({text}) || ':' || {text} || ';', '')")
    return " || ".join(fields) or "''"


def digest(text: str) -> str:
    """Return SQL for the first 128 bits of the SHA-256 of a text, as a UUID."""
    return f"left(sha256({text}), 32)::UUID"


def salt() -> str:
    """Return SQL for the HMAC-SHA256 of `_pk`, cut to 128 bits; its two variables are those of `salting_pads`."""
    return "left(sha256(getvariable('outer_pad') || unhex(sha256(getvariable('inner_pad') || encode(_pk)))), 32)::UUID"


def salting_pads(salt_key: str, source: str, name: str) -> dict[str, bytes]:
    """Return the padded keys of the HMAC, derived for one object, so that equal keys of two objects get different salts."""
    key = hmac.digest(salt_key.encode("utf-8"), f"{source}.{name}".encode(), hashlib.sha256).ljust(_BLOCK, b"\0")
    return {"outer_pad": bytes(byte ^ 0x5C for byte in key), "inner_pad": bytes(byte ^ 0x36 for byte in key)}
