"""Throwaway database servers for integration tests: real ones, on a free port, gone with the test session.

Belongs here: starting and stopping PostgreSQL and MariaDB from the system's packages (apt: postgresql, mariadb-server), a new database per call.
Does not belong here: tables and rows (the tests make them).
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

import psycopg
import pymysql
import pytest

START_SECONDS = 60
PASSWORD = "ge heim@1"  # needs quoting in a url, as real ones do
QUOTED_PASSWORD = "ge%20heim%401"


@dataclass(frozen=True)
class PostgresServer:
    """A running PostgreSQL. `url(database)` logs in as its owner, with a password."""

    port: int
    _numbers: Iterator[int] = field(default_factory=count)

    def url(self, database: str = "postgres", user: str = "tester", password: str = QUOTED_PASSWORD) -> str:
        return f"postgresql://{user}:{password}@127.0.0.1:{self.port}/{database}"

    def new_database(self) -> str:
        """Create an empty database and return its name."""
        name = f"test{next(self._numbers)}"
        with psycopg.connect(self.url(), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}".encode())
        return name

    def connect(self, database: str) -> psycopg.Connection[Any]:
        return psycopg.connect(self.url(database), autocommit=True)


@dataclass(frozen=True)
class MariaDbServer:
    """A running MariaDB. `url(database)` logs in as a user with all rights and a password."""

    port: int
    _numbers: Iterator[int] = field(default_factory=count)

    def url(self, database: str, user: str = "tester", password: str = QUOTED_PASSWORD) -> str:
        return f"mysql://{user}:{password}@127.0.0.1:{self.port}/{database}"

    def new_database(self) -> str:
        """Create an empty database and return its name."""
        name = f"test{next(self._numbers)}"
        with self.connect(None) as connection, connection.cursor() as cursor:
            cursor.execute(f"CREATE DATABASE {name} CHARACTER SET utf8mb4")
        return name

    def connect(self, database: str | None) -> Any:
        login = {"host": "127.0.0.1", "port": self.port, "user": "tester", "password": PASSWORD, "database": database}
        return pymysql.connect(**login, autocommit=True, charset="utf8mb4")  # type: ignore[call-overload]


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """A PostgreSQL server for the session."""
    with run_postgres() as server:
        yield server


@pytest.fixture(scope="session")
def mariadb() -> Iterator[MariaDbServer]:
    """A MariaDB server for the session."""
    with run_mariadb() as server:
        yield server


@contextmanager
def run_postgres() -> Iterator[PostgresServer]:
    """Start PostgreSQL in a folder of its own; stop it and remove the folder at the end."""
    bin_folder = _postgres_programs()
    port = free_port()
    with _folder_owned_by("postgres") as (folder, prefix):
        password_file = folder / "password"
        password_file.write_text(PASSWORD)
        login = ["--username=tester", f"--pwfile={password_file}", "--auth=scram-sha-256", "--encoding=UTF8", "--no-sync"]
        _run([*prefix, str(bin_folder / "initdb"), f"--pgdata={folder / 'data'}", *login])
        options = [f"-p{port}", f"-k{folder}", "-cfsync=off", "-clisten_addresses=127.0.0.1", "-cmax_connections=30"]
        server = PostgresServer(port)
        with _running([*prefix, str(bin_folder / "postgres"), "-D", str(folder / "data"), *options], folder / "log"):
            _wait_for(lambda: psycopg.connect(server.url()).close(), psycopg.Error, folder / "log")
            yield server


@contextmanager
def run_mariadb() -> Iterator[MariaDbServer]:
    """Start MariaDB in a folder of its own; stop it and remove the folder at the end."""
    port = free_port()
    with _folder_owned_by("mysql") as (folder, prefix):
        data = [f"--datadir={folder / 'data'}", "--auth-root-authentication-method=normal", "--skip-test-db"]
        _run([*prefix, _program("mariadb-install-db"), "--no-defaults", *data])
        start = folder / "start.sql"
        user = "tester@'127.0.0.1'"
        start.write_text(f"CREATE USER {user} IDENTIFIED BY '{PASSWORD}';\nGRANT ALL ON *.* TO {user} WITH GRANT OPTION;\n")  # one statement a line
        place = [f"--datadir={folder / 'data'}", f"--port={port}", f"--socket={folder / 'socket'}", "--bind-address=127.0.0.1", "--skip-name-resolve"]
        quick = ["--innodb-flush-log-at-trx-commit=0", f"--init-file={start}", f"--pid-file={folder / 'pid'}"]
        server = MariaDbServer(port)
        with _running([*prefix, _program("mariadbd"), "--no-defaults", *place, *quick], folder / "log"):
            _wait_for(lambda: server.connect(None).close(), pymysql.MySQLError, folder / "log")
            yield server


def free_port() -> int:
    """Return a port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _postgres_programs() -> Path:
    """Return the newest folder that holds `initdb`; Debian keeps it out of PATH."""
    on_path = shutil.which("initdb")
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: int(folder.parent.name))
    found = [folder for folder in folders if (folder / "initdb").exists()] or ([Path(on_path).parent] if on_path else [])
    assert found, "PostgreSQL is not installed; run `make system-test` (apt: postgresql)"
    return found[-1]


def _program(name: str) -> str:
    found = shutil.which(name, path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/bin")
    assert found, f"{name} is not installed; run `make system-test` (apt: mariadb-server)"
    return found


@contextmanager
def _folder_owned_by(user: str) -> Iterator[tuple[Path, list[str]]]:
    """Give a folder and the words that make a command run as its owner: servers refuse to run as root."""
    folder = Path(tempfile.mkdtemp(prefix=f"{user}-"))
    prefix: list[str] = []
    if os.geteuid() == 0:
        shutil.chown(folder, user, user)
        prefix = ["setpriv", f"--reuid={user}", f"--regid={user}", "--clear-groups"]
    try:
        yield folder, prefix
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _run(command: list[str]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, cwd="/", check=False)
    assert done.returncode == 0, f"{' '.join(command)}\n{done.stdout}\n{done.stderr}"


@contextmanager
def _running(command: list[str], log: Path) -> Iterator[None]:
    with log.open("wb") as output, subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT, cwd="/") as process:
        try:
            yield
        finally:
            process.terminate()
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                process.kill()


def _wait_for(attempt: Any, error: type[Exception], log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            attempt()
        except error as problem:
            if time.monotonic() > deadline:
                pytest.fail(f"the server does not answer: {problem}\n{log.read_text(errors='replace')[-2000:]}")
            time.sleep(0.1)
        else:
            return
