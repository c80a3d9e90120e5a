"""Find the row and column of a CSV file that cannot be read: the slow second look, taken only after the fast reader gave up.

Belongs here: wrong bytes, ragged rows, truncated gzip files, unknown encodings, told with place and fix. Values are not quoted: they may be personal.
Does not belong here: reading rows that are fine (`csv_files`).
"""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, cast

from pipelines.errors import SourceError
from pipelines.sources.extraction import Request

_READABLE_FIELD = 1 << 30


def diagnose(request: Request, file: Path, delimiter: str, cause: Exception) -> SourceError:
    """Return the error to raise for `cause`, as exact as a second reading of the file can make it."""
    if isinstance(cause, LookupError):
        return request.error(f"unknown encoding '{request.settings.encoding}'", fix="name one that Python knows in the source's `encoding`")
    try:
        return _ragged(request, file, delimiter) or _unknown(request, file, cause)
    except UnicodeError as error:
        return _undecodable(request, file, delimiter, error)
    except (EOFError, gzip.BadGzipFile) as error:
        return request.error(f"the gzip file is damaged or cut short: {error}", place=file.name, fix="copy or export the file again")
    except OSError as error:
        return request.error(
            f"unreadable: {error.strerror or error}", place=file.name, fix="see whether the file is there and may be read", transient=True
        )
    except csv.Error as error:
        return request.error(f"not CSV: {error}", place=file.name, fix="export it again with quoted text fields")


def _ragged(request: Request, file: Path, delimiter: str) -> SourceError | None:
    width = 0
    csv.field_size_limit(_READABLE_FIELD)
    with open_text(request, file) as text:
        rows = csv.reader(text, delimiter=delimiter)
        for number, row in enumerate(rows, start=1):
            width = width or len(row)
            if row and len(row) != width:
                what = f"row {number} has {len(row)} fields, the header {width}"
                return request.error(
                    what, place=f"{file.name}, row {number}, line {rows.line_num}", fix="quote fields that hold the delimiter; export again"
                )
    return None


def _undecodable(request: Request, file: Path, delimiter: str, cause: UnicodeError) -> SourceError:
    for number, line in enumerate(_lines(file), start=1):
        try:
            line.decode(_encoding(request))
        except UnicodeDecodeError as error:
            before = line[: error.start].decode(_encoding(request), errors="replace")
            column = len(next(csv.reader([before], delimiter=delimiter), [""]))
            what = f"byte 0x{line[error.start]:02x} is not {request.settings.encoding}"
            fix = "set the source's `encoding` (Excel exports are often gb18030 or cp1252), or export as UTF-8"
            return request.error(what, place=f"{file.name}, line {number}, column {column}", fix=fix)
    return request.error(f"not {request.settings.encoding}: {cause.__class__.__name__}", place=file.name, fix="set the source's `encoding`")


def _unknown(request: Request, file: Path, cause: Exception) -> SourceError:
    reason = str(cause).split(":", maxsplit=1)[0]
    return request.error(f"unreadable as CSV ({cause.__class__.__name__}: {reason})", place=file.name, fix="export it again with quoted text fields")


def _lines(file: Path) -> Iterator[bytes]:
    with open_binary(file) as stream:
        yield from stream


@contextmanager
def open_binary(file: Path) -> Iterator[IO[bytes]]:
    """Open a plain or gzipped file for its uncompressed bytes."""
    with file.open("rb") as raw:
        yield cast("IO[bytes]", gzip.GzipFile(fileobj=raw)) if file.suffix.lower() == ".gz" else raw


@contextmanager
def open_text(request: Request, file: Path) -> Iterator[IO[str]]:
    """Open a plain or gzipped file for its text in the declared encoding, line ends as they are."""
    with open_binary(file) as stream, io.TextIOWrapper(stream, encoding=_encoding(request), newline="") as text:
        yield text


def _encoding(request: Request) -> str:
    encoding = request.settings.encoding
    return "utf-8-sig" if encoding.lower().replace("-", "").replace("_", "") == "utf8" else encoding
