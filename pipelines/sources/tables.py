"""Parquet files and Excel workbooks.

Belongs here: the two formats whose readers know their columns; Excel's cells become text, since they are typed one by one.
Does not belong here: text formats (`csv_files`, `json_lines`), types that landing cannot hold (`arrow_types`).
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import fastexcel
import pyarrow as pa
from pyarrow import parquet

from pipelines.errors import SourceError
from pipelines.sources import arrow_types
from pipelines.sources.extraction import BATCH_ROWS, Request


class Parquet:
    """Parquet files, read in batches; types that landing cannot hold become text."""

    def schema(self, request: Request, files: list[Path]) -> list[pa.Schema]:
        """Return the schema of each file."""
        return [arrow_types.landable(self._open(request, file).schema_arrow) for file in files]

    def batches(self, request: Request, file: Path, schema: pa.Schema) -> Iterator[pa.RecordBatch]:
        """Yield the rows of one file."""
        try:
            for batch in self._open(request, file).iter_batches(BATCH_ROWS):
                yield arrow_types.conform(batch, schema)
        except (pa.ArrowException, OSError) as error:
            raise _damaged(request, file, "Parquet", error) from error

    @staticmethod
    def _open(request: Request, file: Path) -> parquet.ParquetFile:
        try:
            return parquet.ParquetFile(file)
        except (pa.ArrowException, OSError) as error:
            raise _damaged(request, file, "Parquet", error) from error


class Workbook:
    """Excel workbooks: the declared `sheet`, else the first. A sheet is read as a whole (it holds 1,048,576 rows at most)."""

    def schema(self, request: Request, files: list[Path]) -> list[pa.Schema]:
        """Return the header row of each file as text columns. Raises `SourceError` for an unnamed or repeated column."""
        return [pa.schema([(name, pa.string()) for name in self._header(request, file)]) for file in files]

    def batches(self, request: Request, file: Path, schema: pa.Schema) -> Iterator[pa.RecordBatch]:
        """Yield the rows of one file; dates read `2026-09-30 00:00:00`, numbers without trailing zeros."""
        header = self._header(request, file)
        table = self._load(request, file, skip_rows=1)
        if table is None:
            return
        names = {int(name.rsplit("_", 1)[-1]): name for name in table.schema.names}
        columns = [table.column(names[index]) if index in names else pa.nulls(table.num_rows, pa.string()) for index in range(len(header))]
        by_name = dict(zip(header, columns, strict=True))
        yield pa.RecordBatch.from_arrays([by_name[name].cast(pa.string()) for name in schema.names], schema=schema)

    def _header(self, request: Request, file: Path) -> list[str]:
        first = self._load(request, file, n_rows=1)
        if first is None or not first.num_rows:
            raise request.error(
                "the sheet is empty, not even a header", place=file.name, fix="see whether the export was cut short, then export again"
            )
        names = ["" if value is None else str(value).strip() for value in first.to_pylist()[0].values()]
        unnamed = [str(number) for number, name in enumerate(names, start=1) if not name]
        lowered = [name.lower() for name in names]
        twice = sorted({name for name in names if name and lowered.count(name.lower()) > 1})
        if unnamed or twice:
            what = f"leaves column {', '.join(unnamed)} unnamed" if unnamed else f"names columns twice: {', '.join(twice)}"
            raise request.error(f"the header {what}", place=f"{file.name}, row 1", fix="give each column a name of its own")
        return names

    @staticmethod
    def _load(request: Request, file: Path, **options: Any) -> pa.RecordBatch | None:
        try:
            book = fastexcel.read_excel(file)
            sheet = request.declared.sheet or book.sheet_names[0]
            if sheet not in book.sheet_names:
                raise request.error(f"no sheet '{sheet}' (found: {', '.join(book.sheet_names)})", place=file.name, fix="correct the object's `sheet`")
            return book.load_sheet(sheet, header_row=None, dtypes="string", **options).to_arrow()
        except fastexcel.FastExcelError as error:
            raise _damaged(request, file, "an Excel workbook", error) from error


def _damaged(request: Request, file: Path, what: str, error: Exception) -> SourceError:
    reason = str(error).strip().split("\n", maxsplit=1)[0]
    return request.error(f"not {what} or damaged: {reason}", place=file.name, fix="copy or export the file again")
