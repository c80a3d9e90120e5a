"""Published tables, ledger and values as Parquet, for readers that never open the database.

Belongs here: which tables are exported, in which order and with which row groups.
Does not belong here: the tables' content (dbt), reading them (`reader`, `reporting`, `quality`).
"""

from __future__ import annotations

from pathlib import Path

import duckdb

from pipelines.warehouse.sql import literal, quoted

ROW_GROUP = 61_440  # half of DuckDB's: traces skip more (measured: docs/decisions)
FORMAT = f"format parquet, compression zstd, row_group_size {ROW_GROUP}"
# Made in this order by their models, so copying keeps it; sorting 80 million rows again would take longer than making them.
IN_THEIR_OWN_ORDER = ("ledger", "team_postings")


def export_tables(con: duckdb.DuckDBPyConnection, folder: Path) -> dict[str, int]:
    """Write `published/<rpt_*>.parquet`, `kpi_values.parquet`, `ledger.parquet` and, if it is a table, `team_postings.parquet`.

    Returns the number of rows of every table in the database.
    """
    tables = [name for (name,) in con.execute("select table_name from duckdb_tables() where schema_name = 'main' order by 1").fetchall()]
    (folder / "published").mkdir()
    for name in tables:
        if name.startswith("rpt_"):
            _copy(con, f"select * from {quoted(name)} order by all", folder / "published" / f"{name}.parquet")
    if "kpi_values" in tables:
        _copy(con, "select * from kpi_values order by all", folder / "kpi_values.parquet")
    for name in IN_THEIR_OWN_ORDER:
        if name in tables:
            _copy(con, f"select * from {quoted(name)}", folder / f"{name}.parquet")
    return {name: con.execute(f"select count(*) from {quoted(name)}").fetchall()[0][0] for name in tables}


def _copy(con: duckdb.DuckDBPyConnection, query: str, path: Path) -> None:
    con.execute(f"copy ({query}) to {literal(str(path))} ({FORMAT})")
