"""Runs a command beside a PostgreSQL of its own: `python tools/postgres.py [--durable] COMMAND...`.

The cluster lives in a temporary folder and listens on loopback only; the command finds it in `TEST_DATABASE_URL`. It is
stopped at the end, also when the command fails or a signal comes. `--durable` leaves fsync on, for benchmarks.
"""

import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from test_needs import postgres_binaries

SWIFT = ["fsync=off", "synchronous_commit=off", "full_page_writes=off"]
SETTINGS = ["listen_addresses=127.0.0.1", "max_connections=200", "shared_buffers=128MB", "logging_collector=off"]


def as_postgres() -> list[str]:
    """PostgreSQL refuses to run as root: what puts its commands under the user postgres."""
    return ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []


def free_port() -> int:
    """A port below those of outgoing connections, which would collide now and then."""
    for port in random.sample(range(20000, 30000), 50):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) != 0:
                return port
    raise SystemExit("No free port for PostgreSQL was found.")


@contextmanager
def cluster(*, durable: bool = False) -> Iterator[str]:
    """The address of a running PostgreSQL, gone afterwards."""
    binaries = postgres_binaries()
    if binaries is None:
        raise SystemExit("PostgreSQL is not installed. `make test` installs it.")
    folder = tempfile.mkdtemp(prefix="linli-postgres-")
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres")
    port, data = free_port(), f"{folder}/data"
    settings = [*SETTINGS, f"port={port}", f"unix_socket_directories={folder}", *([] if durable else SWIFT)]
    control = [*as_postgres(), f"{binaries}/pg_ctl", "-D", data, "-s", "-w"]

    def quietly(command: list[str], *, check: bool = True) -> None:
        subprocess.run(command, check=check, cwd=folder, stdout=subprocess.DEVNULL)

    try:
        initdb = [f"{binaries}/initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8"]
        quietly([*as_postgres(), *initdb, "--no-sync"])
        start = ["-o", " ".join(f"-c {setting}" for setting in settings), "-l", f"{folder}/log", "start"]
        quietly([*control, *start])
        yield f"postgres://postgres@127.0.0.1:{port}/postgres"
    finally:
        if Path(data, "postmaster.pid").exists():
            quietly([*control, "-m", "immediate", "stop"], check=False)
        shutil.rmtree(folder, ignore_errors=True)


def run(command: Sequence[str], *, durable: bool = False) -> int:
    """The exit code of `command`, run beside a fresh cluster."""
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: sys.exit(130))
    with cluster(durable=durable) as url:
        return subprocess.run(command, check=False, env=os.environ | {"TEST_DATABASE_URL": url}).returncode


if __name__ == "__main__":
    arguments = sys.argv[1:]
    wants_durable = arguments[:1] == ["--durable"]
    sys.exit(run(arguments[1:] if wants_durable else arguments, durable=wants_durable))
