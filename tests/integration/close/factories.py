"""A tiny company on disk: one CSV of orders, the sample's policy."""

from __future__ import annotations

import shutil
from pathlib import Path

import yaml

from pipelines.settings import CompanySettings, load_company

ORDERS = "id,amount\nO1,10\nO2,20\n"


def write_company(folder: Path, policy: Path) -> CompanySettings:
    """Write a company with two objects, of which `bills` has no file yet."""
    shutil.copytree(policy, folder / "policy")
    (folder / "orders.csv").write_text(ORDERS, encoding="utf-8")
    declared = {"domain": "finance", "key": ["id"], "columns": {"id": "VARCHAR", "amount": "VARCHAR"}}
    settings = {
        "name": "tiny",
        "display_name": {"en": "Tiny"},
        "timezone": "Asia/Shanghai",
        "reporting_currency": "CNY",
        "default_locale": "en",
        "systems": [],
        "sources": {
            "fin": {
                "connector": "files",
                "path": ".",
                "objects": {"orders": {**declared, "file": "orders.csv"}, "bills": {**declared, "file": "bills.csv"}},
            }
        },
    }
    (folder / "company.yaml").write_text(yaml.safe_dump(settings), encoding="utf-8")
    return load_company(folder)
