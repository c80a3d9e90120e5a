"""What the assets of one company work with: the company and its home, and the tools of a run.

Belongs here: the two resources, asset keys, turning our errors into Dagster's failures.
Does not belong here: what an asset does (`sources`, `warehouse`, `published`, `quality`, `reports`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import dagster as dg

from pipelines.errors import ScorecardsError, SourceError
from pipelines.settings import CompanySettings

if TYPE_CHECKING:
    from pipelines.close import CheckReport
    from pipelines.quality import Worker
    from pipelines.reporting import BatchResult

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Company:
    """Whose assets these are, and where they are kept."""

    settings: CompanySettings
    home: Path

    @property
    def name(self) -> str:
        """The first part of every asset key: several companies share one Dagster home."""
        return self.settings.name

    def key(self, *path: str) -> dg.AssetKey:
        """Return the key of one of the company's assets."""
        return dg.AssetKey([self.name, *path])


@dataclass
class Tools:
    """What the launcher lends to a run in its own process, and what it gets back. A run of the daemon has none of it."""

    on_progress: Progress | None = None
    worker: Worker | None = None
    problem: ScorecardsError | None = None
    checked: CheckReport | None = None
    batch: BatchResult | None = None
    pulled: set[str] = field(default_factory=set)

    def stage(self, name: str) -> Callable[[int, int], None]:
        """Return a function that reports progress of a stage."""
        return lambda done, total: self.on_progress(name, done, total) if self.on_progress else None


@contextmanager
def told(tools: Tools) -> Iterator[None]:
    """Turn our errors into failures that say what to do; only a transient trouble of a source may be retried."""
    try:
        yield
    except ScorecardsError as error:
        tools.problem = error
        raise dg.Failure(description=str(error), allow_retries=isinstance(error, SourceError) and error.transient) from error


def identifier(*path: str) -> str:
    """Return a name that Dagster takes for an op, job or schedule."""
    return "__".join(path).replace("-", "_")
