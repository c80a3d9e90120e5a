"""Reading a finished PDF back and holding it against the tables, cell by cell.

Belongs here: text and boxes out of the file, rows found in reading order, figures in sentences accounted for, nothing off the page or overlapping.
Does not belong here: what the rows should be (`expected`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

import pypdfium2

from pipelines.reporting.expected import ExpectedRow, expected_bars, expected_members, expected_rows, finding_figures
from pipelines.reporting.tables import Context, SubjectRows

_FIGURE = re.compile(r"[−+]?\d[\d,]*(?:\.\d+)?%?")
_BETWEEN = r"\s+(?:\S{1,3}\s+)?"  # a symbol may stand between two cells
_LOOSE = r"\s[^\r\n]{0,60}?\s?"
_TOUCH = 1.0  # points by which neighbouring boxes may share ground


@dataclass(frozen=True)
class ReadPage:
    """Text of a page in reading order, and the boxes (left, bottom, right, top) of its runs of text."""

    text: str
    boxes: tuple[tuple[float, float, float, float], ...]
    width: float
    height: float


def read_pages(content: bytes) -> list[ReadPage]:
    """Return the pages of a PDF."""
    document = pypdfium2.PdfDocument(content)
    try:
        return [_read(page) for page in document]
    finally:
        document.close()


def differences(pages: list[ReadPage], rows: SubjectRows, context: Context, locale: str, marks: Iterable[str]) -> list[str]:
    """Return what the file says otherwise than the tables, or does not say at all; nothing when it is as it must be."""
    text = "\n".join(page.text for page in pages)
    problems = _missing_rows(text, expected_rows(rows, context, locale))
    problems += _missing_rows(text, expected_members(rows))
    problems += _missing_rows(text, expected_bars(rows))
    problems += _unaccounted(text, rows, context)
    for number, page in enumerate(pages, start=1):
        squeezed = re.sub(r"\s", "", page.text)
        problems += [f"page {number} does not show '{mark}'" for mark in marks if re.sub(r"\s", "", mark) not in squeezed]
        problems += [f"page {number}: {problem}" for problem in misplaced(page)]
    return problems


def misplaced(page: ReadPage) -> list[str]:
    """Return runs of text that leave the page or lie over one another."""
    problems = []
    boxes = sorted(page.boxes, key=lambda box: -box[3])
    for index, box in enumerate(boxes):
        if box[0] < 0 or box[1] < 0 or box[2] > page.width or box[3] > page.height:
            problems.append(f"text off the page at {_place(box)}")
        for other in boxes[index + 1 :]:
            if other[3] < box[1] + _TOUCH:
                break
            if min(box[2], other[2]) - max(box[0], other[0]) > _TOUCH and min(box[3], other[3]) - max(box[1], other[1]) > _TOUCH:
                problems.append(f"texts overlap at {_place(box)} and {_place(other)}")
    return problems


def _missing_rows(text: str, rows: Iterable[ExpectedRow]) -> list[str]:
    problems, position = [], 0
    for row in rows:
        found = _pattern(row).search(text, position)
        if found is None:
            problems.append(f"{row.what}: expected “{' '.join((row.label, *row.cells)).strip()}”, found {_nearest(text, row, position)}")
        else:
            position = found.start() + 1 if not row.label else found.end()
    return problems


def _pattern(row: ExpectedRow) -> re.Pattern[str]:
    cells = [re.escape(cell) for cell in row.cells]
    if row.what.startswith("score of") and len(cells) > 2:  # before the score stands the arithmetic that leads to it
        body = _BETWEEN.join(cells[:-3]) + _LOOSE + r"\s+".join(cells[-3:])
    elif row.what.startswith("member"):  # the role stands between name and days
        body = _LOOSE + _BETWEEN.join(cells)
    elif row.what.startswith("KPI"):
        body = cells[0] + r"\s+(?:\S+\s+)?" + r"\s+".join(cells[1:])  # the word for pace may stand after the target
    else:
        body = r"\s+".join(cells)
    label = r"\s*".join(re.escape(char) for char in row.label if not char.isspace())
    lead = label + (r"\s+(?:[A-Za-z]{3,4}\s+|天\s+)?" if row.label and not row.what.startswith("member") else "")
    return re.compile(rf"(?<![\d,.]){lead}{body}(?![\d,.%]*\d)")


def _nearest(text: str, row: ExpectedRow, position: int) -> str:
    """Say what stands where the row was looked for."""
    anchor = row.cells[-1] if row.what.startswith("KPI") else row.label
    at = text.find(anchor, position) if anchor else -1
    if at < 0:
        return "nothing like it"
    start = text.rfind("\n", 0, at) + 1
    return f"“{text[start : at + 90].splitlines()[0].strip()}”"


def _unaccounted(text: str, rows: SubjectRows, context: Context) -> list[str]:
    """Return figures in sentences about a KPI that its row does not hold; a sentence ends with the KPI's reference."""
    problems = []
    for row in rows.kpis:
        if row["weighted_score"] is None or row["effective_weight"] is None or row["value"] is None:
            continue
        places = [found.start() for found in re.finditer(re.escape(str(row["reference"])), text)]
        names = " ".join(str(context.definitions.get(row["kpi_id"], {}).get(name)) for name in ("name_en", "name_zh"))
        allowed = finding_figures(row) | set(_FIGURE.findall(names))
        for place in places[1:]:  # the first is the KPI table
            start = max(text.rfind(symbol, 0, place) for symbol in "▲◆▼")
            body = text[start:place].split("\n", 1)[-1]
            strange = [figure for figure in _FIGURE.findall(body) if figure.rstrip(",") not in allowed]
            problems += [f"sentence on {row['kpi_id']}: {figure} is not one of its figures" for figure in strange]
    return problems


def _read(page: pypdfium2.PdfPage) -> ReadPage:
    text = page.get_textpage()
    boxes = tuple(text.get_rect(index) for index in range(text.count_rects()))
    width, height = page.get_size()
    return ReadPage(text.get_text_range(), boxes, width, height)


def _place(box: tuple[float, float, float, float]) -> str:
    return f"{box[0]:.0f},{box[1]:.0f}"
