"""The catalogues: every word a report prints, per language, read from `reports/locales/<locale>/LC_MESSAGES/reports.po`.

Belongs here: reading `.po` files, looking a message up, refusing one that is not translated.
Does not belong here: numbers and dates (`formats`), names of KPIs (policy data).
"""

from __future__ import annotations

from functools import cache

from babel.messages.pofile import read_po

from pipelines.errors import RenderError
from pipelines.settings import PROJECT_ROOT

LOCALES = ("en", "zh_CN")
LOCALE_FOLDER = PROJECT_ROOT / "reports" / "locales"


class Messages:
    """The catalogue of one language. Messages are English sentences with named `{places}`."""

    def __init__(self, locale: str) -> None:
        path = LOCALE_FOLDER / locale / "LC_MESSAGES" / "reports.po"
        with path.open("rb") as file:
            catalogue = read_po(file, locale=locale, abort_invalid=True)
        self.locale = locale
        self._texts = {(message.context, message.id): message.string for message in catalogue if message.id and not message.fuzzy}

    def __call__(self, message: str, **places: object) -> str:
        """Return the translation of `message` with its places filled. Raises `RenderError` when the catalogue lacks it."""
        return self._filled(None, message, places)

    def named(self, context: str, name: str) -> str:
        """Return the word for a code of a closed set, e.g. `named("reason", "no_owner")`."""
        return self._filled(context, name, {})

    def known(self, context: str, name: str) -> str:
        """Return the word for a code that policy may extend (a role, a region): the code itself when the catalogue has no word for it."""
        text = self._texts.get((context, name))
        return text if isinstance(text, str) and text else name

    def _filled(self, context: str | None, message: str, places: dict[str, object]) -> str:
        text = self._texts.get((context, message))
        if not isinstance(text, str) or not text:
            raise RenderError(f"no {self.locale} translation of '{message}'", where=f"{LOCALE_FOLDER.name}/{self.locale}", fix="add it to reports.po")
        return text.format(**places) if places else text


@cache
def messages(locale: str) -> Messages:
    """Return the catalogue of `locale`, read once per process."""
    return Messages(locale)
