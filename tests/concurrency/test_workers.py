"""Two worker processes in one office, one of them killed in the middle of its work."""

import json
import os
import re
import signal
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from typing import Any

import psutil
import pytest

from bench.office import Office
from tests.concurrency.due import LETTERS, OFFERS
from tests.notifications.speaking import Service, mail_server

pytestmark = [pytest.mark.race, pytest.mark.slow]
PATIENCE = 90.0
WORKER = ("-m", "linli.config.worker")


@pytest.fixture
def slow_server() -> Iterator[Service]:
    """A mail server that takes its time to say that it has taken a letter."""
    with mail_server() as found:
        found.silent = 0.6
        yield found


@pytest.fixture
def office(slow_server: Service) -> Iterator[Office]:
    settings = {
        "LINLI_EMAIL_HOST": "127.0.0.1",
        "LINLI_EMAIL_PORT": str(slow_server.port),
        "LINLI_EMAIL_SECURITY": "none",
        "LINLI_EMAIL_FROM": "linli@example.cn",
    }
    with Office(os.environ.get("TEST_DATABASE_URL", ""), settings=settings) as running:
        do(running, "seed")
        yield running


def do(office: Office, what: str) -> str:
    return office.run("-c", f"import django; django.setup(); from tests.concurrency import due; due.{what}()")


def look(office: Office) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(do(office, "look"))
    return found


def speaks_with(worker: "subprocess.Popen[bytes]", port: int) -> bool:
    connections = psutil.Process(worker.pid).net_connections("tcp")
    return any(one.raddr and one.raddr.port == port and one.status == "ESTABLISHED" for one in connections)


def until(true: Any) -> None:
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end, "it never came to that"
        time.sleep(0.02)


def arrived(server: Service) -> Counter[str]:
    """How often a letter came to each address."""
    return Counter(address for one in server.heard for address in re.findall(r"To: (letter\d)", one.body.decode()))


def test_what_is_due_happens_once_and_what_a_dead_worker_held_is_taken_over(
    office: Office, slow_server: Service
) -> None:
    for _worker in range(2):
        office.start(WORKER, wait_for="")
    doomed, other = office.processes
    until(lambda: speaks_with(doomed, slow_server.port) and len(slow_server.heard) >= 2)
    os.kill(doomed.pid, signal.SIGKILL)
    doomed.wait(10)
    assert other.poll() is None

    until(lambda: len(slow_server.heard) >= LETTERS - 1 and not speaks_with(other, slow_server.port))
    do(office, "time_passes")
    until(lambda: "waiting" not in look(office)["letters"])

    found, came = look(office), arrived(slow_server)
    assert found["letters"] == ["failed"] + ["sent"] * (LETTERS - 1)
    assert found["problems"] == ["worker_stopped"]
    assert len(found["desk"]) == 1
    assert max(came.values()) == 1, came
    on_the_desk = found["desk"][0].partition("@")[0]
    assert set(came) | {on_the_desk} == {f"letter{nth}" for nth in range(LETTERS)}

    assert (found["offered"], found["opened_up"]) == (0, OFFERS)
    assert Counter(found["hours"]) == {"campaign_open": OFFERS, "campaign_left_over": OFFERS}
