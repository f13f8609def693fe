"""The worker: does each registered job when it is due; one of them says that it is alive."""

import logging
import os
import signal
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import django
from django.db import close_old_connections, connections

from linli.config.processes import STOP_SIGNALS, die_with_parent
from linli.core.registry import Job, jobs

logger = logging.getLogger("linli.worker")
LONGEST_SLEEP = 1.0
LONGEST_BACK_OFF = 300.0


@dataclass
class Due:
    """A job, when it is due next, and how often it failed in a row."""

    job: Job
    at: float = 0.0
    failures: int = 0

    def run(self, clock: Callable[[], float]) -> None:
        """Do the job once. An exception is logged, and the next try waits twice as long each time."""
        try:
            self.job.call()
            self.failures = 0
        except Exception:
            self.failures += 1
            logger.exception("job %s failed, %d in a row", self.job.name, self.failures)
            # a connection that the database closed must not fail every job from now on
            for connection in connections.all(initialized_only=True):
                connection.close_if_unusable_or_obsolete()
        self.at = clock() + min(
            LONGEST_BACK_OFF, self.job.every * 2**self.failures if self.failures else self.job.every
        )


@dataclass
class Worker:
    """Runs jobs one after the other until asked to stop."""

    todo: Iterable[Job]
    clock: Callable[[], float] = time.monotonic
    asked_to_stop: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self.due = [Due(job) for job in self.todo]

    def step(self) -> float:
        """Run what is due; the seconds until something is due again."""
        for due in self.due:
            if due.at <= self.clock() and not self.asked_to_stop.is_set():
                close_old_connections()
                due.run(self.clock)
        next_at = min((due.at for due in self.due), default=self.clock() + LONGEST_SLEEP)
        return max(0.0, min(LONGEST_SLEEP, next_at - self.clock()))

    def run(self) -> None:
        """Until `asked_to_stop` is set."""
        while not self.asked_to_stop.is_set():
            self.asked_to_stop.wait(self.step())
        connections.close_all()


def main() -> None:
    die_with_parent()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "linli.config.settings")
    django.setup()
    worker = Worker(jobs.values())
    for number in STOP_SIGNALS:
        signal.signal(number, lambda *_: worker.asked_to_stop.set())
    logger.info("worker started with %d jobs", len(worker.due))
    worker.run()


if __name__ == "__main__":
    main()
