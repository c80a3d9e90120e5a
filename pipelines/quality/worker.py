"""The process in which Great Expectations lives, so that its slow import overlaps with pulling and building.

Belongs here: starting the process, one request and its answer, stopping it.
Does not belong here: Great Expectations itself (`engine`), what to do with verdicts (`close`).
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import IO, Any, cast

from pipelines.errors import BuildError
from pipelines.periods import Period
from pipelines.quality.suites import SUITES
from pipelines.quality.verdicts import Verdict

_STOP_AFTER_SECONDS = 10


class Worker:
    """A running quality process. Its input closes with this process, however that ends, and it then ends too."""

    def __init__(self) -> None:
        self._log = tempfile.TemporaryFile(mode="w+", encoding="utf-8")  # noqa: SIM115  (closed by close)
        command = [sys.executable, "-m", "pipelines.quality.engine"]
        self._process = subprocess.Popen(  # noqa: S603  (our own interpreter and module)
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._log, text=True, encoding="utf-8", cwd=_import_root()
        )
        self._is_ready = False

    @property
    def pid(self) -> int:
        """The process's id."""
        return self._process.pid

    def run(self, published: Path, period: Period, suites: Path = SUITES) -> list[Verdict]:
        """Return the verdicts of all suites on the published tables, for `period` and its year to date."""
        if not self._is_ready:
            self._is_ready = bool(self._receive()["ready"])
        request = {
            "published": str(published.resolve()),
            "suites": str(suites.resolve()),
            "grain": period.grain.value,
            "period": period.key,
            "last_month": f"{period.last_month:%Y-%m}",
        }
        self._send(request)
        reply = self._receive()
        if "error" in reply:
            raise BuildError(f"the checks could not be run: {reply['error']}", where=str(published))
        return [Verdict.from_dict(item) for item in reply["verdicts"]]

    def close(self) -> None:
        """End the process; closing twice does nothing more."""
        with suppress(BrokenPipeError):
            cast(IO[str], self._process.stdin).close()
        try:
            self._process.wait(_STOP_AFTER_SECONDS if self._is_ready else 0)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        cast(IO[str], self._process.stdout).close()
        self._log.close()

    def __enter__(self) -> Worker:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def _send(self, request: Mapping[str, Any]) -> None:
        stdin = cast(IO[str], self._process.stdin)
        try:
            stdin.write(json.dumps(request) + "\n")
            stdin.flush()
        except BrokenPipeError:
            raise self._died() from None

    def _receive(self) -> dict[str, Any]:
        line = cast(IO[str], self._process.stdout).readline()
        if not line:
            raise self._died()
        return cast(dict[str, Any], json.loads(line))

    def _died(self) -> BuildError:
        self._process.wait()
        self._log.seek(0)
        tail = "\n".join(self._log.read().splitlines()[-5:])
        return BuildError(f"the quality process ended with code {self._process.returncode}: {tail}", where="pipelines.quality", fix="run again")


def start_worker() -> Worker:
    """Start the quality process; it imports Great Expectations while the caller goes on."""
    return Worker()


def _import_root() -> Path:
    """Folder from which `pipelines` was imported, so that the child imports the same code."""
    return Path(__file__).resolve().parents[2]
