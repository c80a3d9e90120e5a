"""The little SVG that the charts are made of.

Belongs here: the shape of a finished chart, elements with short deterministic numbers, the palette.
Does not belong here: any one kind of chart.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import StrEnum

INK = "#1B2733"
MUTED = "#5A6672"
HAIR = "#C6CFD7"
TINT = "#E7ECF1"
ACCENT = "#12507B"
CLOSE = "#8A5D00"
SHORT = "#A3301F"
PAPER = "#FFFFFF"
CHART_URL = "chart:"


class Tone(StrEnum):
    """How a value stands to its target; each tone has a colour and a symbol, so that grey print says the same."""

    MET = "met"
    CLOSE = "close"
    SHORT = "short"
    NONE = "none"


COLOURS = {Tone.MET: ACCENT, Tone.CLOSE: CLOSE, Tone.SHORT: SHORT, Tone.NONE: MUTED}


@dataclass(frozen=True)
class Chart:
    """A finished picture: its SVG, what it shows in words, its size in points."""

    svg: str
    alt: str
    width: float
    height: float

    @property
    def src(self) -> str:
        """Address under which the renderer asks for the picture."""
        return CHART_URL + hashlib.sha256(self.svg.encode()).hexdigest()[:16]


def picture(body: list[str], alt: str, width: float, height: float) -> Chart:
    """Wrap drawn elements as a chart."""
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{number(width)}" height="{number(height)}" '
        f'viewBox="0 0 {number(width)} {number(height)}" font-family="Noto Sans SC">{"".join(body)}</svg>'
    )
    return Chart(svg, alt, width, height)


def rect(x: float, y: float, width: float, height: float, fill: str, stroke: str | None = None) -> str:
    """Draw a rectangle; a stroke lies inside its edge."""
    if stroke is None:
        return f'<rect x="{number(x)}" y="{number(y)}" width="{number(max(width, 0))}" height="{number(height)}" fill="{fill}"/>'
    inner = max(width - 0.8, 0)
    return (
        f'<rect x="{number(x + 0.4)}" y="{number(y + 0.4)}" width="{number(inner)}" height="{number(height - 0.8)}" '
        f'fill="{fill}" stroke="{stroke}" stroke-width="0.8"/>'
    )


def line(x1: float, y1: float, x2: float, y2: float, colour: str, width: float = 0.6) -> str:
    """Draw a straight line."""
    return f'<path d="M{number(x1)} {number(y1)}L{number(x2)} {number(y2)}" stroke="{colour}" stroke-width="{number(width)}" fill="none"/>'


def path(points: list[tuple[float, float]], colour: str, width: float = 1.0) -> str:
    """Draw a line through points."""
    steps = "L".join(f"{number(x)} {number(y)}" for x, y in points)
    return f'<path d="M{steps}" stroke="{colour}" stroke-width="{number(width)}" fill="none" stroke-linejoin="round" stroke-linecap="round"/>'


def dot(x: float, y: float, radius: float, colour: str) -> str:
    """Draw a filled circle."""
    return f'<circle cx="{number(x)}" cy="{number(y)}" r="{number(radius)}" fill="{colour}"/>'


def number(value: float) -> str:
    """Return a coordinate with at most two decimals and no trailing zeros."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text
