"""Every object that a company lands: those of its sources, and its policy and settings as the source `policy`.

Belongs here: the declaration of the policy objects, settings flattened to rows, which objects a caller named.
Does not belong here: whether policy is sound (`close.policy`), pulling (`close.pulling`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipelines.close.policy import POLICY_FILES
from pipelines.errors import SettingsError, UsageError
from pipelines.settings import CompanySettings, Domain, ObjectSettings, SourceSettings

POLICY = "policy"
SETTINGS = "settings"
_KEYS = {
    "kpis": ("kpi_id", "version"),
    "weights": ("scheme", "cycle", "subject_type", "role", "region", "item_kind", "item_id", "valid_from"),
    "targets": ("subject_type", "role", "kpi_id", "valid_from"),
    "bands": ("grade", "valid_from"),
    "curves": ("curve_id", "attainment", "valid_from"),
    "thresholds": ("threshold_id", "valid_from"),
}


@dataclass(frozen=True)
class DeclaredObject:
    """One object that is pulled and landed."""

    source: str
    name: str
    settings: ObjectSettings

    @property
    def full_name(self) -> str:
        """`<source>.<object>`, as messages and `only` name it."""
        return f"{self.source}.{self.name}"


def with_policy(company: CompanySettings) -> CompanySettings:
    """Return the company with one more source, `policy`: the files of its policy folder, and its settings."""
    if POLICY in company.sources:
        raise SettingsError("a source may not be called 'policy'", where=f"{company.name}: sources", fix="give the source another name")
    source = SourceSettings(connector="files", path=POLICY, objects=dict(_policy_objects()), owner="sales-operations")
    return company.model_copy(update={"sources": {POLICY: source, **company.sources}})


def _policy_objects() -> Iterator[tuple[str, ObjectSettings]]:
    about = "The company's calendar, currency, locale and tolerances, flattened from company.yaml."
    columns = {"key": "VARCHAR", "value": "VARCHAR"}
    yield SETTINGS, ObjectSettings(domain=Domain.POLICY, key=["key"], columns=columns, max_delete_share=1, description=about)
    for kind in POLICY_FILES:
        name = kind.file.removesuffix(".csv")
        columns = dict.fromkeys(kind.columns(), "VARCHAR")
        about = f"The policy file {kind.file}. {' '.join((kind.__doc__ or '').split())}"
        key = list(_KEYS[name])
        yield name, ObjectSettings(domain=Domain.POLICY, key=key, columns=columns, file=kind.file, max_delete_share=1, description=about)


def declared_objects(company: CompanySettings, only: Sequence[str] | None = None) -> list[DeclaredObject]:
    """Return all objects of a company, policy first; or those named in `only`, by `<source>` or `<source>.<object>`."""
    found = [
        DeclaredObject(source, name, declared)
        for source, settings in with_policy(company).sources.items()
        for name, declared in settings.objects.items()
    ]
    if only is None:
        return found
    unknown = [name for name in only if not any(name in {item.source, item.full_name} for item in found)]
    if unknown:
        fix = f"choose from {', '.join(item.full_name for item in found)}"
        raise UsageError(f"no source or object '{', '.join(unknown)}'", where=company.name, fix=fix)
    return [item for item in found if item.source in only or item.full_name in only]


def settings_rows(company: CompanySettings) -> dict[str, str]:
    """Return the settings that determine numbers and pages, as text by key."""
    rows = {
        "name": company.name,
        **{f"display_name.{locale}": name for locale, name in company.display_name.items()},
        "timezone": company.timezone,
        "reporting_currency": company.reporting_currency,
        "default_locale": company.default_locale,
        "fiscal_year_start": str(company.fiscal_year_start),
        "week_start": company.week_start,
        "page_size": company.page_size,
        "systems": ";".join(company.systems),
    }
    if company.history_starts_on:
        rows["history_starts_on"] = company.history_starts_on.isoformat()
    for item in declared_objects(company):
        if item.settings.tolerance:
            rows[f"tolerance.{item.full_name}"] = str(item.settings.tolerance)
    return rows
