"""CSV and TSV files, plain or gzipped, as a stream of text columns.

Belongs here: header and dialect, streaming; empty unquoted fields are null, quoted empty ones are empty text.
Does not belong here: finding the row that cannot be read (`csv_diagnosis`), types (staging casts).
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import pyarrow as pa
from pyarrow import csv as arrow_csv

from pipelines.sources import csv_diagnosis
from pipelines.sources.extraction import Request

_BLOCK_BYTES = 8 << 20
_HEADER_ALONE = "Empty CSV file or block"  # what pyarrow says of a header without a line end


def schema(request: Request, files: list[Path]) -> list[pa.Schema]:
    """Return the header of each file as text columns. Raises `SourceError` for an empty file, an unnamed or a repeated column."""
    return [pa.schema([(name, pa.string()) for name in _header(request, file)]) for file in files]


def batches(request: Request, file: Path, schema: pa.Schema) -> Iterator[pa.RecordBatch]:
    """Yield the rows of one file. A row or byte that cannot be read becomes a `SourceError` naming it."""
    try:
        with csv_diagnosis.open_binary(file) as stream, _reader(request, file, stream, schema) as reader:
            for batch in reader:
                yield batch.select(schema.names).cast(schema)
    except (pa.ArrowException, UnicodeError, OSError, EOFError, LookupError) as error:
        if _HEADER_ALONE in str(error):
            return
        raise csv_diagnosis.diagnose(request, file, delimiter(request, file), error) from error


def delimiter(request: Request, file: Path) -> str:
    """Return the declared delimiter, else the tab for .tsv and the comma for the rest."""
    return request.settings.delimiter or ("\t" if ".tsv" in [suffix.lower() for suffix in file.suffixes] else ",")


def _reader(request: Request, file: Path, stream: IO[bytes], schema: pa.Schema) -> arrow_csv.CSVStreamingReader:
    return arrow_csv.open_csv(
        pa.PythonFile(stream, mode="r"),
        read_options=arrow_csv.ReadOptions(encoding=_encoding(request), block_size=_BLOCK_BYTES, use_threads=False),
        parse_options=arrow_csv.ParseOptions(delimiter=delimiter(request, file), newlines_in_values=True),
        convert_options=arrow_csv.ConvertOptions(
            column_types={name: pa.string() for name in schema.names},
            null_values=[""],
            strings_can_be_null=True,
            quoted_strings_can_be_null=False,
        ),
    )


def _encoding(request: Request) -> str:
    return "utf-8" if request.settings.encoding.lower() in {"utf-8", "utf8", "utf-8-sig"} else request.settings.encoding


def _header(request: Request, file: Path) -> list[str]:
    try:
        with csv_diagnosis.open_text(request, file) as text:
            names = next(csv.reader(text, delimiter=delimiter(request, file)), [])
    except (UnicodeError, OSError, EOFError, LookupError, csv.Error) as error:
        raise csv_diagnosis.diagnose(request, file, delimiter(request, file), error) from error
    if not names:
        raise request.error("the file is empty, not even a header", place=file.name, fix="see whether the export was cut short, then export again")
    unnamed = [str(number) for number, name in enumerate(names, start=1) if not name.strip()]
    if unnamed:
        raise request.error(f"the header leaves column {', '.join(unnamed)} unnamed", place=f"{file.name}, row 1", fix="name every column")
    lowered = [name.lower() for name in names]
    twice = sorted({name for name in names if lowered.count(name.lower()) > 1})
    if twice:
        raise request.error(
            f"the header names columns twice: {', '.join(twice)}", place=f"{file.name}, row 1", fix="give each column a name of its own"
        )
    return names
