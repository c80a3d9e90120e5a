"""Small companies for tests of the Dagster room.

Belongs here: settings of a company whose one source is a CSV file; the resources that a run needs.
Does not belong here: real companies (`companies/`).
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from pipelines.settings import CompanySettings

LEADS = {"domain": "crm", "file": "leads.csv", "key": ["id"], "columns": {"id": "VARCHAR", "made_on": "VARCHAR"}, "description": "Leads."}


def tiny_company(folder: Path = Path("/nowhere"), **changes: object) -> CompanySettings:
    source = {"connector": "files", "path": str(folder), "owner": "sales-operations", "objects": {"leads": LEADS}}
    fields: dict[str, object] = {
        "name": "tiny",
        "display_name": {"en": "Tiny", "zh_CN": "小"},
        "timezone": "Asia/Shanghai",
        "reporting_currency": "CNY",
        "default_locale": "en",
        "history_starts_on": date(2026, 1, 1),
        "systems": [],
        "sources": {"crm": source},
        "folder": folder,
    }
    return CompanySettings.model_validate(fields | changes)
