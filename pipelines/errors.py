"""The few exceptions of the product. Each says what went wrong, where, and what to do next.

Belongs here: exception types that cross a room's border, and the masking of secrets in their texts.
Does not belong here: exceptions that one module raises and catches itself, exit codes (`cli`).
"""

from __future__ import annotations

import re

_URL_SECRET = re.compile(r"(?P<scheme>[a-z][a-z0-9+.-]*://)(?P<user>[^:/@\s]*):(?P<secret>[^@\s]*)@", re.IGNORECASE)
_NAMED_SECRET = re.compile(r"(?P<name>password|passwd|pwd|secret|token|api_?key)(?P<sep>\s*[=:]\s*)(?P<secret>[^\s&;,'\"]+)", re.IGNORECASE)


def mask_secrets(text: str) -> str:
    """Return `text` with passwords in URLs and `password=…` pairs replaced by `***`."""
    masked = _URL_SECRET.sub(lambda m: f"{m['scheme']}{m['user']}:***@", text)
    return _NAMED_SECRET.sub(lambda m: f"{m['name']}{m['sep']}***", masked)


class ScorecardsError(Exception):
    """Base of all: `what` happened, `where` (source, object, row, file, period), and what to do (`fix`)."""

    def __init__(self, what: str, *, where: str = "", fix: str = "") -> None:
        self.what = mask_secrets(what)
        self.where = mask_secrets(where)
        self.fix = mask_secrets(fix)
        super().__init__(self.__str__())

    def __str__(self) -> str:
        parts = [f"{self.where}: {self.what}" if self.where else self.what]
        if self.fix:
            parts.append(f"→ {self.fix}")
        return "\n".join(parts)


class UsageError(ScorecardsError):
    """The caller asked for something that cannot be: unknown period, subject, KPI or company (exit code 2)."""


class SettingsError(ScorecardsError):
    """A company folder or the environment is not usable: missing file, unknown key, unset variable."""


class SourceError(ScorecardsError):
    """A source could not be read: unreachable, refused, unreadable file, missing column. `transient` ones are retried."""

    def __init__(self, what: str, *, where: str = "", fix: str = "", transient: bool = False) -> None:
        super().__init__(what, where=where, fix=fix)
        self.transient = transient


class LandingRefused(ScorecardsError):
    """A pull was read but must not be landed: too many deletes, schema drift under `refuse`, a broken chain."""


class PolicyError(ScorecardsError):
    """Policy that contradicts itself or names what does not exist; nothing runs until it is mended."""


class BuildError(ScorecardsError):
    """A build could not be made or is not there: dbt failed, no landing, unknown build."""


class ChecksFailed(ScorecardsError):
    """A blocking check found rows; the period's reports are withheld."""


class RenderError(ScorecardsError):
    """A report could not be made as it must be: missing glyph, renderer warning, text that differs from its value."""
