"""The rows of the policy files, typed: one frozen model per file.

Belongs here: the columns of each policy file, what one cell or one row alone must be, the file each row type comes from.
Does not belong here: rules over several rows or files (`close.policy_rules`), reading files (`close.policy`), landing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, ClassVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from pipelines.close.policy_terms import Additivity, Cadence, Dimension, Direction, Entity, Form, ItemKind, SubjectType, Unit, Window

OPEN_END = date(9999, 12, 31)
ANY_REGION = "*"


def _blank_is_none(value: Any) -> Any:
    return None if isinstance(value, str) and not value.strip() else value


def _split(value: Any) -> Any:
    return tuple(part.strip() for part in value.split(";") if part.strip()) if isinstance(value, str) else value


Text = Annotated[str, Field(min_length=1)]
Number = Annotated[Decimal, Field(max_digits=18, decimal_places=6, allow_inf_nan=False)]
OptionalText = Annotated[Text | None, BeforeValidator(_blank_is_none)]
OptionalSpan = Annotated[Annotated[Number, Field(gt=0)] | None, BeforeValidator(_blank_is_none)]
OptionalWindow = Annotated[Window | None, BeforeValidator(_blank_is_none)]
OptionalDate = Annotated[date | None, BeforeValidator(_blank_is_none)]


class PolicyRow(BaseModel):
    """A row of a policy file: where it stands, and from when to when it holds (both days included; no end = open)."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)
    file: ClassVar[str]
    line: int = Field(exclude=True)
    valid_from: date
    valid_to: OptionalDate = None

    @property
    def last_day(self) -> date:
        """The last day on which the row holds."""
        return self.valid_to or OPEN_END

    @property
    def key(self) -> tuple[str, ...]:
        """What the row is about; two rows with one key must not hold on the same day."""
        raise NotImplementedError

    @model_validator(mode="after")
    def _ends_after_it_starts(self) -> PolicyRow:
        if self.last_day < self.valid_from:
            raise ValueError(f"ends on {self.valid_to}, before it starts on {self.valid_from}")
        return self

    @classmethod
    def columns(cls) -> tuple[str, ...]:
        """The file's columns."""
        return tuple(name for name in cls.model_fields if name != "line")


class KpiRow(PolicyRow):
    """One version of a KPI's definition."""

    file: ClassVar[str] = "kpis.csv"
    kpi_id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    version: Annotated[int, Field(ge=1)]
    name_en: Text
    name_zh: Text
    dimension: Dimension
    unit: Unit
    scale: Annotated[Number, Field(gt=0)]
    direction: Direction
    cadence: Cadence
    form: Form
    additivity: Additivity
    base_kpi: OptionalText = None
    window: OptionalWindow = None
    span: OptionalSpan = None
    formula_en: Text
    formula_zh: Text
    curve_id: Text
    owner: Text
    entities: Annotated[tuple[Entity, ...], BeforeValidator(_split), Field(min_length=1)]
    sort_order: int

    @property
    def key(self) -> tuple[str, ...]:
        """The KPI: one version holds at a time."""
        return (self.kpi_id,)


class WeightRow(PolicyRow):
    """The weight of a dimension, or of a KPI within its dimension, in percent."""

    file: ClassVar[str] = "weights.csv"
    scheme: Text
    cycle: Cadence
    subject_type: SubjectType
    role: Text
    region: Text
    item_kind: ItemKind
    item_id: Text
    weight: Annotated[Decimal, Field(ge=0, le=100, decimal_places=2, allow_inf_nan=False)]
    decided_by: Text
    reason: Text

    @property
    def place(self) -> tuple[str, ...]:
        """Whom the weight is for: one scheme holds there at a time."""
        return (self.cycle, self.subject_type, self.role, self.region)

    @property
    def key(self) -> tuple[str, ...]:
        """Scheme, place and item."""
        return (self.scheme, *self.place, self.item_kind, self.item_id)


class TargetRow(PolicyRow):
    """The target of a role; for `sum` KPIs it is per month."""

    file: ClassVar[str] = "targets.csv"
    subject_type: SubjectType
    role: Text
    kpi_id: Text
    target: Number
    decided_by: Text
    reason: Text

    @property
    def key(self) -> tuple[str, ...]:
        """Role and KPI."""
        return (self.subject_type, self.role, self.kpi_id)


class BandRow(PolicyRow):
    """A grade and the total from which it is given; it reaches up to the next grade's bound, which it does not hold."""

    file: ClassVar[str] = "bands.csv"
    grade: Text
    lower_bound: Annotated[Decimal, Field(decimal_places=1, allow_inf_nan=False)]

    @property
    def key(self) -> tuple[str, ...]:
        """The grade."""
        return (self.grade,)


class CurveRow(PolicyRow):
    """An anchor of a score curve: this attainment earns this score; straight lines between, flat outside."""

    file: ClassVar[str] = "curves.csv"
    curve_id: Text
    attainment: Annotated[Number, Field(ge=0)]
    score: Annotated[Decimal, Field(ge=0, max_digits=13, decimal_places=4, allow_inf_nan=False)]

    @property
    def key(self) -> tuple[str, ...]:
        """Curve and attainment."""
        return (self.curve_id, str(self.attainment.normalize()))


class ThresholdRow(PolicyRow):
    """A named threshold; its value is a number or a list, as its name wants."""

    file: ClassVar[str] = "thresholds.csv"
    threshold_id: Text
    value: Text
    unit: Text
    reason: Text

    @property
    def key(self) -> tuple[str, ...]:
        """The threshold."""
        return (self.threshold_id,)


@dataclass(frozen=True)
class Policy:
    """All rows of a company's policy folder, in the order of their files."""

    kpis: tuple[KpiRow, ...] = ()
    weights: tuple[WeightRow, ...] = ()
    targets: tuple[TargetRow, ...] = ()
    bands: tuple[BandRow, ...] = ()
    curves: tuple[CurveRow, ...] = ()
    thresholds: tuple[ThresholdRow, ...] = ()

    def versions(self, kpi_id: str) -> tuple[KpiRow, ...]:
        """The versions of a KPI; none if policy does not know it."""
        return tuple(row for row in self.kpis if row.kpi_id == kpi_id)


@dataclass(frozen=True, order=True)
class PolicyProblem:
    """A broken rule: the file, the line in it (the header is line 1; 0 = the file as a whole), the rule's name and what is wrong."""

    file: str
    line: int
    rule: str
    message: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {self.rule}: {self.message}"
