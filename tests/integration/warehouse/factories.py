"""A tiny dbt project and tiny landed parts, so that builds can be tested in seconds."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import duckdb

from pipelines.warehouse import BuildRequest, LandedPart, LandedTable

AS_OF = datetime(2026, 10, 2, 6, 0, tzinfo=UTC)
SOURCES = """
sources:
  - name: landing
    tables: [{name: tiny__orders}]
  - name: run
    schema: main
    tables: [{name: run_context}, {name: run_feeds}]
"""
CHECKS = """
models:
  - name: rpt_kpis
    description: One row per order with an amount.
    columns:
      - name: amount
        description: Net amount.
        data_tests:
          - not_null: {name: each_order_has_an_amount, description: An order without amount cannot be counted.}
"""
MODELS = {
    "staging/tiny/stg_tiny__orders": """select order_id, try_cast(amount as decimal(18, 4)) as amount, _object_id, _row_id
        from {{ source('landing', 'tiny__orders') }}""",
    "staging/policy/stg_policy__settings": "select 'name' as key, 'tiny' as value",
    "published/rpt_kpis": """select o.*, r.as_of, r.head from {{ ref('stg_tiny__orders') }} as o
        cross join {{ source('run', 'run_context') }} as r""",
    "ledger/ledger": "select order_id, amount from {{ ref('stg_tiny__orders') }} order by order_id",
}


def write_project(root: Path) -> Path:
    """Write a checkout with a dbt project of four models and one test."""
    files = {
        "dbt_project/dbt_project.yml": "name: tiny\nprofile: tiny\nversion: '1.0'\nmodels: {tiny: {+materialized: table}}\n",
        "dbt_project/models/sources.yml": SOURCES,
        "dbt_project/models/published/rpt_kpis.yml": CHECKS,
        "pipelines/code.py": "x = 1\n",
        "uv.lock": "",
        **{f"dbt_project/models/{name}.sql": sql for name, sql in MODELS.items()},
    }
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root


def write_part(home: Path, load: int, rows: list[tuple[int, str, str, str | None, int | None]]) -> LandedPart:
    """Write one part: (row id, operation, order id, amount, replaced row id)."""
    path = home / "landing" / "parts" / "tiny.orders" / f"{load:08d}.parquet"
    path.parent.mkdir(parents=True, exist_ok=True)
    values = ", ".join(
        f"({row_id}, '{op}', '{order}', {'null' if amount is None else repr(amount)}, {'null' if replaces is None else replaces})"
        for row_id, op, order, amount, replaces in rows
    )
    duckdb.sql(
        f"""copy (select order_id::varchar as order_id, amount::varchar as amount, row_id::bigint as _row_id, order_id::varchar as _pk,
            op::varchar as _op, replaces::bigint as _replaces, {load}::integer as _load, timestamptz '2026-10-01 00:00:00+00' as _loaded_at,
            false as _dup from (values {values}) as rows(row_id, op, order_id, amount, replaces)) to '{path}' (format parquet)"""
    )
    return LandedPart(load=load, loaded_at=AS_OF, origin="orders.csv", main=path)


def orders(home: Path, *loads: list[tuple[int, str, str, str | None, int | None]]) -> LandedTable:
    """Land orders in so many loads."""
    parts = tuple(write_part(home, number, rows) for number, rows in enumerate(loads, start=1))
    columns = {"order_id": "VARCHAR", "amount": "VARCHAR"}
    return LandedTable("tiny", "orders", "finance", {**columns, "note": "VARCHAR"}, object_id=1, columns=columns, parts=parts, live_rows=1)


def request(home: Path, root: Path, table: LandedTable, *, head: int = 1) -> BuildRequest:
    """Ask for a build up to September 2026."""
    return BuildRequest(
        home=home,
        company="tiny",
        systems=("tiny",),
        timezone=ZoneInfo("Asia/Shanghai"),
        tables=(table,),
        period_start=date(2026, 9, 1),
        period_end=date(2026, 9, 30),
        head=head,
        as_of=AS_OF,
        project_root=root,
        memory_limit="500MB",
        threads=2,
    )
