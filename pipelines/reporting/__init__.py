"""Reports: published tables in, released PDFs and their index out.

Belongs here: the room's door, `render_batch` and `build_fonts`, with the shapes they take and give.
Does not belong here: what a number means or how it is calculated (`dbt_project`), checks (`quality`), sending (`delivery`).
"""

from __future__ import annotations

from pipelines.reporting.batch import render_batch
from pipelines.reporting.fonts import build_fonts
from pipelines.reporting.results import BatchResult, CheckLine, QualitySummary, ReportFile

__all__ = ["BatchResult", "CheckLine", "QualitySummary", "ReportFile", "build_fonts", "render_batch"]
