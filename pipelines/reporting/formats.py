"""Numbers, money, dates and instants as a reader of a language expects them.

Belongs here: rounding for print (half up), grouping, signs, dates by locale (Babel).
Does not belong here: sentences (`wording`), a second opinion on the same numbers (`readback`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import ROUND_HALF_UP, Decimal
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_decimal, format_percent

NONE = "—"
MINUS = "−"
Number = Decimal | int
_DATE = {"en": "d MMMM y", "zh_CN": "y年M月d日"}
_MONTH = {"en": "MMMM y", "zh_CN": "y年M月"}
_SHORT_MONTH = {"en": "MMM y", "zh_CN": "y年M月"}
_BABEL = {"en": "en_GB", "zh_CN": "zh_Hans_CN"}


def normal_locale(name: str | None, default: str) -> str:
    """Return the report language for a recipient's locale: Chinese in any spelling gives `zh_CN`, English `en`, anything else `default`."""
    language = (name or "").replace("-", "_").split("_")[0].lower()
    return {"zh": "zh_CN", "en": "en"}.get(language, default)


@dataclass(frozen=True)
class Formats:
    """Formatting in one language, currency and time zone. A missing value prints as a dash."""

    locale: str
    currency: str
    timezone: str

    def decimal(self, value: Number | None, places: int) -> str:
        """Return `value` with exactly `places` decimals."""
        if value is None:
            return NONE
        pattern = "#,##0" + ("." + "0" * places if places else "")
        return _signed(format_decimal(_half_up(value, places), format=pattern, locale=self._babel))

    def signed(self, value: Number | None, places: int) -> str:
        """Return `value` with its sign, also when it is positive; a rounded zero has none."""
        text = self.decimal(value, places)
        return f"+{text}" if value is not None and _half_up(value, places) > 0 else text

    def percent(self, value: Number | None, places: int = 1) -> str:
        """Return a fraction as a percentage: 0.912 gives 91.2%."""
        if value is None:
            return NONE
        pattern = "#,##0" + ("." + "0" * places if places else "") + "%"
        return _signed(format_percent(_half_up(value, places + 2), format=pattern, locale=self._babel))

    def share(self, value: Number | None) -> str:
        """Return a weight that is already in percent: 24 gives 24.0%."""
        return NONE if value is None else self.percent(Decimal(value) / 100)

    def value(self, value: Number | None, unit: str) -> str:
        """Return a KPI's value or target by its unit: money and counts in whole units, percent and days with one decimal."""
        match unit:
            case "percent":
                return self.percent(value)
            case "days":
                return self.decimal(value, 1)
            case _:
                return self.decimal(value, 0)

    def sum(self, value: Number | None) -> str:
        """Return a numerator or denominator: whole numbers whole, others to the cent."""
        return self.decimal(value, 0 if value is None or value == int(value) else 2)

    def day(self, value: date | None) -> str:
        """Return a date in words."""
        return NONE if value is None else str(format_date(value, _DATE[self.locale], locale=self._babel))

    def month(self, value: date, *, short: bool = False) -> str:
        """Return the month of a date in words."""
        return str(format_date(value, (_SHORT_MONTH if short else _MONTH)[self.locale], locale=self._babel))

    def instant(self, value: datetime) -> str:
        """Return a UTC instant in the company's time zone, with the zone's name."""
        local = value.replace(tzinfo=UTC).astimezone(ZoneInfo(self.timezone))
        return f"{self.day(local.date())} {local:%H:%M} ({self.timezone})"

    @property
    def _babel(self) -> Locale:
        return _LOCALES[self.locale]


_LOCALES = {name: Locale.parse(babel) for name, babel in _BABEL.items()}


def _half_up(value: Number, places: int) -> Decimal:
    return Decimal(value).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP) + 0  # + 0 turns −0 into 0


def _signed(text: str) -> str:
    return text.replace("-", MINUS)
