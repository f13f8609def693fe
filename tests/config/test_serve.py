"""`linli serve` as an office starts it: site and worker together, and nothing left when it stops."""

import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import psutil
import pytest

LINLI = [sys.executable, "-m", "linli.config.cli"]
PATIENCE = 30


def free_port() -> int:
    """One below those of outgoing connections."""
    while True:
        port = random.randrange(20_000, 30_000)
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) != 0:
                return port


@pytest.fixture
def office(tmp_path: Path) -> dict[str, str]:
    """The environment of a fresh office with its database."""
    found = {
        **os.environ,
        "LINLI_DATA": str(tmp_path),
        "DATABASE_URL": "",
        "PORT": str(free_port()),
        "LINLI_WORKERS": "1",
    }
    subprocess.run([*LINLI, "manage", "migrate", "--verbosity", "0"], env=found, check=True)
    return found


@pytest.fixture
def serve(office: dict[str, str]) -> Iterator[Callable[[], "subprocess.Popen[str]"]]:
    started: list[subprocess.Popen[str]] = []

    def begin() -> "subprocess.Popen[str]":
        process = subprocess.Popen([*LINLI, "serve"], env=office, stdout=subprocess.PIPE, text=True)
        started.append(process)
        return process

    yield begin
    for process in started:
        process.terminate()
        process.communicate(timeout=PATIENCE)


def until_well(port: str) -> httpx.Response:
    """The first answer of `/healthz` that is 200, or the last one that was not."""
    until = time.monotonic() + PATIENCE
    while True:
        try:
            answer = httpx.get(f"http://127.0.0.1:{port}/healthz", timeout=5)
        except httpx.TransportError:
            answer = httpx.Response(503)
        if answer.status_code == 200 or time.monotonic() > until:
            return answer
        time.sleep(0.1)


def family(process: "subprocess.Popen[str]") -> list[psutil.Process]:
    return psutil.Process(process.pid).children(recursive=True)


def gone(processes: list[psutil.Process]) -> bool:
    _, alive = psutil.wait_procs(processes, timeout=5)
    return not alive


@pytest.mark.slow
def test_site_and_worker_are_well_and_a_signal_ends_both(
    serve: Callable[[], "subprocess.Popen[str]"], office: dict[str, str]
) -> None:
    process = serve()
    assert until_well(office["PORT"]).status_code == 200
    processes = family(process)
    assert any("linli.config.worker" in child.cmdline() for child in processes)
    assert sum(child.memory_info().rss for child in processes) < 400 * 1024 * 1024

    process.send_signal(signal.SIGINT)

    assert process.wait(10) == 0
    assert gone(processes)


@pytest.mark.slow
def test_when_the_worker_ends_the_site_ends_too(
    serve: Callable[[], "subprocess.Popen[str]"], office: dict[str, str]
) -> None:
    process = serve()
    until_well(office["PORT"])
    processes = family(process)
    (worker,) = (child for child in processes if "linli.config.worker" in child.cmdline())

    worker.kill()

    assert process.wait(15) != 0
    assert gone(processes)


@pytest.mark.slow
def test_first_start_prints_the_one_time_link(
    serve: Callable[[], "subprocess.Popen[str]"], office: dict[str, str]
) -> None:
    process = serve()
    assert process.stdout is not None

    printed = [process.stdout.readline() for _ in range(2)]

    assert f"http://127.0.0.1:{office['PORT']}/setup/" in printed[1]


def test_an_empty_database_is_made_ready_at_the_first_start(tmp_path: Path) -> None:
    environment = {**os.environ, "LINLI_DATA": str(tmp_path), "DATABASE_URL": "", "LANG": "C.UTF-8"}

    done = subprocess.run(
        [sys.executable, "-m", "linli.config.starting"], env=environment, capture_output=True, text=True, check=False
    )

    assert done.returncode == 0
    assert "/setup/" in done.stdout


def test_an_old_database_stops_the_start_with_a_sentence(tmp_path: Path) -> None:
    environment = {**os.environ, "LINLI_DATA": str(tmp_path), "DATABASE_URL": "", "LANG": "C.UTF-8"}
    subprocess.run([*LINLI, "manage", "migrate", "places", "--verbosity", "0"], env=environment, check=True)

    done = subprocess.run([*LINLI, "serve"], env=environment, capture_output=True, text=True, check=False)

    assert done.returncode == 3
    assert "linli manage migrate" in done.stderr
