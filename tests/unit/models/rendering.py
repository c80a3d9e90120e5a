"""Run one dbt model's SQL on rows made by a test, without dbt.

Belongs here: rendering `ref`, `source` and the macros of arithmetic and postings, and filling DuckDB tables from rows.
Does not belong here: expectations; what dbt's own unit tests show with a few rows by hand.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import duckdb
import jinja2

DBT = Path(__file__).resolve().parents[3] / "dbt_project"
MACROS = ("exact", "money", "largest_remainder", "postings")
Rows = Sequence[Mapping[str, Any]]


def render(text: str) -> str:
    """Render SQL with the macros named above; a `ref` becomes the bare table name."""
    macros = "".join((DBT / "macros" / f"{name}.sql").read_text(encoding="utf-8") for name in MACROS)
    context = {"ref": lambda name: name, "source": lambda _, name: name, "config": lambda **_: ""}
    return jinja2.Environment(undefined=jinja2.StrictUndefined).from_string(macros + text).render(context)


def model_sql(folder: str, name: str) -> str:
    """Return the rendered SQL of a model."""
    return render((DBT / "models" / folder / f"{name}.sql").read_text(encoding="utf-8"))


class Tables:
    """A throw-away DuckDB whose tables a test fills, and whose models it runs into tables of their own."""

    def __init__(self) -> None:
        self.connection = duckdb.connect()

    def fill(self, name: str, columns: str, rows: Rows) -> None:
        """Make table `name` with `columns` (SQL) and insert rows; a column that a row leaves out is null."""
        self.connection.execute(f"create or replace table {name} ({columns})")
        names = [column[0] for column in self.connection.execute(f"select * from {name}").description or []]
        values = [[row.get(column) for column in names] for row in rows]
        if values:
            self.connection.executemany(f"insert into {name} values ({', '.join('?' * len(names))})", values)

    def run(self, folder: str, name: str) -> None:
        """Run a model into a table of its name."""
        self.connection.execute(f"create or replace table {name} as {model_sql(folder, name)}")

    def rows(self, query: str) -> list[dict[str, Any]]:
        """Return a query's rows."""
        result = self.connection.execute(query)
        names = [column[0] for column in result.description or []]
        return [dict(zip(names, row, strict=True)) for row in result.fetchall()]

    def floating_columns(self) -> list[str]:
        """Return every column of every table that is a floating-point number."""
        query = "select table_name || '.' || column_name as name from information_schema.columns where data_type in ('DOUBLE', 'FLOAT') order by 1"
        return [row["name"] for row in self.rows(query)]


def half_up(number: Fraction, decimals: int) -> Fraction:
    """Round half away from zero: the naive way, in fractions."""
    scaled = abs(number) * 10**decimals
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return Fraction(whole, 10**decimals) * (-1 if number < 0 else 1)
