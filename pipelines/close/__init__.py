"""The use cases of a close, one module each: pull, build, check, render; values, trace, explain; what keeps a home tidy.

They pass plain values between the rooms, which do not know each other. Names are loaded on first use: a command that reads
does not pay for what only a run needs.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pipelines.close.building import build, stale_objects
    from pipelines.close.checking import CheckReport, check, report_folder
    from pipelines.close.declared import declared_objects, with_policy
    from pipelines.close.policy import check_policy
    from pipelines.close.pulling import ObjectPull, PullReport, pull
    from pipelines.close.reading import check_sources, explain, gc, period_of, trace, values
    from pipelines.close.rendering import render, summarise
    from pipelines.warehouse import Build

_HOMES = {
    "values": "pipelines.close.reading",
    "trace": "pipelines.close.reading",
    "period_of": "pipelines.close.reading",
    "gc": "pipelines.close.reading",
    "explain": "pipelines.close.reading",
    "check_sources": "pipelines.close.reading",
    "Build": "pipelines.warehouse",
    "CheckReport": "pipelines.close.checking",
    "ObjectPull": "pipelines.close.pulling",
    "PullReport": "pipelines.close.pulling",
    "build": "pipelines.close.building",
    "check": "pipelines.close.checking",
    "check_policy": "pipelines.close.policy",
    "declared_objects": "pipelines.close.declared",
    "pull": "pipelines.close.pulling",
    "render": "pipelines.close.rendering",
    "report_folder": "pipelines.close.checking",
    "stale_objects": "pipelines.close.building",
    "summarise": "pipelines.close.rendering",
    "with_policy": "pipelines.close.declared",
}

__all__ = [
    "Build",
    "CheckReport",
    "ObjectPull",
    "PullReport",
    "build",
    "check",
    "check_policy",
    "check_sources",
    "declared_objects",
    "explain",
    "gc",
    "period_of",
    "pull",
    "render",
    "report_folder",
    "stale_objects",
    "summarise",
    "trace",
    "values",
    "with_policy",
]


def __getattr__(name: str) -> Any:
    """Load a use case on first use."""
    if name not in _HOMES:
        raise AttributeError(f"module 'pipelines.close' has no attribute '{name}'")
    return getattr(import_module(_HOMES[name]), name)
