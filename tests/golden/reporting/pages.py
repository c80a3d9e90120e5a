"""Small grey pictures of pages, and how far two of them are apart.

Belongs here: turning a PDF into the pictures that are approved, comparing them; `python -m tests.golden.reporting.pages` approves today's pages.
Does not belong here: which cases there are (`unit/reporting/hard_cases`).
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pypdfium2
from PIL import Image

from tests.unit.reporting.rendering import made

APPROVED = Path(__file__).parent / "approved"
DPI = 60
SHOTS = tuple(
    (case, locale, number)
    for case, locale, pages in (
        ("usual", "en", 2),
        ("usual", "zh_CN", 2),
        ("team", "zh_CN", 2),
        ("to_date", "zh_CN", 1),
        ("no_values", "en", 2),
        ("long_name", "en", 1),
        ("mixed_scripts", "zh_CN", 1),
        ("large_amounts", "en", 2),
        ("one_kpi", "en", 1),
        ("twenty_kpis", "en", 2),
        ("forty_kpis", "zh_CN", 1),
        ("nothing", "zh_CN", 1),
    )
    for number in range(pages)
)
_LEVELS = 16
_VISIBLE = 64  # grey levels, of 255


def picture(content: bytes, number: int) -> Image.Image:
    """Return a page in sixteen greys."""
    bitmap = pypdfium2.PdfDocument(content)[number].render(scale=DPI / 72, grayscale=True)
    return bitmap.to_pil().convert("L").quantize(_LEVELS)


def apart(one: Image.Image, other: Image.Image) -> float:
    """Return the share of pixels, in percent, that differ visibly; 100 when the pictures' sizes differ."""
    if one.size != other.size:
        return 100.0
    first, second = (np.asarray(image.convert("L"), dtype=np.int16) for image in (one, other))
    return float((np.abs(first - second) > _VISIBLE).mean() * 100)


def approved(case: str, locale: str, number: int) -> Path:
    """Return where the approved picture of a page lies."""
    return APPROVED / f"{case}.{locale}.{number + 1}.png"


def main() -> None:
    """Approve every page as it looks now; look at the pictures before committing them."""
    APPROVED.mkdir(exist_ok=True)
    for case, locale, number in SHOTS:
        picture(made(case, locale).content, number).save(approved(case, locale, number), optimize=True)


if __name__ == "__main__":
    main()
