"""From HTML to the bytes of a PDF/A-3a and PDF/UA-1 file; the only importer of WeasyPrint.

Belongs here: what a worker sets up once (fonts, style sheet), rendering, metadata of both standards, the attachment, warnings as errors.
Does not belong here: what the page says (`html`), reading a file back (`readback`), processes (`batch`).
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from weasyprint import CSS, HTML, VERSION, Attachment
from weasyprint.text import ffi
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from pipelines.errors import RenderError
from pipelines.reporting.fonts import require_fonts

ATTACHMENT = "values.json"
RENDERER = f"WeasyPrint {VERSION}"
_UA_SCHEMA = (
    b'<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdfuaid:part="1"/>'
    b'<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" '
    b'xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">'
    b'<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">'
    b"<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>"
    b"<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI><pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>"
    b'<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource"><pdfaProperty:name>part</pdfaProperty:name>'
    b"<pdfaProperty:valueType>Integer</pdfaProperty:valueType><pdfaProperty:category>internal</pdfaProperty:category>"
    b"<pdfaProperty:description>Part of ISO 14289</pdfaProperty:description></rdf:li></rdf:Seq></pdfaSchema:property>"
    b"</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description></rdf:RDF>"
)


@dataclass(frozen=True)
class Rendered:
    """A PDF and how many pages it has."""

    content: bytes
    pages: int


class Renderer:
    """Set up once per process: our fonts and nothing else, one style sheet. Raises `RenderError` where the machine cannot render as it must."""

    def __init__(self, fonts: Path, css: str) -> None:
        require_subsetter()
        os.putenv("FONTCONFIG_FILE", str(require_fonts(fonts)))  # fontconfig reads it when the next line asks for fonts
        self._font_configuration = FontConfiguration()
        self._sheet = CSS(string=css, font_config=self._font_configuration, url_fetcher=_Charts({}))

    def render(self, html: str, charts: Mapping[str, str], values: str, as_of: datetime) -> Rendered:
        """Return the PDF of `html` with its values attached, dated `as_of`. Raises `RenderError` on any warning of the renderer."""
        instant = as_of.replace(tzinfo=UTC)
        attached = Attachment(string=values, name=ATTACHMENT, created=instant, modified=instant, relationship="Source")
        with _warnings_as_errors():
            source = HTML(string=html, url_fetcher=_Charts(charts))
            options: dict[str, Any] = {"pdf_variant": "pdf/a-3a", "attachments": [attached]}
            document = source.render(font_config=self._font_configuration, stylesheets=[self._sheet], **options)
            _declare_ua(document.metadata)
            content = document.write_pdf(finisher=_plain_metadata, **options)
        return Rendered(content, len(document.pages))


def require_subsetter() -> None:
    """Refuse to render without libharfbuzz-subset: files would be slow to make and differ from run to run."""
    if ffi.harfbuzz_subset is None:
        raise RenderError("the system library libharfbuzz-subset is missing", where="this machine", fix="run: apt-get install libharfbuzz-subset0")


class _Charts(URLFetcher):  # type: ignore[misc]  # WeasyPrint carries no types
    """Serves the page's own charts, and nothing from network or disk."""

    def __init__(self, charts: Mapping[str, str]) -> None:
        super().__init__(allowed_protocols=("chart",))
        self._charts = charts

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:
        """Return the SVG under `url`."""
        if url not in self._charts:
            raise ValueError(f"the page asks for {url}, which is not one of its charts")
        return URLFetcherResponse(url, self._charts[url], {"Content-Type": "image/svg+xml"})


def _declare_ua(metadata: Any) -> None:
    """Say in the metadata that the file is PDF/UA-1 as well; WeasyPrint writes one standard per file."""
    generate: Callable[..., bytes] = metadata.generate_rdf_metadata

    def both(*arguments: Any) -> bytes:
        return generate(*arguments).replace(b"</rdf:RDF>", _UA_SCHEMA)

    metadata.generate_rdf_metadata = both


def _plain_metadata(_document: Any, pdf: Any) -> None:
    """Leave the metadata stream uncompressed, so that any tool can read it."""
    for item in pdf.objects:
        if getattr(item, "extra", {}).get("Type") == "/Metadata":
            item.compress = False


@contextmanager
def _warnings_as_errors() -> Iterator[None]:
    """Collect what WeasyPrint and fontTools log; raise if it is a warning or worse."""
    collector = _Collector()
    loggers = [logging.getLogger(name) for name in ("weasyprint", "fontTools")]
    for logger in loggers:
        logger.addHandler(collector)
    try:
        yield
    finally:
        for logger in loggers:
            logger.removeHandler(collector)
    if collector.lines:
        raise RenderError("the renderer warned: " + "; ".join(collector.lines), fix="correct the template or style sheet")


class _Collector(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())
