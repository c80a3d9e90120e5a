"""The log of attempts: one line per pull, also of those that changed nothing or failed. It stands outside the manifest chain.

Belongs here: writing and reading `attempts.jsonl`; the last attempt per object, from which "stale" follows.
Does not belong here: what a pull landed (`manifest`).
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

from pipelines.errors import mask_secrets
from pipelines.landing.durable import append_line

Status = Literal["landed", "unchanged", "failed"]


@dataclass(frozen=True)
class Attempt:
    """One pull of one object: when, how it ended, and why it failed."""

    source: str
    object: str
    at: datetime
    status: Status
    load: int | None = None
    rows_read: int | None = None
    problem: str | None = None


def record(file: Path, attempt: Attempt) -> None:
    """Append `attempt`, secrets masked."""
    line = {**asdict(attempt), "at": attempt.at.isoformat()}
    if attempt.problem is not None:
        line["problem"] = mask_secrets(attempt.problem)
    append_line(file, json.dumps(line, ensure_ascii=False))


def last_attempts(file: Path) -> dict[tuple[str, str], Attempt]:
    """Return the newest attempt of each object. A torn line, left by a kill, is passed over."""
    found: dict[tuple[str, str], Attempt] = {}
    if not file.is_file():
        return found
    with file.open(encoding="utf-8", errors="replace") as lines:
        for line in lines:
            attempt = _parse(line)
            if attempt is not None:
                found[attempt.source, attempt.object] = attempt
    return found


def _parse(line: str) -> Attempt | None:
    try:
        raw = json.loads(line)
        return Attempt(**{**raw, "at": datetime.fromisoformat(raw["at"])})
    except (ValueError, TypeError, KeyError):
        return None
