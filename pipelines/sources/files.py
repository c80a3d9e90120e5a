"""The connector `files`: csv, tsv, jsonl (each also .gz), parquet, xlsx; one file or a glob.

Belongs here: finding the files, choosing the format by name, one schema over several files, counting rows.
Does not belong here: the formats themselves (`csv_files`, `json_lines`, `tables`).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import pyarrow as pa

from pipelines.sources import csv_files, json_lines, tables
from pipelines.sources.extraction import Extraction, Request


class Format(Protocol):
    """One file format: its schema without reading all of the file where that can be, and its batches in that schema."""

    def schema(self, request: Request, files: list[Path]) -> list[pa.Schema]:
        """Return the schema of each file."""

    def batches(self, request: Request, file: Path, schema: pa.Schema) -> Iterator[pa.RecordBatch]:
        """Yield the rows of one file, columns in the order and types of `schema`."""


_FORMATS: dict[str, Format] = {
    ".csv": csv_files,
    ".tsv": csv_files,
    ".txt": csv_files,
    ".jsonl": json_lines,
    ".ndjson": json_lines,
    ".parquet": tables.Parquet(),
    ".xlsx": tables.Workbook(),
}
_COMPRESSIBLE = {".csv", ".tsv", ".txt", ".jsonl", ".ndjson"}


@dataclass(frozen=True)
class _Found:
    files: list[Path]
    format: Format


def read(request: Request, cursor: str | None) -> Extraction:
    """Open the object's files, in the order of their names. Files have no cursor: each pull reads all of them."""
    if request.declared.cursor or cursor:
        raise request.error("files cannot be read from a cursor on", fix="remove `cursor`; rows that are known already are not landed again")
    found = _find(request)
    schema = _one_schema(request, found)

    def batches() -> Iterator[pa.RecordBatch]:
        for file in found.files:
            yield from found.format.batches(request, file, schema)

    folder = _folder(request)
    origin = ", ".join(file.relative_to(folder).as_posix() if file.is_relative_to(folder) else str(file) for file in found.files)
    return Extraction(schema, batches(), origin)


def count_rows(request: Request, extraction: Extraction) -> int:
    """Count the rows by reading them, which also shows whether all of them can be read."""
    with closing(extraction.batches) as batches:  # type: ignore[type-var]
        return sum(batch.num_rows for batch in batches)


def _folder(request: Request) -> Path:
    return request.company.resolve(request.settings.path or ".")


def _find(request: Request) -> _Found:
    pattern = request.declared.file
    if pattern is None:
        raise request.error("no `file` declared", fix="name the file or glob in company.yaml")
    folder = _folder(request)
    if not folder.is_dir():
        raise request.error(f"the folder {folder} does not exist", fix="correct the source's `path`, or mount the folder")
    files = sorted(folder.glob(pattern)) if any(sign in pattern for sign in "*?[") else [folder / pattern]
    files = [file for file in files if file.is_file()]
    if not files:
        raise request.error(f"no file {pattern} in {folder}", fix="see whether the export ran, or correct the object's `file`")
    kinds = {_kind(file) for file in files}
    if len(kinds) > 1 or not kinds <= _FORMATS.keys():
        known = ", ".join(_FORMATS)
        raise request.error(
            f"cannot read files that end in {', '.join(sorted(kinds))}", fix=f"use one of {known} (text formats also with .gz) for an object"
        )
    return _Found(files, _FORMATS[kinds.pop()])


def _kind(file: Path) -> str:
    suffixes = [suffix.lower() for suffix in file.suffixes]
    if suffixes[-1:] == [".gz"] and suffixes[-2:-1] and suffixes[-2] in _COMPRESSIBLE:
        return suffixes[-2]
    return suffixes[-1] if suffixes else "no suffix"


def _one_schema(request: Request, found: _Found) -> pa.Schema:
    schemas = found.format.schema(request, found.files)
    for file, schema in zip(found.files[1:], schemas[1:], strict=True):
        differences = _differences(schemas[0], schema)
        if differences:
            what = f"its columns differ from those of {found.files[0].name}: {'; '.join(differences)}"
            raise request.error(what, place=file.name, fix="export all files of the object alike, or declare them as two objects")
    return schemas[0]


def _differences(first: pa.Schema, other: pa.Schema) -> list[str]:
    lacking = sorted(set(first.names) - set(other.names))
    extra = sorted(set(other.names) - set(first.names))
    retyped = sorted(field.name for field in other if field.name in first.names and first.field(field.name).type != field.type)
    named = {"lacks": lacking, "adds": extra, "has other types for": retyped}
    return [f"{verb} {', '.join(names)}" for verb, names in named.items() if names]
