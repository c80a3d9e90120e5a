"""Use case `pull`: every declared object from its source into landing; one that fails stops no other.

Belongs here: the loop over objects, policy checked before it is landed, the sample company's sources made when missing, what a pull reports.
Does not belong here: reading sources (`sources`), the log (`landing`), retries and schedules (`defs`), the clock.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from pipelines.close.declared import POLICY, SETTINGS, DeclaredObject, declared_objects, settings_rows, with_policy
from pipelines.close.policy import load_policy
from pipelines.errors import ScorecardsError, SourceError
from pipelines.settings import CompanySettings, memory_limit, salt_key

if TYPE_CHECKING:
    from pipelines.landing import Landing, LoadOutcome
    from pipelines.sources import Extraction

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class ObjectPull:
    """How the pull of one object ended: an outcome, or a problem. `has_landed` tells whether older rows are there to go on with."""

    source: str
    object: str
    outcome: LoadOutcome | None = None
    problem: str | None = None
    is_transient: bool = False
    has_landed: bool = True

    @property
    def full_name(self) -> str:
        """`<source>.<object>`."""
        return f"{self.source}.{self.object}"


@dataclass(frozen=True)
class PullReport:
    """The pulls of one round, in the order in which they ran."""

    pulls: tuple[ObjectPull, ...]

    @property
    def failed(self) -> tuple[ObjectPull, ...]:
        """Objects that could not be pulled."""
        return tuple(pull for pull in self.pulls if pull.problem is not None)

    @property
    def stale(self) -> tuple[str, ...]:
        """Failed objects that go on with the rows of an earlier pull."""
        return tuple(pull.full_name for pull in self.failed if pull.has_landed)

    @property
    def landed(self) -> tuple[ObjectPull, ...]:
        """Objects that brought changes."""
        return tuple(pull for pull in self.pulls if pull.outcome is not None and pull.outcome.status == "landed")


def open_landing(home: Path) -> Landing:
    """Return the landing of a home."""
    from pipelines.landing import Landing

    return Landing(home, salt_key=salt_key(), memory_limit=memory_limit())


def pull(company: CompanySettings, home: Path, now: datetime, only: Sequence[str] | None = None, on_progress: Progress | None = None) -> PullReport:
    """Pull all objects, or those named in `only`.

    Raises `PolicyError` for unsound policy before anything is landed; source trouble is reported, not raised.
    """
    chosen = declared_objects(company, only)
    if any(item.source == POLICY for item in chosen):
        load_policy(company.folder / POLICY)
    make_sample_sources(company)
    landing = open_landing(home)
    pulls = []
    for number, item in enumerate(chosen):
        if on_progress:
            on_progress(item.full_name, number, len(chosen))
        pulls.append(_pull_one(with_policy(company), landing, item, now))
    known = {(found.source, found.object) for found in landing.objects(landing.head().load)}
    return PullReport(tuple(replace(found, has_landed=(found.source, found.object) in known) for found in pulls))


def make_sample_sources(company: CompanySettings) -> None:
    """Make the sources of a company that has a `generator`, if their folder is missing."""
    if company.generator is None:
        return
    folder = company.resolve(company.generator.path)
    if not folder.exists():
        from pipelines.sample import generate

        generate(folder, size=company.generator.size, seed=company.generator.seed)


def _pull_one(company: CompanySettings, landing: Landing, item: DeclaredObject, now: datetime) -> ObjectPull:
    try:
        cursor = landing.cursor(item.source, item.name) if item.settings.cursor else None
        found = _extract(company, item, cursor)
        outcome = landing.land(
            item.source, item.name, item.settings, found.schema, found.batches, origin=found.origin, loaded_at=now, cursor_from=cursor
        )
    except ScorecardsError as error:
        landing.record_failure(item.source, item.name, str(error), now)
        return ObjectPull(item.source, item.name, problem=str(error), is_transient=isinstance(error, SourceError) and error.transient)
    return ObjectPull(item.source, item.name, outcome=outcome)


def _extract(company: CompanySettings, item: DeclaredObject, cursor: str | None) -> Extraction:
    from pipelines.sources import extract

    if (item.source, item.name) == (POLICY, SETTINGS):
        return _settings_extraction(company)
    return extract(company, item.source, item.name, cursor=cursor)


def _settings_extraction(company: CompanySettings) -> Extraction:
    import pyarrow as pa

    from pipelines.sources import Extraction

    own = company.model_copy(update={"sources": {name: source for name, source in company.sources.items() if name != POLICY}})
    rows = settings_rows(own)
    table = pa.table({"key": list(rows), "value": list(rows.values())}, schema=pa.schema([("key", pa.string()), ("value", pa.string())]))
    return Extraction(schema=table.schema, batches=iter(table.to_batches()), origin="company.yaml")
