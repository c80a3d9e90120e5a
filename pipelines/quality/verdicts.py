"""What a check found: one `Verdict` for each expectation, with the failing rows and the query that finds them again.

Belongs here: the frozen record that crosses the room's border, and its plain-data form.
Does not belong here: Great Expectations (`engine`), how a verdict looks on a page (`page`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

SAMPLE_ROWS = 20


@dataclass(frozen=True)
class Verdict:
    """The answer to one expectation. `problem` says why it could not be asked; such a verdict has not passed."""

    check_id: str
    title: str
    table: str
    blocking: bool
    passed: bool
    failing_rows: int = 0
    sample: tuple[Mapping[str, Any], ...] = ()
    query: str | None = None
    key_columns: tuple[str, ...] = ()
    problem: str | None = None

    @classmethod
    def from_dict(cls, raw: Mapping[str, Any]) -> Verdict:
        """Read what `as_dict` wrote."""
        return cls(**{**raw, "sample": tuple(raw["sample"]), "key_columns": tuple(raw["key_columns"])})

    def as_dict(self) -> dict[str, Any]:
        """Return the verdict as plain data."""
        return asdict(self)

    @property
    def stops_reports(self) -> bool:
        """Whether the period's reports must be withheld."""
        return self.blocking and not self.passed

    def describe(self) -> str:
        """Say in a few lines what failed: title, count, the first rows by key, and the query."""
        lines = [f"{self.title} ({self.table}.{self.check_id}): " + (self.problem or f"{self.failing_rows} rows")]
        lines += [f"  {_row(row)}" for row in self.sample[:5]]
        if self.failing_rows > 5:
            lines.append(f"  … and {self.failing_rows - 5} more")
        if self.query:
            lines.append("  query: " + self.query.replace("\n", "\n         "))
        return "\n".join(lines)


def blocking(verdicts: Sequence[Verdict]) -> list[Verdict]:
    """Return the verdicts that withhold the reports."""
    return [verdict for verdict in verdicts if verdict.stops_reports]


def _row(row: Mapping[str, Any]) -> str:
    return ", ".join(f"{name}={value}" for name, value in row.items())
