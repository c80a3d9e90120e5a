"""The house rules of the Python package: charters, budgets, the clock, the environment."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
MODULES = sorted((PROJECT / "pipelines").rglob("*.py"))
FILE_BUDGET = 250
FUNCTION_BUDGET = 40
# Files and functions past their budget, with the reason in the code. This list may only shrink.
LONGER_FILES: set[str] = set()
LONGER_FUNCTIONS: set[str] = set()

CLOCK_CALLS = {("datetime", "now"), ("datetime", "utcnow"), ("date", "today"), ("time", "time")}
MAY_READ_CLOCK = {"pipelines/cli.py"}
MAY_READ_ENVIRONMENT = {"pipelines/settings.py"}


def relative(path: Path) -> str:
    return path.relative_to(PROJECT).as_posix()


def long_functions(path: Path, source: str) -> list[str]:
    return [
        f"{relative(path)}:{node.name}"
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and (node.end_lineno or 0) - node.lineno + 1 > FUNCTION_BUDGET
    ]


def attribute_uses(source: str) -> set[tuple[str, str]]:
    return {
        (node.value.id, node.attr) for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)
    }


def has_charter(source: str) -> bool:
    doc = ast.get_docstring(ast.parse(source)) or ""
    return "Belongs here" in doc and "not belong here" in doc


@pytest.mark.parametrize("module", [path for path in MODULES if path.name != "__init__.py"], ids=relative)
def test_each_module_opens_with_its_charter(module: Path) -> None:
    assert has_charter(module.read_text(encoding="utf-8")), "say in the module's docstring what belongs here and what does not"


@pytest.mark.parametrize("package", [path for path in MODULES if path.name == "__init__.py"], ids=relative)
def test_each_package_says_what_it_is(package: Path) -> None:
    assert ast.get_docstring(ast.parse(package.read_text(encoding="utf-8")))


def test_files_stay_within_their_budget() -> None:
    longer = {relative(path) for path in MODULES if len(path.read_text(encoding="utf-8").splitlines()) > FILE_BUDGET}
    assert longer == LONGER_FILES


def test_functions_stay_within_their_budget() -> None:
    longer = {name for path in MODULES for name in long_functions(path, path.read_text(encoding="utf-8"))}
    assert longer == LONGER_FUNCTIONS


@pytest.mark.parametrize("module", MODULES, ids=relative)
def test_only_the_rim_reads_the_clock(module: Path) -> None:
    if relative(module) in MAY_READ_CLOCK or relative(module).startswith("pipelines/defs/"):
        return
    assert not attribute_uses(module.read_text(encoding="utf-8")) & CLOCK_CALLS, "take the instant as an argument"


@pytest.mark.parametrize("module", MODULES, ids=relative)
def test_only_settings_reads_the_environment(module: Path) -> None:
    if relative(module) in MAY_READ_ENVIRONMENT:
        return
    assert not attribute_uses(module.read_text(encoding="utf-8")) & {("os", "environ"), ("os", "getenv")}, "add the variable to pipelines/settings.py"


def test_the_rules_see_a_module_that_breaks_them(tmp_path: Path) -> None:
    body = "\n".join(f"    x = {index}" for index in range(45))
    source = f"import os\nfrom datetime import datetime\n\ndef long():\n{body}\n    return datetime.now(), os.environ\n"
    assert not has_charter(source)
    assert attribute_uses(source) >= {("datetime", "now"), ("os", "environ")}
    assert long_functions(PROJECT / "pipelines" / "x.py", source) == ["pipelines/x.py:long"]
