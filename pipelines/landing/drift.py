"""Schema drift: a column that appears, disappears or changes type, named in words.

Belongs here: the comparison of two schemas, and which pulls cannot be landed because of their columns.
Does not belong here: reading types from a source (`sources`), carrying drift out (`log`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pipelines.errors import LandingRefused
from pipelines.landing.manifest import Manifest
from pipelines.settings import Drift, ObjectSettings

RESERVED = ("_row_id", "_pk", "_row_hash", "_op", "_replaces", "_load", "_loaded_at", "_dup", "_personal_digest", "_salt", "_at", "file_row_number")


def describe_drift(before: Mapping[str, str], now: Mapping[str, str]) -> tuple[str, ...]:
    """Name each difference between the schema of the last landed pull and this one."""
    appeared = [f"column {name} appeared ({now[name]})" for name in now if name not in before]
    gone = [f"column {name} disappeared" for name in before if name not in now]
    changed = [f"column {name} changed type: {before[name]} → {now[name]}" for name in now if name in before and before[name] != now[name]]
    return (*appeared, *gone, *changed)


def check_landable(where: str, declared: ObjectSettings, schema: Mapping[str, str], last: Manifest | None) -> None:
    """Raise `LandingRefused` for columns that contradict the declaration or what was landed before."""
    _refuse_if([name for name in declared.key if name not in schema], where, "key column missing: {}", "correct `key` in company.yaml")
    _refuse_if([name for name in declared.personal if name not in schema], where, "personal column missing: {}", "correct `personal` in company.yaml")
    _refuse_if([name for name in declared.key if name in declared.personal], where, "key column is personal: {}", "choose a key that names no person")
    if last is None:
        return
    renamed = "land it under a new object name; the versions already landed keep theirs"
    if list(last.key) != declared.key:
        raise LandingRefused(f"the key changed from {', '.join(last.key)} to {', '.join(declared.key)}", where=where, fix=renamed)
    if sorted(last.personal) != sorted(declared.personal):
        raise LandingRefused(f"personal columns changed from {_listed(last.personal)} to {_listed(declared.personal)}", where=where, fix=renamed)


def check_drift(where: str, declared: ObjectSettings, drift: tuple[str, ...]) -> None:
    """Raise `LandingRefused` if the object's rule is to refuse drift and there is some."""
    if drift and declared.on_drift is Drift.REFUSE:
        raise LandingRefused("; ".join(drift), where=where, fix="restore the column at the source, or set `on_drift: accept` for the object")


def check_names(where: str, names: Sequence[str]) -> None:
    """Raise `LandingRefused` for column names that the parts cannot carry."""
    reserved = [name for name in names if name.lower() in RESERVED]
    _refuse_if(reserved, where, "column name is reserved: {}", "rename it in a `query`, or at the source")
    lowered = [name.lower() for name in names]
    twice = [name for name in names if lowered.count(name.lower()) > 1]
    _refuse_if(twice, where, "column name occurs twice (case aside): {}", "rename one at the source")


def _refuse_if(names: list[str], where: str, what: str, fix: str) -> None:
    if names:
        raise LandingRefused(what.format(", ".join(names)), where=where, fix=fix)


def _listed(names: list[str] | tuple[str, ...]) -> str:
    return ", ".join(names) or "none"
