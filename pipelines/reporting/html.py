"""From a view to the HTML the renderer gets, and the style sheet that goes with it.

Belongs here: the Jinja environment (strict, autoescaped), the order of the style sheets, the charts that a view places.
Does not belong here: what a view says (`scorecard`), PDF (`pdf`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from functools import cache

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from pipelines.reporting.charts.svg import Chart
from pipelines.reporting.messages import messages
from pipelines.reporting.views import Scorecard
from pipelines.settings import PROJECT_ROOT

TEMPLATES = PROJECT_ROOT / "reports" / "templates"
_SHEETS = ("fonts", "tokens", "page", "scorecard")
_PAGE = "@page {{ size: {size} portrait }}\n"


def scorecard_html(view: Scorecard) -> str:
    """Return the scorecard's HTML."""
    return _template("scorecard.html", view.identity.locale).render(view=view, view_digest=view.digest()[:12])


def style_sheet(page_size: str) -> str:
    """Return the CSS of a page size: fonts, tokens, page, then the report's own."""
    sheets = [(TEMPLATES / "css" / f"{name}.css").read_text(encoding="utf-8") for name in _SHEETS]
    return _PAGE.format(size=page_size) + "\n".join(sheets)


def charts_of(view: object) -> dict[str, str]:
    """Return the SVG of every chart in a view by the address under which the page asks for it."""
    return {chart.src: chart.svg for chart in _charts(view)}


def templates_digest() -> str:
    """Return a digest of all templates, style sheets and catalogues."""
    folder = TEMPLATES.parent
    digest = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


@cache
def _template(name: str, locale: str) -> Template:
    environment = Environment(loader=FileSystemLoader(TEMPLATES), undefined=StrictUndefined, autoescape=True, trim_blocks=True, lstrip_blocks=True)
    environment.globals["_"] = messages(locale)
    return environment.get_template(name)


def _charts(value: object) -> Iterator[Chart]:
    if isinstance(value, Chart):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from _charts(item)
    elif is_dataclass(value):
        for field in fields(value):
            yield from _charts(getattr(value, field.name))
