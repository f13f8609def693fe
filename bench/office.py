"""A whole office for benchmarks and races: a database of its own, seeded, behind the real server."""

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import psycopg

ROOT = Path(__file__).resolve().parent.parent
START_SECONDS = 60


def free_port() -> int:
    """A port below 32768, where outgoing connections do not take it away."""
    for port in range(20000 + os.getpid() % 5000, 32000):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            if probe.connect_ex(("127.0.0.1", port)) != 0:
                return port
    raise OSError("no free port")


class Office:
    """`postgres` is the URL of any database on a PostgreSQL server, in which a fresh one is made; empty for SQLite.

    `server` is the module that serves, for controls with a protection taken out.
    """

    def __init__(
        self, postgres: str = "", *, server: str = "linli.config.web", settings: dict[str, str] | None = None
    ) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="linli-office-"))
        self.postgres, self.server, self.port = postgres, server, free_port()
        self.database = f"office_{uuid4().hex[:12]}" if postgres else ""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("LINLI_", "DJANGO_"))}
        self.environment = kept | {
            "LINLI_DATA": str(self.folder),
            "LINLI_ENV_FILE": "",
            "LINLI_PROXIES": "1",
            "DATABASE_URL": self._url(self.database) if postgres else "",
            "DJANGO_SETTINGS_MODULE": "linli.config.settings",
            "PORT": str(self.port),
            **(settings or {}),
        }
        self.processes: list[subprocess.Popen[bytes]] = []

    def _url(self, database: str) -> str:
        return urlunsplit(urlsplit(self.postgres)._replace(path=f"/{database}"))

    @property
    def vendor(self) -> str:
        return "postgresql" if self.postgres else "sqlite"

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def __enter__(self) -> "Office":
        if self.postgres:
            with psycopg.connect(self.postgres, autocommit=True) as connection:
                connection.execute(f'CREATE DATABASE "{self.database}"')
        self.run("-m", "django", "migrate", "--verbosity", "0")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for process in self.processes:
            process.terminate()
        for process in self.processes:
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                process.kill()
        if self.postgres:
            with psycopg.connect(self.postgres, autocommit=True) as connection:
                connection.execute(f'DROP DATABASE IF EXISTS "{self.database}" WITH (FORCE)')
        shutil.rmtree(self.folder, ignore_errors=True)

    def run(self, *arguments: str) -> str:
        """Run Python in this office's environment; returns what it printed."""
        done = subprocess.run(
            [sys.executable, *arguments], cwd=ROOT, env=self.environment, check=False, capture_output=True, text=True
        )
        if done.returncode:
            raise RuntimeError(done.stderr)
        return done.stdout

    def seed(self, *arguments: str) -> Any:
        """Run `bench.seed` and read its JSON."""
        return json.loads(self.run("-m", "bench.seed", *arguments))

    def start(self, command: Sequence[str] = (), wait_for: str = "/healthz") -> None:
        """Start the server (or another command) and wait until it answers."""
        arguments = command or ["-m", self.server, "127.0.0.1", str(self.port)]
        with (self.folder / f"log-{len(self.processes)}").open("wb") as log:
            process = subprocess.Popen(
                [sys.executable, *arguments], cwd=ROOT, env=self.environment, stdout=log, stderr=log
            )
        self.processes.append(process)
        if wait_for:
            self._wait(process, wait_for)

    def _wait(self, process: "subprocess.Popen[bytes]", path: str) -> None:
        until = time.monotonic() + START_SECONDS
        while time.monotonic() < until:
            try:
                with urllib.request.urlopen(self.url + path, timeout=5):  # noqa: S310  # -- the loopback address above
                    return
            except urllib.error.HTTPError as answer:
                answer.close()
                return
            except OSError:
                if process.poll() is not None:
                    break
                time.sleep(0.1)
        raise RuntimeError(f"the server did not start:\n{self.log()}")

    def log(self) -> str:
        """What server and worker printed so far."""
        return "\n".join(path.read_text(errors="replace") for path in sorted(self.folder.glob("log-*")))
