"""From a KPI to the SQL that made it, up to the source objects.

Belongs here: walking the models of a build, which are in `models.json` as they ran.
Does not belong here: postings and rows (`trace`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

Models = dict[str, dict[str, Any]]


@dataclass(frozen=True)
class ModelSql:
    """A model: its name, its file, and the statement that ran."""

    name: str
    path: str
    sql: str


def posting_model(models: Models, kpi_id: str) -> str | None:
    """Return the model that makes a KPI's postings: the one whose `meta.kpis` lists it."""
    return next((name for name, model in sorted(models.items()) if kpi_id in (model["meta"].get("kpis") or [])), None)


def upstream(models: Models, name: str) -> tuple[str, ...]:
    """Return the files of all models that a model is made from, and the landed objects, nearest first."""
    seen: dict[str, str] = {}
    waiting = [f"model.{name}"]
    while waiting:
        node = waiting.pop(0)
        short = node.rpartition(".")[2]
        if node in seen:
            continue
        if node.startswith("source."):
            seen[node] = short.replace("__", ".", 1)
        elif short in models:
            seen[node] = models[short]["path"]
            waiting += models[short]["parents"]
    return tuple(dict.fromkeys(seen.values()))


def covering_checks(checks: Sequence[dict[str, Any]], models: Sequence[str]) -> tuple[dict[str, Any], ...]:
    """Return the tests that look at any of these models, with their verdicts."""
    kept = ("name", "description", "severity", "status", "failures")
    return tuple({name: check[name] for name in kept} for check in checks if set(check["models"]) & set(models))
