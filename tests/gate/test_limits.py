"""Limits that all processes share."""

from datetime import UTC, datetime, timedelta

import pytest

from linli.core import clock
from linli.core.errors import TooMany
from linli.gate.models import Throttle
from linli.gate.services import forget_old_tries, limit, limit_codes
from tests.gate.conftest import at_once

START = datetime(2026, 12, 6, tzinfo=UTC)


def attempt(subject: str = "19900000001", most: int = 3) -> None:
    limit(purpose="claim", subject=subject, most=most, seconds=60)


@pytest.mark.django_db
def test_more_tries_than_allowed_are_refused_until_the_time_is_over() -> None:
    with clock.at(START):
        for _try in range(3):
            attempt()
        with pytest.raises(TooMany) as refused:
            attempt()
    with clock.at(START + timedelta(seconds=59)), pytest.raises(TooMany):
        attempt()
    with clock.at(START + timedelta(seconds=60)):
        attempt()

    assert refused.value.retry_after == 60


@pytest.mark.django_db
def test_limit_does_not_end_at_the_turn_of_the_minute() -> None:
    with clock.at(START + timedelta(seconds=59)):
        attempt(most=1)
    with clock.at(START + timedelta(seconds=61)), pytest.raises(TooMany):
        attempt(most=1)


@pytest.mark.django_db
def test_one_phone_does_not_use_up_anothers_tries() -> None:
    attempt(most=1)
    attempt("19900000002", most=1)
    limit(purpose="sign_in", subject="19900000001", most=1, seconds=60)


@pytest.mark.django_db
def test_neither_phone_nor_address_stands_in_the_counts() -> None:
    attempt("19900000001")

    assert "19900000001" not in str(Throttle.objects.values())


@pytest.mark.django_db
def test_codes_are_one_a_minute_and_five_a_day() -> None:
    told = []
    for minute in (0, 0.9, 1, 2, 3, 4, 5, 60, 24 * 60 - 1, 24 * 60 + 1):
        with clock.at(START + timedelta(minutes=minute)):
            try:
                limit_codes("19900000001")
            except TooMany:
                told.append(minute)

    assert told == [0.9, 5, 60, 24 * 60 - 1]


@pytest.mark.django_db
def test_old_counts_are_forgotten() -> None:
    with clock.at(START):
        attempt()
    with clock.at(START + timedelta(days=1)):
        assert forget_old_tries() == 0
    with clock.at(START + timedelta(days=3)):
        assert forget_old_tries() == 1


@pytest.mark.django_db
def test_count_from_a_clock_that_was_wrong_by_a_day_locks_nobody_out() -> None:
    with clock.at(START + timedelta(days=1)):
        attempt(most=1)
    with clock.at(START):
        attempt(most=1)


@pytest.mark.usefixtures("shared_database")
def test_tries_at_the_same_moment_are_all_counted() -> None:
    answers = at_once(*[lambda: attempt(most=5)] * 12)

    assert sum(answer is None for answer in answers) == 5
    assert sum(isinstance(answer, TooMany) for answer in answers) == 7


@pytest.mark.usefixtures("shared_database")
def test_tries_at_the_same_moment_begin_one_new_window() -> None:
    with clock.at(clock.now() - timedelta(minutes=2)):
        attempt()

    answers = at_once(*[lambda: attempt(most=2)] * 6)

    assert sum(answer is None for answer in answers) == 2
