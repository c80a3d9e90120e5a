"""The parsed dbt project of a home, as plain data: models, their descriptions, parents and tests.

Belongs here: parsing in process and keeping the result until the project or the feeds change.
Does not belong here: running models (`dbt_run`), what a model becomes elsewhere (`defs`).
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from pipelines.errors import BuildError, mask_secrets
from pipelines.warehouse.dbt_run import DbtSetup, invoke_dbt
from pipelines.warehouse.layout import write_durably

_PARSED = {".sql", ".yml", ".yaml", ".csv", ".md"}
_UNUSED = ("macros", "docs", "disabled", "selectors")  # most of the file, and nobody here reads it


def read_manifest(setup: DbtSetup) -> dict[str, Any]:
    """Return dbt's manifest of the project with this home's variables: the kept one, or parsed now (which also warms dbt's own cache)."""
    kept = setup.cache / "manifest" / f"{_digest(setup)}.json"
    if kept.is_file():
        found: dict[str, Any] = json.loads(kept.read_text(encoding="utf-8"))
        return found
    manifest = _parse(setup)
    kept.parent.mkdir(parents=True, exist_ok=True)
    for old in kept.parent.glob("*.json"):
        old.unlink(missing_ok=True)
    text = json.dumps(manifest, default=str)
    write_durably(kept, text)
    parsed: dict[str, Any] = json.loads(text)
    return parsed


def _parse(setup: DbtSetup) -> dict[str, Any]:
    outcome = invoke_dbt(setup, "parse")
    if not outcome.success or outcome.result is None:
        problem = mask_secrets(str(outcome.exception or "dbt gave no manifest"))
        raise BuildError(f"the dbt project cannot be parsed: {problem}", where=str(setup.project), fix="correct the model or property file named")
    written: dict[str, Any] = outcome.result.writable_manifest().to_dict(omit_none=False)
    return {**written, **{name: {} for name in _UNUSED}}


def _digest(setup: DbtSetup) -> str:
    digest = hashlib.sha256(json.dumps([setup.systems, setup.feeds]).encode())
    for path in sorted(setup.project.rglob("*")):
        if path.suffix in _PARSED and not {"target", "logs"} & set(path.relative_to(setup.project).parts):
            digest.update(f"{path.relative_to(setup.project).as_posix()}\n".encode() + path.read_bytes())
    return digest.hexdigest()[:24]


def project_setup(home: Path, project: Path, systems: tuple[str, ...], feeds: dict[str, list[str]], memory_limit: str, threads: int) -> DbtSetup:
    """Return the setup of a home, the same for parsing and building, so that dbt parses once."""
    database = home / "builds" / ".building" / "warehouse.duckdb"
    return DbtSetup(project, home / "cache" / "dbt", database, systems, feeds, memory_limit, threads)
