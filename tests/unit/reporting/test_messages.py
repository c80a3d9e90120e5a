"""Both catalogues hold every message that code and templates ask for, with the same places, and nothing besides."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from pipelines.errors import RenderError
from pipelines.reporting.messages import LOCALES, Messages
from pipelines.settings import PROJECT_ROOT

PLACES = re.compile(r"\{(\w+)\}")


def asked_for() -> set[str]:
    """Return the messages named in the room's code (`m("…")`, `desk.m("…")`) and in templates (`_("…")`)."""
    found: set[str] = set()
    for path in (PROJECT_ROOT / "pipelines" / "reporting").rglob("*.py"):
        found |= called_with_text(path)
    for path in (PROJECT_ROOT / "reports" / "templates").rglob("*.html"):
        found |= set(re.findall(r'_\("((?:[^"\\]|\\.)*)"', path.read_text(encoding="utf-8")))
    return found


def called_with_text(path: Path) -> set[str]:
    """Return the first arguments of calls of `m` in a module."""
    calls = [node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call) and node.args]
    named = [call for call in calls if getattr(call.func, "id", getattr(call.func, "attr", None)) == "m"]
    return {str(call.args[0].value) for call in named if isinstance(call.args[0], ast.Constant)}


@pytest.mark.parametrize("locale", LOCALES)
def test_a_catalogue_holds_what_is_asked_for_and_no_more(locale: str) -> None:
    held = {message for context, message in Messages(locale)._texts if context is None}
    assert held == asked_for()


@pytest.mark.parametrize("locale", LOCALES)
def test_a_translation_keeps_the_messages_places(locale: str) -> None:
    for (context, message), text in Messages(locale)._texts.items():
        assert isinstance(text, str)
        assert text
        if context is None:
            assert set(PLACES.findall(text)) == set(PLACES.findall(message)), message


def test_both_languages_have_words_for_the_same_codes() -> None:
    english, chinese = (set(Messages(locale)._texts) for locale in LOCALES)
    assert english == chinese


def test_a_message_without_translation_is_an_error_that_names_it() -> None:
    with pytest.raises(RenderError, match="no zh_CN translation of 'Good morning'"):
        Messages("zh_CN")("Good morning")


def test_a_role_that_policy_adds_prints_as_it_stands() -> None:
    assert Messages("zh_CN").known("role", "sales_rep") == "销售代表"
    assert Messages("zh_CN").known("role", "key_account") == "key_account"
