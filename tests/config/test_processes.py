"""Server and worker are one: they start together, stop together, and leave nothing behind."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

GROUP = """
import sys
from linli.config.processes import run_together
child = [sys.executable, "-c", sys.argv[1]]
other = [sys.executable, "-c", sys.argv[2]]
sys.exit(run_together([child, other]))
"""
SLEEPS = """
import time
from linli.config.processes import die_with_parent
die_with_parent()
print(1, flush=True)
time.sleep(60)
"""
STUBBORN = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(1, flush=True); time.sleep(60)"
BREAKS = "import time; time.sleep(0.3); raise SystemExit(7)"
ENDS = "import time; time.sleep(0.3)"

Start = Callable[..., "subprocess.Popen[bytes]"]


@pytest.fixture
def start() -> Iterator[Start]:
    started: list[subprocess.Popen[bytes]] = []

    def begin(one: str, other: str, grace: float = 8) -> "subprocess.Popen[bytes]":
        code = GROUP.replace(
            "import sys\n", f"import sys\nfrom linli.config import processes\nprocesses.GRACE = {grace}\n", 1
        )
        process = subprocess.Popen([sys.executable, "-c", code, one, other], stdout=subprocess.PIPE)
        started.append(process)
        return process

    yield begin
    for process in started:
        if process.poll() is None:
            process.kill()
        process.communicate()


def children_once_ready(process: "subprocess.Popen[bytes]", number: int = 2) -> list[psutil.Process]:
    assert process.stdout is not None
    for _ in range(number):
        process.stdout.readline()
    return psutil.Process(process.pid).children()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_signal_stops_all_and_that_is_no_failure(start: Start, number: signal.Signals) -> None:
    group = start(SLEEPS, SLEEPS)
    children = children_once_ready(group)

    group.send_signal(number)

    assert group.wait(5) == 0
    assert not [child for child in children if child.is_running()]


@pytest.mark.parametrize(("one", "code"), [(BREAKS, 7), (ENDS, 1)])
def test_when_one_ends_the_other_is_stopped_and_that_is_a_failure(start: Start, one: str, code: int) -> None:
    group = start(one, SLEEPS)
    children = children_once_ready(group, 1)

    assert group.wait(5) == code
    assert not [child for child in children if child.is_running()]


def test_who_does_not_listen_is_ended_by_force(start: Start) -> None:
    group = start(STUBBORN, SLEEPS, 0.5)
    children = children_once_ready(group)

    group.terminate()

    assert group.wait(5) == 0
    assert not [child for child in children if child.is_running()]


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="the kernel's notice exists on Linux only")
def test_children_end_even_when_their_parent_is_killed(start: Start) -> None:
    group = start(SLEEPS, SLEEPS)
    children = children_once_ready(group)

    os.kill(group.pid, signal.SIGKILL)
    group.wait(5)

    until = time.monotonic() + 5
    while any(child.is_running() and child.status() != psutil.STATUS_ZOMBIE for child in children):
        assert time.monotonic() < until
        time.sleep(0.02)
