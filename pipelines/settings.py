"""Typed settings of a company and of the environment; the only reader of environment variables.

Belongs here: the shape of `company.yaml`, resolving `${ENV}` references, where homes and caches lie.
Does not belong here: policy rows (`close.policy`), reading sources (`sources`), the clock.
"""

from __future__ import annotations

import os
import re
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from pipelines.errors import SettingsError

PROJECT_ROOT = Path(__file__).resolve().parent.parent
_REFERENCE = re.compile(r"\$\{(?P<name>[A-Za-z_][A-Za-z0-9_]*)(?::-(?P<default>[^}]*))?\}")


class Mode(StrEnum):
    """How an object's pulls are read: the whole state each time, or increments in which absence means nothing."""

    SNAPSHOT = "snapshot"
    APPEND = "append"


class Drift(StrEnum):
    """What to do with a column that appears, disappears or changes type."""

    ACCEPT = "accept"
    REFUSE = "refuse"


class Domain(StrEnum):
    """The Dagster group and canonical folder of an object."""

    CRM = "crm"
    FINANCE = "finance"
    HR = "hr"
    POLICY = "policy"


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ObjectSettings(_Strict):
    """One declared object of a source. `file` serves the files connector, `table` or `query` the sql connector."""

    domain: Domain
    key: list[str] = Field(min_length=1)
    mode: Mode = Mode.SNAPSHOT
    columns: dict[str, str]  # every column that staging reads → DuckDB type it has when nothing was landed yet
    personal: list[str] = []
    file: str | None = None
    sheet: str | None = None
    table: str | None = None
    query: str | None = None
    cursor: str | None = None
    max_delete_share: float = Field(default=0.10, ge=0, le=1)
    tolerance: float = Field(default=0.0, ge=0, le=1)  # share of rejected rows above which the checks block
    on_drift: Drift = Drift.ACCEPT
    description: str = ""


class SourceSettings(_Strict):
    """One declared source: a connector, where it reads, and its objects."""

    connector: str
    path: str | None = None
    url: str | None = None
    encoding: str = "utf-8"
    delimiter: str | None = None
    objects: dict[str, ObjectSettings]
    owner: str = "data-team"


class GeneratorSettings(_Strict):
    """The sample generator's arguments; a company that has this block gets its source data made when they are missing."""

    size: float = Field(default=1.0, gt=0)
    seed: int = 20260930
    path: str


class CompanySettings(_Strict):
    """`company.yaml`: calendar, currency, locale, source systems in use and where to read them.

    `folder` is the company folder; relative paths inside the file start there.
    """

    name: str = Field(pattern=r"^[a-z][a-z0-9-]*$")
    display_name: dict[str, str]
    timezone: str
    reporting_currency: str = Field(pattern=r"^[A-Z]{3}$")
    default_locale: str = Field(pattern=r"^(en|zh_CN)$")
    fiscal_year_start: int = Field(default=1, ge=1, le=12)
    week_start: str = "monday"
    history_starts_on: date | None = None
    page_size: str = Field(default="A4", pattern=r"^(A4|Letter)$")
    systems: list[str]  # staging folders in use, besides `policy`
    sources: dict[str, SourceSettings]
    generator: GeneratorSettings | None = None
    folder: Path

    @field_validator("timezone")
    @classmethod
    def _known_timezone(cls, value: str) -> str:
        if value not in available_timezones():
            raise ValueError(f"'{value}' is not an IANA time zone")
        return value

    @property
    def tz(self) -> ZoneInfo:
        """The company's time zone."""
        return ZoneInfo(self.timezone)

    def resolve(self, path: str) -> Path:
        """Return `path` (after `${ENV}` references) as an absolute path; relative ones start at the company folder."""
        return (self.folder / resolve_references(path, where=f"{self.name}: path")).resolve()


def load_company(path: Path) -> CompanySettings:
    """Read a company: a folder with `company.yaml`, or a YAML file that may say `extends: other.yaml`.

    Raises `SettingsError` naming the file and each wrong field. `${ENV}` references stay unresolved until used.
    """
    file = path / "company.yaml" if path.is_dir() else path
    if not file.is_file():
        raise SettingsError("no company.yaml here", where=str(path), fix="give a company folder, e.g. --company companies/sample")
    raw = _read_extended(file)
    try:
        return CompanySettings.model_validate({**raw, "folder": file.resolve().parent})
    except ValidationError as error:
        lines = "; ".join(f"{'.'.join(str(part) for part in item['loc'])}: {item['msg']}" for item in error.errors())
        raise SettingsError(lines, where=str(file), fix="correct the fields named") from error


def _read_extended(file: Path) -> dict[str, Any]:
    try:
        raw = yaml.safe_load(file.read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError) as error:
        raise SettingsError(f"unreadable: {error}", where=str(file), fix="correct the YAML") from error
    if not isinstance(raw, dict):
        raise SettingsError("is not a mapping", where=str(file), fix="see companies/sample/company.yaml for the shape")
    base = raw.pop("extends", None)
    return raw if base is None else _merge(_read_extended(file.parent / base), raw)


def _merge(base: dict[str, Any], over: dict[str, Any]) -> dict[str, Any]:
    merged = dict(base)
    for key, value in over.items():
        merged[key] = _merge(base[key], value) if isinstance(value, dict) and isinstance(base.get(key), dict) else value
    return merged


def resolve_references(text: str, *, where: str) -> str:
    """Replace `${NAME}` and `${NAME:-default}` by the environment's values. Raises `SettingsError` for an unset name without default."""

    def value(match: re.Match[str]) -> str:
        found = os.environ.get(match["name"]) or match["default"]
        if found is None:
            raise SettingsError(f"environment variable {match['name']} is not set", where=where, fix=f"export {match['name']}=… (see .env.example)")
        return found

    return _REFERENCE.sub(value, text)


def data_root() -> Path:
    """Folder that holds all homes: `SCORECARDS_DATA`, else `data` beside the project."""
    return Path(os.environ.get("SCORECARDS_DATA") or PROJECT_ROOT / "data").resolve()


def default_home(company: CompanySettings) -> Path:
    """Home of a company unless the caller names another: `data/<company>`."""
    return data_root() / company.name


def dagster_home() -> Path:
    """Folder of Dagster's own storage, shared by the CLI and `make dev`."""
    return Path(os.environ.get("DAGSTER_HOME") or data_root() / "dagster").resolve()


def font_folder() -> Path:
    """Folder of the static font faces that `make setup` builds."""
    return Path(os.environ.get("SCORECARDS_FONTS") or PROJECT_ROOT / ".cache" / "fonts").resolve()


def salt_key() -> str:
    """Key from which the salts of personal digests are derived: `SCORECARDS_SALT_KEY`.

    Without it a fixed development key serves, so that two homes filled from the same data are equal; production must set its own.
    """
    return os.environ.get("SCORECARDS_SALT_KEY") or "development-only"


def memory_limit() -> str:
    """DuckDB's memory limit: `SCORECARDS_MEMORY_LIMIT`, default 1500MB."""
    return os.environ.get("SCORECARDS_MEMORY_LIMIT") or "1500MB"


def worker_count() -> int:
    """Processes that render PDFs and threads of a build: `SCORECARDS_WORKERS`, default the number of cores, at most 8."""
    configured = os.environ.get("SCORECARDS_WORKERS")
    return max(1, int(configured)) if configured else max(1, min(8, os.cpu_count() or 1))


def silence_telemetry() -> None:
    """Switch off the telemetry of every tool that has one, for this process and its children."""
    for name, value in {
        "DAGSTER_DISABLE_TELEMETRY": "1",
        "DBT_SEND_ANONYMOUS_USAGE_STATS": "0",
        "DO_NOT_TRACK": "1",
        "GX_ANALYTICS_ENABLED": "false",
        "RUNTIME__DLTHUB_TELEMETRY": "false",
    }.items():
        os.environ.setdefault(name, value)
