"""The index of a batch: who, which file, its hash, pages and state, as a page that works offline and as CSV.

Belongs here: `index.html` and `index.csv` of one period's folder.
Does not belong here: the page of check results (`quality`), the reports themselves.
"""

from __future__ import annotations

import csv
import hashlib
import io
import os
import tempfile
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from pipelines.reporting.formats import Formats
from pipelines.reporting.html import TEMPLATES
from pipelines.reporting.messages import messages
from pipelines.reporting.results import ReportFile
from pipelines.reporting.tables import Context

COLUMNS = ("report_id", "subject_type", "subject_id", "name", "locale", "file", "sha256", "pages", "state", "view_sha256", "build_id", "as_of")


def write_index(out: Path, reports: tuple[ReportFile, ...], context: Context, *, is_whole: bool) -> Path:
    """Write both indexes and return the HTML one. A partial batch keeps the rows of files that are still as they were released."""
    build = context.build
    stamp = {"build_id": str(build["build_id"]), "as_of": f"{build['as_of']:%Y-%m-%dT%H:%M:%SZ}"}
    rows = [_row(report, out) | stamp for report in reports]
    if not is_whole:
        fresh = {row["file"] for row in rows}
        rows += [row for row in _earlier(out) if row["file"] not in fresh and _is_intact(out, row)]
    rows.sort(key=lambda row: (row["subject_type"], row["name"], row["subject_id"], row["locale"]))
    _write(out / "index.csv", _csv(rows))
    _write(out / "index.html", _html(rows, context))
    return out / "index.html"


def _row(report: ReportFile, out: Path) -> dict[str, str]:
    return {
        "report_id": report.report_id,
        "subject_type": report.subject_type,
        "subject_id": report.subject_id,
        "name": report.name,
        "locale": report.locale,
        "file": report.file.relative_to(out).as_posix(),
        "sha256": report.sha256,
        "pages": str(report.pages),
        "state": report.state,
        "view_sha256": report.view_digest,
    }


def _earlier(out: Path) -> list[dict[str, str]]:
    path = out / "index.csv"
    if not path.is_file():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if set(COLUMNS) <= set(row)]


def _is_intact(out: Path, row: dict[str, str]) -> bool:
    path = out / row["file"]
    return path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == row["sha256"]


def _csv(rows: list[dict[str, str]]) -> str:
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return buffer.getvalue()


def _html(rows: list[dict[str, str]], context: Context) -> str:
    locale, build = str(context.build["default_locale"]), context.build
    formats = Formats(locale, str(build["reporting_currency"]), str(build["timezone"]))
    environment = Environment(loader=FileSystemLoader(TEMPLATES), undefined=StrictUndefined, autoescape=True, trim_blocks=True, lstrip_blocks=True)
    environment.globals["_"] = messages(locale)
    return environment.get_template("index.html").render(
        rows=rows,
        language=locale.replace("_", "-"),
        company=build["display_name_zh" if locale == "zh_CN" else "display_name_en"],
        period=formats.month(context.period["period_start"]),
        as_of=formats.instant(build["as_of"]),
        build_id=build["build_id"],
        state=messages(locale),
        titles={kind: messages(locale).named("title", kind) for kind in ("employee", "team")},
    )


def _write(path: Path, text: str) -> None:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
        file.write(text)
    Path(name).chmod(0o644)
    Path(name).replace(path)
