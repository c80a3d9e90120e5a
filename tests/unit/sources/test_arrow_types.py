"""Types that landing cannot hold become those it can, without loss."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pyarrow as pa
import pytest

from pipelines.sources.arrow_types import conform, landable


@pytest.mark.parametrize(
    ("kind", "landed"),
    [
        (pa.int8(), pa.int8()),
        (pa.large_string(), pa.string()),
        (pa.decimal256(40, 2), pa.string()),
        (pa.decimal256(20, 2), pa.decimal128(20, 2)),
        (pa.timestamp("ms", "Europe/Berlin"), pa.timestamp("us", "UTC")),
        (pa.date64(), pa.date32()),
        (pa.float16(), pa.float32()),
        (pa.duration("s"), pa.string()),
        (pa.struct([("a", pa.int64())]), pa.string()),
        (pa.large_binary(), pa.binary()),
        (pa.time32("s"), pa.time64("us")),
    ],
)
def test_landable_type(kind: pa.DataType, landed: pa.DataType) -> None:
    assert landable(pa.schema([("x", kind)])).field("x").type == landed


def test_values_survive() -> None:
    batch = pa.record_batch(
        {
            "wide": pa.array([Decimal("12345678901234567890123456789012345678.90"), None], pa.decimal256(40, 2)),
            "for": pa.array([timedelta(seconds=90), None]),
            "tree": pa.array([{"a": [1]}, None]),
        }
    )
    rows = conform(batch, landable(batch.schema)).to_pylist()
    assert rows[0] == {"wide": "12345678901234567890123456789012345678.90", "for": "0:01:30", "tree": '{"a": [1]}'}
    assert rows[1] == {"wide": None, "for": None, "tree": None}
