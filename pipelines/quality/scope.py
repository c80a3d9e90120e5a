"""Which rows of the published tables a period's checks look at, as SQL views over the Parquet files.

Belongs here: the views (the period's own rows and its year to date; tables without a period whole), and a standalone form of a query over them.
Does not belong here: opening a database (`engine`), the rules (`suites/*.json`).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Scope:
    """The period under check: its grain and key, and the month under whose key its year to date stands."""

    grain: str
    period: str
    last_month: str

    def condition(self, columns: Collection[str]) -> str:
        """Return the SQL condition for a table with `columns`, or an empty text where all rows count."""
        if {"grain", "period"} <= set(columns):
            return f"(grain = '{self.grain}' and period = '{self.period}') or (grain = 'YTD' and period = '{self.last_month}')"
        return f"period = '{self.last_month}'" if "period" in columns else ""


def view_body(parquet: Path, condition: str) -> str:
    """Return the select statement of one table's view."""
    where = f" where {condition}" if condition else ""
    return f"select * from read_parquet('{_quoted(parquet)}'){where}"


def standalone(query: str, bodies: Mapping[str, str]) -> str:
    """Return `query` with the tables that it names defined in front of it, so that any DuckDB session can run it."""
    used = [table for table in bodies if re.search(rf"\b{table}\b", query)]
    definitions = ",\n".join(f"{table} as ({bodies[table]})" for table in used)
    text = query.strip().rstrip(";")
    if not used:
        return text
    inner = re.match(r"with\s+", text, re.IGNORECASE)
    return f"with {definitions},\n{text[inner.end() :]}" if inner else f"with {definitions}\n{text}"


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
