"""Days on which an office is closed, by the calendar of the State Council."""

from datetime import date

import pytest

from linli.places.adapters.closed_days import calendar_knows, closed_day, next_working_day, working_day_from


@pytest.mark.parametrize(
    ("day", "next_open"),
    [
        (date(2026, 11, 28), date(2026, 11, 30)),  # a Saturday
        (date(2026, 10, 1), date(2026, 10, 8)),  # National Day and the days moved to it
        (date(2026, 2, 17), date(2026, 2, 24)),  # Spring Festival
    ],
)
def test_closed_day_knows_the_next_working_day(day: date, next_open: date) -> None:
    closed = closed_day(day)

    assert closed is not None
    assert closed.next_open == next_open
    assert str(closed.why)


def test_saturday_that_was_made_a_working_day_is_open() -> None:
    assert closed_day(date(2026, 10, 10)) is None
    assert next_working_day(date(2026, 10, 9)) == date(2026, 10, 10)


def test_working_day_is_its_own_next_one() -> None:
    assert working_day_from(date(2026, 11, 30)) == date(2026, 11, 30)
    assert working_day_from(date(2026, 11, 29)) == date(2026, 11, 30)


def test_year_that_is_not_announced_yet_is_judged_by_weekends_and_fixed_days() -> None:
    far = date(2049, 10, 1)

    assert not calendar_knows(far)
    assert closed_day(far) is not None
    assert closed_day(date(2049, 10, 3)) is not None
    assert closed_day(date(2049, 10, 5)) is None
