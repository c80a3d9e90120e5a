"""JSON lines, plain or gzipped: one object a line. A first reading finds the types, a second one gives the rows.

Belongs here: a column keeps JSON's type if all its values share it, else it is text; nested values are JSON text; an absent name is null.
Does not belong here: types of other systems, casting (staging).
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import pyarrow as pa

from pipelines.sources.extraction import BATCH_ROWS, Request

_INT64 = 1 << 63
_NUMBERS = {"int64", "double"}
_TYPES = {"bool": pa.bool_(), "int64": pa.int64(), "double": pa.float64(), "text": pa.string()}


def schema(request: Request, files: list[Path]) -> list[pa.Schema]:
    """Return one schema, over all files: absent names mean null, so single files cannot disagree. Raises `SourceError` naming a bad line."""
    kinds: dict[str, set[str]] = {}
    rows = 0
    for file in files:
        for _, row in _rows(request, file):
            rows += 1
            for name, value in row.items():
                seen = kinds.setdefault(name, set())
                if value is not None:
                    seen.add(_kind(value))
    if not rows:
        names = ", ".join(file.name for file in files)
        raise request.error("there are no lines", place=names, fix="see whether the export was cut short, then export again")
    found = pa.schema([(name, _TYPES[_uniform(seen)]) for name, seen in kinds.items()])
    return [found] * len(files)


def batches(request: Request, file: Path, schema: pa.Schema) -> Iterator[pa.RecordBatch]:
    """Yield the rows of one file in the columns and types of `schema`."""
    rows = (row for _, row in _rows(request, file))
    while chunk := list(islice(rows, BATCH_ROWS)):
        columns = [_column([row.get(field.name) for row in chunk], field.type) for field in schema]
        yield pa.RecordBatch.from_arrays(columns, schema=schema)


def _column(values: list[Any], kind: pa.DataType) -> pa.Array:
    if pa.types.is_string(kind):
        return pa.array([None if value is None else _text(value) for value in values], kind)
    if pa.types.is_floating(kind):
        return pa.array([None if value is None else float(value) for value in values], kind)
    return pa.array(values, kind)


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _kind(value: Any) -> str:
    if isinstance(value, bool):
        return "bool"
    if isinstance(value, int):
        return "int64" if -_INT64 <= value < _INT64 else "text"
    return "double" if isinstance(value, float) else "text"


def _uniform(kinds: set[str]) -> str:
    if kinds and kinds <= _NUMBERS:
        return "double" if "double" in kinds else "int64"
    return kinds.copy().pop() if len(kinds) == 1 else "text"


def _rows(request: Request, file: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    opener = gzip.open if file.suffix.lower() == ".gz" else open
    number = 0
    try:
        with opener(file, "rb") as lines:
            for number, line in enumerate(lines, start=1):
                if line.strip():
                    yield number, _parse(line.decode("utf-8-sig" if number == 1 else "utf-8"))
    except json.JSONDecodeError as error:
        raise request.error(
            f"not JSON: {error.msg}", place=f"{file.name}, line {number}, column {error.colno}", fix="write one JSON object a line"
        ) from error
    except UnicodeDecodeError as error:
        place = f"{file.name}, line {number}, byte {error.start + 1}"
        raise request.error("not UTF-8", place=place, fix="export as UTF-8, as JSON demands") from error
    except _NotARowError as error:
        raise request.error(str(error), place=f"{file.name}, line {number}", fix="write one JSON object a line, each name once") from error
    except (OSError, EOFError) as error:
        raise request.error(f"unreadable: {error}", place=file.name, fix="see whether the file is whole, then copy or export it again") from error


class _NotARowError(Exception):
    """A line that is JSON but no row."""


def _parse(line: str) -> dict[str, Any]:
    row = json.loads(line, object_pairs_hook=_unrepeated)
    if not isinstance(row, dict):
        raise _NotARowError("is JSON, but not an object")
    return row


def _unrepeated(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    row = dict(pairs)
    if len(row) != len(pairs):
        names = [name for name, _ in pairs]
        raise _NotARowError(f"repeats the name {', '.join(sorted({name for name in names if names.count(name) > 1}))}")
    return row
