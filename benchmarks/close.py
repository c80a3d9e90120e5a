"""The close of the sample company, timed: pull, build, checks and PDFs, with ratios to bare SQL and to a naive PDF loop.

Belongs here: one measured run of each step in a process of its own (wall, CPU and peak memory with its children), and the whole command.
Does not belong here: PDFs alone at scale or the ledger alone at 80 million postings (benchmarks of their own).

    .venv/bin/python benchmarks/close.py [--size 1] [--repeat 3] [--period 2026-09] [--keep DIR]
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from rich.table import Table

PROJECT = Path(__file__).resolve().parents[1]
COMPANY = PROJECT / "companies" / "sample"
NAIVE_PAGES = 10  # documents of the naive loop; its CPU is scaled to the batch


@dataclass(frozen=True)
class Cost:
    """Seconds of wall clock and CPU, and peak resident memory in MB, of a process and its children."""

    wall: float
    cpu: float
    peak_mb: float


def measure(arguments: list[str], environment: dict[str, str]) -> Cost:
    """Run a command and return its cost. Raises `SystemExit` if it fails."""
    started = time.perf_counter()
    pid = os.posix_spawn(arguments[0], arguments, {**os.environ, **environment})
    _, status, usage = os.wait4(pid, 0)
    if os.waitstatus_to_exitcode(status) != 0:
        raise SystemExit(f"failed: {' '.join(arguments)}")
    return Cost(time.perf_counter() - started, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def step(name: str, options: argparse.Namespace, work: Path) -> Cost:
    """Measure one step in its own process."""
    arguments = [sys.executable, __file__, "--step", name, "--period", options.period, "--size", str(options.size), "--work", str(work)]
    return measure(arguments, environment_of(work))


def environment_of(work: Path) -> dict[str, str]:
    """Return the variables that keep a benchmark's homes to itself."""
    return {"SCORECARDS_DATA": str(work / "data"), "SCORECARDS_SAMPLE_SOURCES": str(work / "sources"), "PYTHONPATH": str(PROJECT)}


# The steps, each run in a process of its own.


def generate(options: argparse.Namespace) -> None:
    """Write the sample company's source systems."""
    from pipelines.sample import generate as write
    from pipelines.settings import load_company

    generator = load_company(COMPANY).generator
    assert generator is not None
    write(options.work / "sources", size=options.size, seed=generator.seed)


def pull(options: argparse.Namespace) -> None:
    """Land every object of the sample company."""
    from pipelines import close
    from pipelines.settings import load_company

    report = close.pull(load_company(COMPANY), home_of(options), datetime.now(UTC))
    assert not report.failed, report.failed


def build(options: argparse.Namespace) -> None:
    """Build the warehouse, in process, as a run does."""
    make_build(options)


def check(options: argparse.Namespace) -> None:
    """Run the suites on the build (the build itself is reused)."""
    from pipelines import close
    from pipelines.settings import load_company

    report = close.check(load_company(COMPANY), home_of(options), make_build(options), period_of(options))
    report.raise_if_blocked()


def pdfs(options: argparse.Namespace) -> None:
    """Render every scorecard of the month (the build itself is reused)."""
    from pipelines import close

    result = close.render(home_of(options), make_build(options), period_of(options))
    (options.work / "batch.json").write_text(json.dumps({"reports": len(result.reports)}), encoding="utf-8")


def bare(options: argparse.Namespace) -> None:
    """Run the same SQL as the build, in the same order, in DuckDB alone."""
    import duckdb

    from pipelines.settings import memory_limit, worker_count

    made = make_build(options)
    models = json.loads((made.folder / "models.json").read_text(encoding="utf-8"))
    database = options.work / "bare" / "warehouse.duckdb"
    database.parent.mkdir(exist_ok=True)
    shutil.copy(made.folder / "warehouse.duckdb", database)
    with duckdb.connect(str(database), config={"memory_limit": memory_limit(), "threads": worker_count()}) as con:
        for name, kind in con.execute(
            "select table_name, table_type from information_schema.tables"
            " where table_schema = 'main' and table_name not in ('run_context', 'run_feeds')"
        ).fetchall():
            con.execute(f'drop {"view" if kind == "VIEW" else "table"} if exists "{name}" cascade')
        con.execute("checkpoint")
        started = time.perf_counter(), time.process_time()
        for name in in_order(models):
            kind = "view" if models[name]["materialized"] == "view" else "table"
            con.execute(f'create {kind} "{name}" as {models[name]["sql"]}')
        cost = {"wall": time.perf_counter() - started[0], "cpu": time.process_time() - started[1]}
    (options.work / "bare.json").write_text(json.dumps(cost), encoding="utf-8")


def naive(options: argparse.Namespace) -> None:
    """Render some of the same pages with WeasyPrint as its tutorial shows."""
    from benchmarks.naive_pdf import render_naively

    cost = render_naively(make_build(options).published, period_of(options), NAIVE_PAGES)
    (options.work / "naive.json").write_text(json.dumps(cost), encoding="utf-8")


STEPS: dict[str, Callable[[argparse.Namespace], None]] = {
    "generate": generate,
    "pull": pull,
    "build": build,
    "check": check,
    "pdfs": pdfs,
    "bare": bare,
    "naive": naive,
}


def home_of(options: argparse.Namespace) -> Path:
    """Return the home that the steps share."""
    return Path(options.work) / "data" / "steps"


def period_of(options: argparse.Namespace):
    """Return the month to close."""
    from pipelines.periods import Period

    return Period.parse(options.period)


def make_build(options: argparse.Namespace):
    """Return the build of the month; made by the step `build`, reused by the others."""
    from pipelines import close
    from pipelines.settings import load_company

    return close.build(load_company(COMPANY), home_of(options), period_of(options), None, datetime.now(UTC))


def in_order(models: dict[str, dict[str, list[str]]]) -> list[str]:
    """Return the models so that each stands after its parents."""
    done: list[str] = []

    def visit(name: str) -> None:
        if name in done or name not in models:
            return
        for parent in models[name]["parents"]:
            visit(parent.rpartition(".")[2])
        done.append(name)

    for name in models:
        visit(name)
    return done


def whole_command(options: argparse.Namespace, work: Path) -> list[Cost]:
    """Measure `scorecards run` on a fresh home, after set-up, as often as asked."""
    costs = []
    for turn in range(options.repeat):
        home = work / "data" / f"turn-{turn}"
        command = [
            str(Path(sys.executable).with_name("scorecards")),
            "run",
            "--company",
            str(COMPANY),
            "--period",
            options.period,
            "--home",
            str(home),
        ]
        costs.append(measure(command, environment_of(work)))
        shutil.rmtree(home)
    return costs


def report(options: argparse.Namespace, work: Path) -> None:
    """Measure everything and print it."""
    steps = {name: step(name, options, work) for name in ("generate", "pull", "build", "check", "pdfs", "bare", "naive")}
    console = Console()
    table = Table("step", "wall s", "CPU s", "peak MB", title=f"sample company, size {options.size}, {options.period}, one process a step")
    for name in ("pull", "build", "check", "pdfs"):
        cost = steps[name]
        table.add_row(name, f"{cost.wall:.1f}", f"{cost.cpu:.1f}", f"{cost.peak_mb:.0f}")
    console.print(table)
    bare_cost = json.loads((work / "bare.json").read_text(encoding="utf-8"))
    console.print(f"build / same SQL in bare DuckDB: {steps['build'].cpu / bare_cost['cpu']:.2f} of CPU ({bare_cost['cpu']:.1f} s bare)")
    reports = json.loads((work / "batch.json").read_text(encoding="utf-8"))["reports"]
    loop = json.loads((work / "naive.json").read_text(encoding="utf-8"))
    ours, theirs = steps["pdfs"].cpu / reports, loop["cpu_per_document"]
    console.print(f"PDF / naive WeasyPrint loop: {ours / theirs:.2f} of CPU ({ours:.2f} s against {theirs:.2f} s a scorecard, {reports} scorecards)")
    if options.repeat:
        whole = whole_command(options, work)
        walls = [round(cost.wall, 1) for cost in whole]
        console.print(f"scorecards run, fresh home: median {statistics.median(walls):.1f} s wall of {walls}, {whole[0].cpu:.1f} s CPU")


def main() -> None:
    """Read the options and run."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--size", type=float, default=1.0, help="size factor of the sample company; 1 is about 40 sales people, 50 about 2,000")
    parser.add_argument("--period", default="2026-09")
    parser.add_argument("--repeat", type=int, default=3, help="how often the whole command is timed; 0 leaves it out")
    parser.add_argument("--keep", type=Path, help="work in this folder and leave it there")
    parser.add_argument("--step", choices=sorted(STEPS), help=argparse.SUPPRESS)
    parser.add_argument("--work", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.step:
        STEPS[options.step](options)
        return
    if options.keep:
        options.keep.mkdir(parents=True, exist_ok=True)
        report(options, options.keep.resolve())
        return
    with tempfile.TemporaryDirectory(prefix="scorecards-bench-") as folder:
        report(options, Path(folder))


if __name__ == "__main__":
    main()
