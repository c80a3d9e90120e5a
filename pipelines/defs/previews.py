"""Metadata that Dagster's pages show of files: counts, links and the first rows.

Belongs here: reading a few rows of a Parquet file and writing them as a Markdown table.
Does not belong here: events of a certain asset (`sources`, `published`, `reports`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import dagster as dg
import pyarrow.compute as pc
import pyarrow.dataset as ds
import pyarrow.parquet as pq

Metadata = dict[str, Any]
ROWS = 5
COLUMNS = 12


def markdown(rows: Sequence[Mapping[str, Any]]) -> dg.MarkdownMetadataValue:
    """Return rows as a table; wide ones are cut."""
    if not rows:
        return dg.MetadataValue.md("*no rows*")
    names = list(rows[0])[:COLUMNS]
    lines = ["|".join(names), "|".join("---" for _ in names)]
    lines += ["|".join(_cell(row[name]) for name in names) for row in rows]
    return dg.MetadataValue.md("\n".join(f"|{line}|" for line in lines))


def first_rows(parquet: Path) -> list[dict[str, Any]]:
    """Return the first rows of a file."""
    batch = next(pq.ParquetFile(parquet).iter_batches(batch_size=ROWS), None)
    return batch.to_pylist() if batch is not None else []


def rows_of_month(parquet: Path, month: str) -> tuple[int, list[dict[str, Any]]]:
    """Return how many rows a published table has for a month, and the first of them; a table without periods counts whole."""
    dataset = ds.dataset(parquet)
    condition = pc.field("period") == month if "period" in dataset.schema.names else None
    return dataset.count_rows(filter=condition), dataset.head(ROWS, filter=condition).to_pylist()


def _cell(value: Any) -> str:
    return "" if value is None else str(value).replace("|", "\\|").replace("\n", " ")
