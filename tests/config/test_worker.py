"""The worker does each job when it is due, and no failure stops it."""

import logging

import pytest

from linli.config.worker import LONGEST_BACK_OFF, Worker
from linli.core.registry import Job, jobs
from tests.factories.people import office


class Clock:
    """A clock that stands until it is moved."""

    now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.mark.django_db
def test_a_job_runs_at_once_and_then_each_time_it_is_due(clock: Clock) -> None:
    runs: list[float] = []
    worker = Worker([Job("count", 10, lambda: runs.append(clock.now))], clock)

    for clock.now in (100, 105, 110, 119.9, 121):
        worker.step()

    assert runs == [100, 110, 121]


@pytest.mark.django_db
def test_a_failing_job_is_tried_again_ever_later_and_stops_no_other(
    clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    tries: list[float] = []
    others: list[float] = []

    def fail() -> None:
        tries.append(clock.now)
        raise ValueError("王秀英 13800001111")

    worker = Worker([Job("fails", 10, fail), Job("works", 10, lambda: others.append(clock.now))], clock)
    with caplog.at_level(logging.CRITICAL):
        for clock.now in range(100, 200):
            worker.step()

    assert tries == [100, 120, 160]
    assert len(others) == 10


@pytest.mark.django_db
def test_a_job_that_works_again_is_on_time_again(clock: Clock, caplog: pytest.LogCaptureFixture) -> None:
    broken = [True, True, False, False]
    tries: list[float] = []

    def run() -> None:
        tries.append(clock.now)
        if broken.pop(0):
            raise OSError

    worker = Worker([Job("mends", 10, run)], clock)
    with caplog.at_level(logging.CRITICAL):
        for clock.now in range(100, 175):
            worker.step()

    assert tries == [100, 120, 160, 170]


@pytest.mark.django_db
def test_a_job_waits_no_longer_than_the_longest_back_off(clock: Clock, caplog: pytest.LogCaptureFixture) -> None:
    worker = Worker([Job("fails", 10, lambda: 1 / 0)], clock)
    with caplog.at_level(logging.CRITICAL):
        for _ in range(20):
            clock.now = worker.due[0].at
            worker.step()

    assert worker.due[0].at - clock.now == LONGEST_BACK_OFF


@pytest.mark.django_db
def test_the_log_names_the_job_and_no_person(clock: Clock, caplog: pytest.LogCaptureFixture) -> None:
    def fail() -> None:
        raise ValueError("王秀英")

    Worker([Job("outgoing", 10, fail)], clock).step()

    assert "outgoing" in caplog.messages[0]
    assert "王秀英" not in caplog.messages[0]


def test_a_worker_that_is_asked_to_stop_begins_nothing_new(clock: Clock) -> None:
    runs: list[int] = []
    worker = Worker([Job("count", 1, lambda: runs.append(1))], clock)
    worker.asked_to_stop.set()

    worker.step()

    assert runs == []


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(jobs))
def test_every_job_of_the_house_can_be_done_in_an_office(name: str) -> None:
    office()
    jobs[name].call()


def test_a_job_may_be_named_by_its_path() -> None:
    assert Job("path", 1, "linli.core.ids.new_id").call() is not None
