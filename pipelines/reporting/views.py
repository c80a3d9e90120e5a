"""What the scorecard's template sees: frozen, already formatted, in one language.

Belongs here: the shapes and nothing else; their digest.
Does not belong here: how they are filled (`scorecard`, `second_page`), HTML.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass

from pipelines.reporting.charts.svg import Chart, Tone


@dataclass(frozen=True)
class State:
    """The state of the period, printed on every page."""

    kind: str  # the code, the same in every language
    label: str
    detail: str
    to_date: str | None  # 'to date, day 12 of 30' while the period is not over


@dataclass(frozen=True)
class Fact:
    """A label and its text."""

    label: str
    text: str


@dataclass(frozen=True)
class Headline:
    """Total, grade, change and rank."""

    total: str
    grade: str
    change: str
    change_tone: Tone
    change_symbol: str
    before: str
    rank: str
    basis: str  # scored on N of M KPIs, W % of weight
    missing: str | None  # why there is no total


@dataclass(frozen=True)
class DimensionLine:
    """One dimension: its weight, score and change."""

    name: str
    symbol: str
    tone: Tone
    weight: str
    score: str
    change: str
    bar: Chart


@dataclass(frozen=True)
class KpiLine:
    """One row of the KPI table."""

    name: str
    unit: str
    symbol: str
    tone: Tone
    target: str
    pace: str | None
    actual: str
    attainment: str
    bar: Chart
    trend: Chart
    score: str
    weight: str
    team_mean: str
    reference: str


@dataclass(frozen=True)
class KpiGroup:
    """The KPIs of one dimension."""

    name: str
    lines: tuple[KpiLine, ...]


@dataclass(frozen=True)
class BridgeStep:
    """One row of the bridge from the last total to this one."""

    label: str
    value: str
    bar: Chart
    is_total: bool


@dataclass(frozen=True)
class Trend:
    """The total over twelve months."""

    chart: Chart
    first: str
    last: str
    lowest: str
    highest: str
    bands: tuple[Fact, ...]


@dataclass(frozen=True)
class Finding:
    """A strength or something to improve, with its evidence."""

    symbol: str
    tone: Tone
    name: str
    text: str
    arithmetic: str
    reference: str


@dataclass(frozen=True)
class ScoreLine:
    """One row of how a score is made."""

    name: str
    numerator: str
    denominator: str
    postings: str
    year_to_date: str
    year_target: str
    rank: str
    curve: str
    weight: str
    points: str
    reference: str


@dataclass(frozen=True)
class BarLine:
    """A label, a number and its bar."""

    label: str
    value: str
    bar: Chart


@dataclass(frozen=True)
class BarTable:
    """A small table of bars."""

    title: str
    lines: tuple[BarLine, ...]
    note: str


@dataclass(frozen=True)
class MemberLine:
    """One member on a team's scorecard."""

    name: str
    role: str
    days: str
    symbol: str
    tone: Tone
    total: str
    grade: str
    revenue: str
    target: str
    attainment: str


@dataclass(frozen=True)
class Note:
    """A named remark: what is not scored, an adjustment, a finding on the data."""

    name: str
    text: str


@dataclass(frozen=True)
class Identity:
    """Which report this is: whose, which period and state, from which data."""

    locale: str
    language: str
    report_id: str
    title: str
    company: str
    period: str
    name: str
    roster: tuple[Fact, ...]
    state: State
    version: str
    as_of: str
    as_of_utc: str


@dataclass(frozen=True)
class Bridge:
    """The rows of the bridge, or why there is none."""

    steps: tuple[BridgeStep, ...]
    note: str


@dataclass(frozen=True)
class Findings:
    """Findings of one kind, or what to say when there are none."""

    items: tuple[Finding, ...]
    note: str


@dataclass(frozen=True)
class Scorecard:
    """Everything on one scorecard, in reading order."""

    identity: Identity
    headline: Headline
    dimensions: tuple[DimensionLine, ...]
    currency: str
    rows: str  # row height class of the KPI table
    bars_first: bool  # the tables of bars fit the first page
    groups: tuple[KpiGroup, ...]
    table_note: str
    bridge: Bridge
    trend: Trend
    strengths: Findings
    improvements: Findings
    scores: tuple[ScoreLine, ...]
    scores_total: str
    bars: tuple[BarTable, ...]
    members: tuple[MemberLine, ...]
    not_scored: tuple[Note, ...]
    adjustments: tuple[Note, ...]
    quality: tuple[Note, ...]
    reading: tuple[str, ...]
    trace_command: str

    def digest(self) -> str:
        """SHA-256 of everything in the view; its first characters stand in the footer."""
        return hashlib.sha256(json.dumps(asdict(self), ensure_ascii=False, sort_keys=True).encode()).hexdigest()
