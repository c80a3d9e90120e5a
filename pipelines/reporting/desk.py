"""What every part of a view is made with: the subject's rows, the batch's context, the language's words and formats.

Belongs here: the desk itself and the small questions all parts ask it (name of a KPI, tone of a score).
Does not belong here: the parts (`scorecard`, `kpi_table`, `movement`, `findings`, `arithmetic`, `particulars`).
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from pipelines.reporting.charts.svg import Tone
from pipelines.reporting.formats import Formats
from pipelines.reporting.messages import Messages
from pipelines.reporting.results import QualitySummary
from pipelines.reporting.tables import Context, Row, SubjectRows

SYMBOLS = {Tone.MET: "▲", Tone.CLOSE: "◆", Tone.SHORT: "▼", Tone.NONE: "○"}
PAR = Decimal(100)


@dataclass(frozen=True)
class Desk:
    """One report in the making."""

    rows: SubjectRows
    context: Context
    quality: QualitySummary
    m: Messages
    f: Formats
    page_size: str
    company_argument: str

    @property
    def days_elapsed(self) -> int:
        """Days of the period that had passed at the as-of, at most all of them."""
        period, build = self.context.period, self.context.build
        elapsed = int((build["as_of_on"] - period["period_start"]).days) + 1
        return max(0, min(elapsed, self.days_total))

    @property
    def days_total(self) -> int:
        """Days of the period."""
        return int((self.context.period["period_end"] - self.context.period["period_start"]).days) + 1

    @property
    def pace(self) -> Decimal | None:
        """Share of the period that had passed, while it is not over."""
        return None if self.context.period["is_over"] else Decimal(self.days_elapsed) / Decimal(self.days_total)

    @property
    def pass_bound(self) -> Decimal:
        """The lowest grade's lower bound above zero: a score under it falls short."""
        return min((row["lower_bound"] for row in self.context.bands if row["lower_bound"] > 0), default=Decimal(0))

    def tone(self, score: Decimal | None) -> Tone:
        """Return how a score stands: met from 100 on, close from the lowest grade's bound on, else short."""
        if score is None:
            return Tone.NONE
        return Tone.MET if score >= PAR else Tone.CLOSE if score >= self.pass_bound else Tone.SHORT

    def kpi_name(self, kpi_id: str) -> str:
        """Return a KPI's name in the report's language; its id when policy defines none for the period."""
        row = self.context.definitions.get(kpi_id)
        return kpi_id if row is None else str(row["name_zh" if self.m.locale == "zh_CN" else "name_en"] or row["name_en"])

    def joined(self, clauses: list[str]) -> str:
        """Return sentences as one paragraph; Chinese full stops need no space after them."""
        return ("" if self.m.locale == "zh_CN" else " ").join(clause for clause in clauses if clause)

    def unit(self, row: Row) -> str:
        """Return the unit to print beside a KPI's name; percentages carry their sign themselves."""
        match row["unit"]:
            case "money":
                return self.f.currency
            case "days":
                return self.m.named("unit", "days")
            case _:
                return ""


def is_scored(row: Row) -> bool:
    """Tell whether a KPI row took part in the total."""
    return bool(row["status"] == "scored" and row["weighted_score"] is not None)


def better(row: Row, than: Decimal) -> bool:
    """Tell whether a KPI's value is better than another, by its direction."""
    return bool(row["value"] > than if row["direction"] == "up" else row["value"] < than)
