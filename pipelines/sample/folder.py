"""Writing the sample company's sources: month by month, into a folder that appears only when it is whole.

Belongs here: the order of the work, and which rows go into which file.
Does not belong here: how anything is drawn (`people`, `market`, `deals`, `billing`, `cash`, `fieldwork`), file formats (`writers`, `workbook`).
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from pipelines.sample.catalogue import catalogue
from pipelines.sample.crm_rows import account_link_rows, account_rows
from pipelines.sample.dirt import soil
from pipelines.sample.finance_rows import product_rows, rate_rows
from pipelines.sample.history import History
from pipelines.sample.people import Firm
from pipelines.sample.personnel import assignment_rows, employee_rows, key_rows
from pipelines.sample.planning import TARGET_COLUMNS, adjustment_rows, target_rows
from pipelines.sample.timeline import MONTHS, PIPELINE_MONTHS
from pipelines.sample.workbook import write_workbook
from pipelines.sample.writers import CrmDatabase, write_csv, write_jsonl

CRM_TABLES = {
    "accounts": {"id": "TEXT", "name": "TEXT", "industry": "TEXT", "region": "TEXT", "tier": "TEXT", "owner_user_id": "TEXT", "created_on": "TEXT"},
    "account_links": {"account_id": "TEXT", "system": "TEXT", "external_no": "TEXT", "linked_from": "TEXT"},
    "leads": {
        "id": "TEXT", "created_at": "TEXT", "owner_user_id": "TEXT", "channel": "TEXT", "channel_cost": "TEXT", "converted_at": "TEXT",
        "opportunity_id": "TEXT", "account_id": "TEXT", "status": "TEXT",
    },
    "opportunities": {
        "id": "TEXT", "account_id": "TEXT", "owner_user_id": "TEXT", "created_on": "TEXT", "stage": "TEXT", "status": "TEXT", "closed_on": "TEXT",
        "expected_close_on": "TEXT", "amount": "TEXT", "currency": "TEXT", "lost_reason": "TEXT", "product_code": "TEXT",
    },
    "deal_splits": {"opportunity_id": "TEXT", "user_id": "TEXT", "percent": "REAL", "kind": "TEXT"},
    "activities": {
        "id": "INTEGER PRIMARY KEY", "type": "TEXT", "happened_at": "TEXT", "user_id": "TEXT", "account_id": "TEXT", "opportunity_id": "TEXT",
        "responded_at": "TEXT", "accepted": "INTEGER", "praised": "INTEGER", "need_depth": "INTEGER",
        "solution_fit": "INTEGER", "survey_completeness": "REAL",
    },
}  # fmt: skip


def generate(folder: Path, *, size: float = 1.0, seed: int = 20260930) -> None:
    """Write the sources of the sample company: `crm/crm.db`, `finance/…`, `hr/…`, and `sample.json` with the arguments.

    The same arguments give the same bytes. Size 1 is about 40 sales people; people and rows grow with it, memory hardly does.
    An existing folder is replaced, at once, after the new one is complete.
    """
    if size <= 0:
        raise ValueError(f"size must be above 0, not {size}")
    folder.parent.mkdir(parents=True, exist_ok=True)
    partial = folder.with_name(f".{folder.name}.partial")
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir()
    history = History(size, seed)
    _write_crm(partial / "crm" / "crm.db", history)
    _write_lists(partial, history.firm, seed)
    (partial / "sample.json").write_text(json.dumps({"size": size, "seed": seed}) + "\n", encoding="utf-8")
    _replace(partial, folder)


def _write_crm(path: Path, history: History) -> None:
    """Play all months; CRM rows go into the database, finance's monthly files beside it."""
    finance = path.parent.parent / "finance"
    with CrmDatabase(path, CRM_TABLES) as crm:
        crm.add("accounts", soil("accounts", account_rows(history.firm, history.market, history.seed), 0, history.size))
        crm.add("account_links", account_link_rows(history.market))
        for index in range(-3, MONTHS + PIPELINE_MONTHS):
            played = history.play(index)
            for table, rows in played.crm.items():
                crm.add(table, rows)
            for name, rows in played.finance.items():
                write_csv(finance / name / f"{name}_{played.key}.csv", rows)


def _write_lists(folder: Path, firm: Firm, seed: int) -> None:
    finance, hr = folder / "finance", folder / "hr"
    products = product_rows(catalogue(seed))
    write_workbook(finance / "products.xlsx", "Products", products.columns, products.iter_rows())
    write_workbook(finance / "targets.xlsx", "Targets", TARGET_COLUMNS, target_rows(firm))
    write_csv(finance / "fx_rates.csv", rate_rows(seed))
    write_csv(finance / "adjustments.csv", adjustment_rows(firm, seed))
    write_jsonl(hr / "employees.jsonl", employee_rows(firm, seed))
    write_jsonl(hr / "employee_keys.jsonl", key_rows(firm))
    write_jsonl(hr / "assignments.jsonl", assignment_rows(firm))


def _replace(partial: Path, folder: Path) -> None:
    """Put the complete folder in place; an older one steps aside first, and is removed after."""
    old = folder.with_name(f".{folder.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    if folder.exists():
        folder.rename(old)
    partial.rename(folder)
    shutil.rmtree(old, ignore_errors=True)
