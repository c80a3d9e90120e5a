"""Arrow types that landing cannot hold, or would hold in more than one way, brought to those it can.

Belongs here: the mapping of types and the conversion of a batch.
Does not belong here: casts that could lose something; what has no exact type becomes text.
"""

from __future__ import annotations

import json

import pyarrow as pa
from pyarrow import types

_DECIMAL_DIGITS = 38


def landable(schema: pa.Schema) -> pa.Schema:
    """Return `schema` in types that landing can hold, without metadata."""
    return pa.schema([(field.name, _landable_type(field.type)) for field in schema])


def conform(batch: pa.RecordBatch, schema: pa.Schema) -> pa.RecordBatch:
    """Return the columns of `batch` in the order and types of `schema`."""
    return pa.RecordBatch.from_arrays([_convert(batch.column(field.name), field.type) for field in schema], schema=schema)


def _landable_type(kind: pa.DataType) -> pa.DataType:
    if types.is_dictionary(kind):
        return _landable_type(kind.value_type)
    if types.is_large_string(kind) or types.is_string_view(kind) or types.is_null(kind) or types.is_nested(kind) or _is_interval(kind):
        return pa.string()
    if types.is_decimal(kind):
        return pa.decimal128(kind.precision, kind.scale) if kind.precision <= _DECIMAL_DIGITS else pa.string()
    if types.is_float16(kind):
        return pa.float32()
    if types.is_large_binary(kind) or types.is_binary_view(kind) or types.is_fixed_size_binary(kind):
        return pa.binary()
    if types.is_date64(kind):
        return pa.date32()
    if types.is_timestamp(kind):
        return pa.timestamp("us", "UTC" if kind.tz else None)
    return pa.time64("us") if types.is_time(kind) else kind


def _is_interval(kind: pa.DataType) -> bool:
    return bool(types.is_duration(kind) or types.is_interval(kind))


def _convert(column: pa.Array, kind: pa.DataType) -> pa.Array:
    if column.type == kind:
        return column
    if types.is_nested(column.type) or _is_interval(column.type):
        return pa.array([None if value is None else _json(value) for value in column.to_pylist()], kind)
    return column.cast(kind, safe=not types.is_timestamp(kind))


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, default=str) if isinstance(value, (dict, list)) else str(value)
