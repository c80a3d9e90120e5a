"""Reports: published tables in, released PDFs and their index out.

Belongs here: the room's door, `render_batch` and `build_fonts`, with the shapes they take and give. Both are loaded when first asked for:
whoever only needs the shapes does not wait for Babel and Arrow, and `python -m pipelines.reporting.fonts` starts clean.
Does not belong here: what a number means or how it is calculated (`dbt_project`), checks (`quality`), sending (`delivery`).
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from pipelines.reporting.results import BatchResult, CheckLine, QualitySummary, ReportFile

if TYPE_CHECKING:
    from pipelines.reporting.batch import render_batch
    from pipelines.reporting.fonts import build_fonts

__all__ = ["BatchResult", "CheckLine", "QualitySummary", "ReportFile", "build_fonts", "render_batch"]

_HOMES = {"render_batch": "pipelines.reporting.batch", "build_fonts": "pipelines.reporting.fonts"}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
