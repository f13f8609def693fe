"""Several processes as one: they start together, stop together, and none outlives the others."""

import ctypes
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence

STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
GRACE = 8.0
"""Seconds a process has to finish what it is doing."""
_PR_SET_PDEATHSIG = 1


def die_with_parent() -> None:
    """Ask the kernel to end this process when its parent ends, also by `kill -9`. Only Linux knows how."""
    if not sys.platform.startswith("linux"):
        return
    parent = os.getppid()
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != parent:
        raise SystemExit(1)


def stop(children: Sequence["subprocess.Popen[bytes]"]) -> None:
    """End all: politely first, by force after `GRACE` seconds."""
    for child in children:
        if child.poll() is None:
            child.terminate()
    until = time.monotonic() + GRACE
    for child in children:
        try:
            child.wait(max(0.1, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


def run_together(commands: Sequence[Sequence[str]]) -> int:
    """Run `commands` until a signal asks to stop (then 0) or one of them ends by itself (then not 0)."""
    asked = threading.Event()
    for number in STOP_SIGNALS:
        signal.signal(number, lambda *_: asked.set())
    children: list[subprocess.Popen[bytes]] = []
    try:
        for command in commands:
            children.append(subprocess.Popen(list(command)))  # noqa: PERF401  # -- known before the next one starts
        while not asked.wait(0.2):
            for child in children:
                if child.poll() is not None:
                    return child.returncode or 1
        return 0
    finally:
        stop(children)
