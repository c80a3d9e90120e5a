"""Progress of long work: a moving bar on a terminal, plain lines elsewhere.

Belongs here: how a stage and its steps are shown.
Does not belong here: what the stages are (`close`, `defs`).
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click

ShowProgress = Callable[[str, int, int], None]


@contextmanager
def shown_progress() -> Iterator[ShowProgress]:
    """Give a function `(stage, done, total)` that shows how far the work is; on standard error, so that output stays clean."""
    if not sys.stderr.isatty():
        yield PlainLines()
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True)) as bars:
        tasks = {}

        def show(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = bars.add_task(stage, total=total)
            bars.update(tasks[stage], completed=done, total=total)

        yield show


class PlainLines:
    """One line when a stage starts and one when it is done, for logs and pipes."""

    def __init__(self) -> None:
        self._started: set[str] = set()
        self._ended: set[str] = set()

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Print a line if the stage is new or has just ended."""
        if stage not in self._started:
            self._started.add(stage)
            click.echo(f"{stage} …", err=True)
        if done >= total and stage not in self._ended:
            self._ended.add(stage)
            click.echo(f"{stage}: {done} of {total}", err=True)
