"""Three pulls of one home, run as a program that a test can kill: `python history.py HOME [CALLS] [PACE]`.

Belongs here: the pulls; with CALLS, the process dies as by kill -9 right after that many syncs and renames; with PACE, it lingers before each.
Does not belong here: assertions.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa

from pipelines.landing import Landing
from pipelines.settings import ObjectSettings

SCHEMA = pa.schema([("id", pa.int64()), ("amount", pa.int64()), ("name", pa.string())])
DECLARED = ObjectSettings.model_validate({"domain": "crm", "key": ["id"], "columns": {"id": "BIGINT"}, "personal": ["name"], "max_delete_share": 1.0})
FIRST = [{"id": number, "amount": number % 7, "name": f"n{number}"} for number in range(500)]
SECOND = [{**row, "amount": 100} if row["id"] % 10 == 0 else row for row in FIRST if row["id"] % 9]
ROUNDS: tuple[tuple[str, list[dict[str, Any]]], ...] = (("deals", FIRST), ("leads", FIRST[:50]), ("deals", SECOND))


def run(home: Path) -> None:
    """Land all rounds that the log does not hold yet; a round that it holds is landed again only if nothing came after it."""
    landing = Landing(home, salt_key="salt", memory_limit="300MB")
    for number, (name, rows) in enumerate(ROUNDS, start=1):
        if landing.head().load > number:
            continue
        batch = pa.RecordBatch.from_pylist(rows, schema=SCHEMA)
        now = datetime(2026, 9, number, tzinfo=UTC)
        landing.land("crm", name, DECLARED, SCHEMA, iter([batch]), origin="test", loaded_at=now)


def die_after(calls: int) -> None:
    """Make the process vanish, without any clean-up, right after the given number of syncs and renames."""
    left = [calls]

    def counted(real: Callable[..., Any]) -> Callable[..., Any]:
        def wrapper(*args: Any) -> Any:
            result = real(*args)
            left[0] -= 1
            if left[0] == 0:
                os._exit(9)
            return result

        return wrapper

    os.fsync, os.replace = counted(os.fsync), counted(os.replace)


def linger_before(pace: float) -> None:
    """Wait before each sync and rename, so that a kill at a random instant meets all states."""

    def slowed(real: Callable[..., Any]) -> Callable[..., Any]:
        def wrapper(*args: Any) -> Any:
            time.sleep(pace)
            return real(*args)

        return wrapper

    os.fsync, os.replace = slowed(os.fsync), slowed(os.replace)


if __name__ == "__main__":
    if len(sys.argv) > 2 and int(sys.argv[2]):
        die_after(int(sys.argv[2]))
    if len(sys.argv) > 3:
        linger_before(float(sys.argv[3]))
        print("ready", flush=True)
    run(Path(sys.argv[1]))
