"""Charts made of one horizontal bar: attainment against target, a score, an amount, a step of the score bridge.

Belongs here: bars on a scale that the caller or the appraisal's rules give.
Does not belong here: lines over time (`lines`).
"""

from __future__ import annotations

from decimal import Decimal

from pipelines.reporting.charts.svg import ACCENT, COLOURS, HAIR, INK, MUTED, PAPER, TINT, Chart, Tone, line, picture, rect

_ATTAINMENT_TOP = 1.5
_SCORE_TOP = 120.0


def bullet(attainment: Decimal | None, tone: Tone, alt: str, *, pace: Decimal | None = None, width: float = 46, height: float = 10) -> Chart:
    """Attainment from 0 to 150 % of target: bar, target mark at 100 %, an arrow head when the bar runs off the scale, a dashed mark for pace."""
    scale = width / _ATTAINMENT_TOP
    body = [rect(0, 2, width, height - 4, TINT)]
    if attainment is not None:
        reach = min(float(attainment), _ATTAINMENT_TOP) * scale
        body.append(_toned(0, 3, reach, height - 6, tone))
        if float(attainment) > _ATTAINMENT_TOP:
            body.append(f'<path d="M{width - 4:.0f} 1.5L{width:.0f} {height / 2:.0f}L{width - 4:.0f} {height - 1.5:.1f}Z" fill="{INK}"/>')
    if pace is not None:
        body.append(line(float(pace) * scale, 1, float(pace) * scale, height - 1, MUTED, 0.8).replace("/>", ' stroke-dasharray="1.5 1"/>'))
    body.append(rect(scale - 0.6, 0, 1.2, height, INK))
    return picture(body, alt, width, height)


def score_bar(score: Decimal | None, before: Decimal | None, tone: Tone, alt: str, *, width: float = 88, height: float = 11) -> Chart:
    """A score from 0 to 120: bar, mark at 100, a thin mark where it stood the month before."""
    scale = width / _SCORE_TOP
    body = [rect(0, 2, width, height - 4, TINT)]
    if score is not None:
        body.append(_toned(0, 3, min(float(score), _SCORE_TOP) * scale, height - 6, tone))
    if before is not None:
        at = min(float(before), _SCORE_TOP) * scale
        body.append(line(at, 1, at, height - 1, MUTED, 1))
    body.append(rect(100 * scale - 0.6, 0, 1.2, height, INK))
    return picture(body, alt, width, height)


def amount_bar(amount: Decimal | int, low: Decimal | int, high: Decimal | int, alt: str, *, width: float = 84, height: float = 9) -> Chart:
    """An amount on a scale from `low` (0 or negative) to `high`, shared by the bars it is compared with."""
    scale = width / ((float(high) - float(low)) or 1.0)
    zero = -float(low) * scale
    end = zero + float(amount) * scale
    tone = Tone.SHORT if amount < 0 else Tone.MET
    body = [_toned(min(zero, end), 2, max(abs(end - zero), 0.6 if amount else 0), height - 4, tone), line(zero, 0, zero, height, HAIR, 0.8)]
    return picture(body, alt, width, height)


def bridge_total(value: Decimal, low: Decimal, high: Decimal, alt: str, *, is_now: bool, width: float = 128, height: float = 11) -> Chart:
    """The first or last row of a waterfall: a bar from the scale's left edge."""
    end = float(value - low) * width / (float(high - low) or 1.0)
    return picture([rect(0, 2, end, height - 4, ACCENT if is_now else MUTED)], alt, width, height)


def bridge_step(start: Decimal, end: Decimal, low: Decimal, high: Decimal, alt: str, *, width: float = 128, height: float = 11) -> Chart:
    """A row between them: a bar from where the row above ended to where this one ends."""
    scale = width / (float(high - low) or 1.0)
    a, b = float(start - low) * scale, float(end - low) * scale
    tone = Tone.MET if end >= start else Tone.SHORT
    return picture([line(a, 0, a, height, MUTED, 0.6), _toned(min(a, b), 2.5, max(abs(b - a), 0.8), height - 5, tone)], alt, width, height)


def _toned(x: float, y: float, width: float, height: float, tone: Tone) -> str:
    """Draw a bar in its tone; a value that falls short is hollow, so that it differs in grey print too."""
    colour = COLOURS[tone]
    return rect(x, y, width, height, PAPER, colour) if tone is Tone.SHORT and width > 2 else rect(x, y, width, height, colour)
