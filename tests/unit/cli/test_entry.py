"""What a shell gets back: exit codes, messages without tracebacks, help with examples."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from pipelines.cli import cli, entry, main
from pipelines.errors import BuildError, UsageError

HEAVY = ("dagster", "dbt", "great_expectations", "weasyprint", "polars", "pandas", "connectorx")


def exit_code(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    monkeypatch.setattr(sys, "argv", ["scorecards", *arguments])
    with pytest.raises(SystemExit) as ended:
        main()
    assert isinstance(ended.value.code, int)
    return ended.value.code


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["--help"], 0),
        (["trace", "--help"], 0),
        (["values"], 2),
        (["nonsense"], 2),
        (["values", "--period", "2026-09", "--company", "/nowhere"], 2),
        (["values", "--period", "2026-13"], 2),
        (["run", "--period", "2026-Q3"], 2),
        (["run", "--period", "2026-09", "--as-of", "yesterday"], 2),
    ],
)
def test_usage_gives_2_and_help_0(monkeypatch: pytest.MonkeyPatch, arguments: list[str], code: int) -> None:
    assert exit_code(monkeypatch, *arguments) == code


def test_a_home_without_build_gives_1_and_says_what_to_do(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert exit_code(monkeypatch, "values", "--period", "2026-09", "--home", str(tmp_path)) == 1
    told = capsys.readouterr()
    assert told.err.startswith(f"error: {tmp_path}: no build yet")
    assert "scorecards run" in told.err
    assert "Traceback" not in told.err
    assert told.out == ""


def test_errors_are_masked_and_debug_raises_them(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def fail(**_: object) -> None:
        raise BuildError("postgresql://u:secret@h/db refused")

    monkeypatch.setattr(entry.cli.commands["builds"], "callback", fail)
    assert exit_code(monkeypatch, "builds") == 1
    assert "u:***@h" in capsys.readouterr().err
    monkeypatch.setattr(sys, "argv", ["scorecards", "--debug", "builds"])
    with pytest.raises(BuildError):
        main()


def test_a_usage_error_of_a_use_case_gives_2(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(**_: object) -> None:
        raise UsageError("no KPI 'x'")

    monkeypatch.setattr(entry.cli.commands["builds"], "callback", fail)
    assert exit_code(monkeypatch, "builds") == 2


@pytest.mark.parametrize("command", ["run", "values", "trace", "explain"])
def test_help_shows_examples(command: str) -> None:
    assert f"scorecards {command} --" in CliRunner().invoke(cli, [command, "--help"]).output


def test_every_command_says_what_it_does() -> None:
    assert set(cli.commands) == {"run", "values", "trace", "explain", "sources", "policy", "builds", "gc"}
    assert all(command.help for command in cli.commands.values())


def test_reading_imports_nothing_heavy() -> None:
    code = (
        "import sys; import pipelines.cli; from pipelines import close; from pipelines.close import texts;"
        " close.values, close.trace, close.explain, close.gc; import pipelines.warehouse;"
        f" print([name for name in {HEAVY!r} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
