"""Use case `build`: what was landed up to a head, through dbt, into a build; and which build readers open.

Belongs here: handing landing's objects over to the warehouse, refusing to build on what never came.
Does not belong here: pulling (`close.pulling`), how a build is made (`warehouse`), the checks on what it published (`close.checking`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from pipelines.close.declared import DeclaredObject, declared_objects
from pipelines.close.pulling import open_landing
from pipelines.errors import BuildError, UsageError
from pipelines.periods import Grain, Period
from pipelines.settings import PROJECT_ROOT, CompanySettings, memory_limit, worker_count
from pipelines.warehouse import Build, BuildRequest, LandedPart, LandedTable, make_build

if TYPE_CHECKING:
    from pipelines.landing import LandedObject, Landing, Manifest


def build(
    company: CompanySettings,
    home: Path,
    period: Period,
    as_of: datetime | None,
    now: datetime,
    on_progress: Callable[[int, int], None] | None = None,
) -> Build:
    """Return the build of all months up to `period`, from what was landed by `as_of` (default: everything). It becomes current by `check`.

    Raises `BuildError` if nothing was landed by then, if a declared object never came, if a model breaks or a dbt test finds rows.
    """
    if period.grain is not Grain.MONTH:
        raise UsageError(f"'{period.key}' is not a month", fix=f"close a month, e.g. --period {period.last_month:%Y-%m}")
    home = home.resolve()  # dbt changes the working folder
    landing = open_landing(home)
    head = landing.head(as_of)
    declared = declared_objects(company)
    if head.load == 0:
        when = f" by {as_of.isoformat()}" if as_of else ""
        raise BuildError(f"nothing was landed{when}", where=str(home), fix="pull first: scorecards run --company … --period …")
    _refuse_what_never_came(landing, declared)
    request = BuildRequest(
        home=home,
        company=company.name,
        systems=tuple(company.systems),
        timezone=company.tz,
        tables=tuple(_tables(home, declared, landing.objects(head.load), landing.manifests(head.load))),
        period_start=period.start,
        period_end=period.end,
        head=head.load,
        as_of=head.at,
        project_root=PROJECT_ROOT,
        memory_limit=memory_limit(),
        threads=worker_count(),
    )
    return make_build(request, now=now, on_progress=on_progress)


def stale_objects(company: CompanySettings, home: Path) -> tuple[str, ...]:
    """Return the declared objects whose last pull failed, by `<source>.<object>`: the numbers stand on their older rows."""
    attempts = open_landing(home).last_attempts()
    failed = {key for key, attempt in attempts.items() if attempt.status == "failed"}
    return tuple(item.full_name for item in declared_objects(company) if (item.source, item.name) in failed)


def _refuse_what_never_came(landing: Landing, declared: list[DeclaredObject]) -> None:
    known = {(found.source, found.object) for found in landing.objects(landing.head().load)}
    attempts = landing.last_attempts()
    problems = []
    for item in declared:
        if (item.source, item.name) not in known:
            attempt = attempts.get((item.source, item.name))
            problems.append(f"{item.full_name}: {attempt.problem if attempt and attempt.problem else 'was never pulled'}")
    if problems:
        text = "\n".join(["these objects were never landed, so numbers would be missing unseen:", *problems])
        raise BuildError(text, fix="mend the source (scorecards sources check tells more), or take the object out of company.yaml")


def _tables(home: Path, declared: list[DeclaredObject], landed: list[LandedObject], manifests: Iterable[Manifest]) -> Iterable[LandedTable]:
    found = {(item.source, item.object): item for item in landed}
    parts: dict[int, list[LandedPart]] = {}
    for manifest in manifests:
        part = _part(home, manifest)
        if part is not None:
            parts.setdefault(manifest.object_id, []).append(part)
    for item in declared:
        shape = LandedTable(source=item.source, object=item.name, domain=item.settings.domain.value, declared=item.settings.columns)
        yield _filled(shape, found.get((item.source, item.name)), parts)


def _filled(shape: LandedTable, landed: LandedObject | None, parts: dict[int, list[LandedPart]]) -> LandedTable:
    if landed is None:
        return shape
    return LandedTable(
        source=shape.source,
        object=shape.object,
        domain=shape.domain,
        declared=shape.declared,
        object_id=landed.object_id,
        columns=landed.columns,
        personal=landed.personal,
        parts=tuple(parts.get(landed.object_id, ())),
        live_rows=landed.live_rows,
        last_load=landed.last_load,
        last_loaded_at=landed.last_loaded_at,
    )


def _part(home: Path, manifest: Manifest) -> LandedPart | None:
    main = [home / "landing" / part.path for part in manifest.parts if not part.personal]
    personal = [home / "landing" / part.path for part in manifest.parts if part.personal]
    if not main:
        return None
    return LandedPart(load=manifest.load, loaded_at=manifest.at, origin=manifest.origin, main=main[0], personal=personal[0] if personal else None)
