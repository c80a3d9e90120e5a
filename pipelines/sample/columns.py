"""From numbers to what source files hold: ids, ISO dates, UTC instants, money with cents.

Belongs here: vectorised formatting of columns shared by several files.
Does not belong here: which columns a file has; writing files (`writers`).
"""

from __future__ import annotations

import numpy as np
import polars as pl

from pipelines.sample.timeline import Floats, Ints, Texts

_SECONDS_A_DAY = 86_400
_SHANGHAI_AHEAD = 8 * 3_600  # seconds before UTC; no summer time since 1991


def ids(prefix: str, numbers: Ints, width: int) -> pl.Series:
    """Return `prefix` + zero-padded number; null where the number is negative."""
    series = pl.Series("n", numbers)
    text = pl.format(prefix + "{}", pl.col("n").cast(pl.String).str.zfill(width))
    return series.to_frame().select(pl.when(pl.col("n") >= 0).then(text)).to_series()


def deal_ids(numbers: Ints) -> pl.Series:
    """CRM ids of opportunities."""
    return ids("OP", numbers, 8)


def account_ids(numbers: Ints) -> pl.Series:
    """CRM ids of accounts."""
    return ids("A", numbers, 7)


def customer_numbers(numbers: Ints) -> pl.Series:
    """Finance's numbers of the same customers."""
    return ids("C", np.where(numbers < 0, -1, numbers * 3 + 500_011), 7)


def product_codes(numbers: Ints) -> pl.Series:
    """Product codes, the same in CRM and finance."""
    return ids("P", numbers, 4)


def iso_days(days: Ints) -> pl.Series:
    """Return days as `2025-03-02`; null for negative ones."""
    series = pl.Series("d", days.astype(np.int32)).to_frame()
    return series.select(pl.when(pl.col("d") >= 0).then(pl.col("d").cast(pl.Date).cast(pl.String))).to_series()


def utc_instants(days: Ints, local_seconds: Ints) -> pl.Series:
    """Return instants given in Shanghai's local time as `2025-03-02T01:15:00Z`; null where the day is negative."""
    seconds = days * _SECONDS_A_DAY + local_seconds - _SHANGHAI_AHEAD
    frame = pl.DataFrame({"d": days, "s": pl.Series(seconds * 1_000).cast(pl.Datetime("ms"))})
    return frame.select(pl.when(pl.col("d") >= 0).then(pl.col("s").dt.strftime("%Y-%m-%dT%H:%M:%SZ"))).to_series()


def money(cents: Ints) -> pl.Series:
    """Return whole cents as text with two decimals."""
    frame = pl.DataFrame({"c": cents})
    sign = pl.when(pl.col("c") < 0).then(pl.lit("-")).otherwise(pl.lit(""))
    units, rest = (pl.col("c").abs() // 100).cast(pl.String), (pl.col("c").abs() % 100).cast(pl.String).str.zfill(2)
    return frame.select(pl.concat_str(sign, units, pl.lit("."), rest)).to_series()


def to_cents(amounts: Floats) -> Ints:
    """Round amounts to whole cents."""
    return np.round(amounts * 100).astype(np.int64)


def texts(values: Texts) -> pl.Series:
    """Return an object array of str and None as a text column."""
    return pl.Series(values.tolist(), dtype=pl.String)
