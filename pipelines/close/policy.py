"""Policy files: read, typed and checked before anything of them is landed.

Belongs here: from a folder of policy files to typed rows, or to the list of everything that is wrong with them.
Does not belong here: the rows' types (`close.policy_rows`), the rules over several rows (`close.policy_rules`), landing policy (`close.pull`).

Use from `close.pull`: `load_policy(folder)` raises `PolicyError` naming file, line and rule of each problem, before the source `policy` is landed.
Use from the command `scorecards policy check`: print each of `check_policy(folder)` (`str(problem)` is `file:line: rule: message`);
exit 1 if there is any.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from pipelines.close.policy_rows import BandRow, CurveRow, KpiRow, Policy, PolicyProblem, PolicyRow, TargetRow, ThresholdRow, WeightRow
from pipelines.close.policy_rules import RULES
from pipelines.errors import PolicyError

__all__ = ["POLICY_FILES", "Policy", "PolicyProblem", "check_policy", "load_policy"]

Row = TypeVar("Row", bound=PolicyRow)

POLICY_FILES: tuple[type[PolicyRow], ...] = (KpiRow, WeightRow, TargetRow, BandRow, CurveRow, ThresholdRow)
SHOWN_PROBLEMS = 20


def check_policy(folder: Path) -> list[PolicyProblem]:
    """Return everything that is wrong with the policy files in `folder`, by file and line; nothing if it may be landed.

    Rules over several rows run only once each row alone is sound: they would report the same mistake again in other words.
    """
    return _read(folder)[1]


def load_policy(folder: Path) -> Policy:
    """Return the policy in `folder`. Raises `PolicyError` that names file, line and rule of what is wrong."""
    policy, problems = _read(folder)
    if problems:
        shown = [str(found) for found in problems[:SHOWN_PROBLEMS]]
        if len(problems) > SHOWN_PROBLEMS:
            shown.append(f"… and {len(problems) - SHOWN_PROBLEMS} more")
        fix = "correct the lines named; `scorecards policy check` lists all"
        raise PolicyError("\n".join(["policy is not sound:", *shown]), where=str(folder), fix=fix)
    return policy


def _read(folder: Path) -> tuple[Policy, list[PolicyProblem]]:
    problems: list[PolicyProblem] = []
    policy = Policy(
        kpis=_rows(folder, KpiRow, problems),
        weights=_rows(folder, WeightRow, problems),
        targets=_rows(folder, TargetRow, problems),
        bands=_rows(folder, BandRow, problems),
        curves=_rows(folder, CurveRow, problems),
        thresholds=_rows(folder, ThresholdRow, problems),
    )
    if not problems:
        problems = [found for rule in RULES for found in rule(policy)]
    return policy, sorted(set(problems))


def _rows(folder: Path, kind: type[Row], problems: list[PolicyProblem]) -> tuple[Row, ...]:
    path = folder / kind.file
    if not path.is_file():
        problems.append(PolicyProblem(kind.file, 0, "missing_file", f"{path} is not there"))
        return ()
    try:
        with path.open(encoding="utf-8-sig", newline="") as handle:
            return tuple(_parsed(csv.reader(handle, strict=True), kind, problems))
    except (UnicodeDecodeError, csv.Error) as error:
        problems.append(PolicyProblem(kind.file, 0, "unreadable_file", f"is not CSV in UTF-8: {error}"))
        return ()


def _parsed(reader: Any, kind: type[Row], problems: list[PolicyProblem]) -> Iterator[Row]:
    header: list[str] = next(reader, [])
    headed = _header_problems(header, kind)
    problems.extend(headed)
    if headed:
        return
    for cells in reader:
        if not cells:
            continue
        line = reader.line_num
        if len(cells) != len(header):
            problems.append(PolicyProblem(kind.file, line, "wrong_number_of_cells", f"has {len(cells)} cells under {len(header)} columns"))
            continue
        try:
            yield kind.model_validate({**dict(zip(header, cells, strict=True)), "line": line})
        except ValidationError as error:
            problems.extend(_cell_problems(error, kind, line))


def _header_problems(header: list[str], kind: type[PolicyRow]) -> list[PolicyProblem]:
    expected = kind.columns()
    found = [("missing_column", f"column '{name}' is missing") for name in expected if name not in header]
    found += [("unknown_column", f"column '{name}' is none of {', '.join(expected)}") for name in header if name not in expected]
    found += [("duplicate_column", f"column '{name}' stands twice") for name in sorted({name for name in header if header.count(name) > 1})]
    return [PolicyProblem(kind.file, 1, rule, message) for rule, message in found]


def _cell_problems(error: ValidationError, kind: type[PolicyRow], line: int) -> Iterator[PolicyProblem]:
    for item in error.errors(include_url=False):
        column = str(item["loc"][0]) if item["loc"] else "valid_to"
        given = f" (given: '{item['input']}')" if isinstance(item["input"], str) else ""
        yield PolicyProblem(kind.file, line, _rule_of(item["type"], bool(item["loc"])), f"{column}: {item['msg']}{given}")


def _rule_of(error_type: str, names_column: bool) -> str:
    if not names_column:
        return "ends_before_it_starts"
    if error_type == "enum":
        return "unknown_value"
    if error_type.startswith("date"):
        return "bad_date"
    if error_type in {"missing", "string_too_short", "too_short"}:
        return "required"
    if error_type.startswith("string"):
        return "bad_text"
    return "bad_number"
