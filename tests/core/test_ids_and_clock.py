"""Keys that sort by the moment they were made, and the one clock of the house."""

import threading
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from linli.core import clock
from linli.core.ids import first_id_at, first_id_within, made_at, new_id

MOMENTS = st.datetimes(datetime(1980, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001  # -- hypothesis adds the zone


def test_key_is_a_uuid_of_version_7() -> None:
    key = new_id()

    assert (key.version, key.variant) == (7, "specified in RFC 4122")


def test_keys_are_unique() -> None:
    assert len({new_id() for _key in range(10_000)}) == 10_000


@given(MOMENTS)
def test_key_says_when_it_was_made_to_the_millisecond(moment: datetime) -> None:
    with time_machine.travel(moment, tick=False):
        key = new_id()

    assert abs(made_at(key) - moment) <= timedelta(milliseconds=1)


@given(MOMENTS, st.integers(2, 10**9))
def test_later_keys_sort_behind_earlier_ones(moment: datetime, milliseconds: int) -> None:
    with time_machine.travel(moment, tick=False):
        earlier = new_id()
    with time_machine.travel(moment + timedelta(milliseconds=milliseconds), tick=False):
        later = new_id()

    assert earlier < later
    assert earlier.hex < later.hex


@given(MOMENTS)
def test_bound_of_a_moment_parts_what_was_made_before_from_what_was_made_then(moment: datetime) -> None:
    moment = moment.replace(microsecond=moment.microsecond // 1000 * 1000)
    bound = first_id_at(moment)
    with time_machine.travel(moment + timedelta(microseconds=100), tick=False):
        then = new_id()
    with time_machine.travel(moment - timedelta(milliseconds=2), tick=False):
        before = new_id()

    assert before < bound <= then
    assert bound.version == 7


def test_bound_of_a_span_goes_by_the_machines_clock() -> None:
    with time_machine.travel("2026-12-06 08:00:00+08:00", tick=False), clock.at(datetime(2023, 12, 1, tzinfo=UTC)):
        bound = first_id_within(timedelta(minutes=1))

    assert made_at(bound) == datetime(2026, 12, 5, 23, 59, tzinfo=UTC)


def test_bound_before_all_time_is_the_lowest_key() -> None:
    assert first_id_at(datetime(1960, 1, 1, tzinfo=UTC)) == UUID("00000000-0000-7000-8000-000000000000")


def test_clock_tells_utc_and_the_day_of_china() -> None:
    with time_machine.travel("2026-12-05 23:30:00+08:00", tick=False):
        assert clock.now() == datetime(2026, 12, 5, 15, 30, tzinfo=UTC)
        assert clock.today() == date(2026, 12, 5)
    with clock.at(datetime(2026, 12, 5, 16, 0, tzinfo=UTC)):
        assert clock.today() == date(2026, 12, 6)
        assert f"{clock.local(clock.now()):%H:%M}" == "00:00"


def test_clock_set_for_a_block_is_right_again_after_it_even_after_an_error() -> None:
    past = datetime(2023, 12, 1, tzinfo=UTC)

    def fail_in_the_past() -> None:
        with clock.at(past):
            with clock.at(past - timedelta(days=1)):
                pass
            assert clock.now() == past
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_in_the_past()

    assert clock.now() - datetime.now(UTC) < timedelta(seconds=1)


def test_clock_set_in_one_thread_is_right_in_another() -> None:
    seen: list[datetime] = []
    with clock.at(datetime(2023, 12, 1, tzinfo=UTC)):
        thread = threading.Thread(target=lambda: seen.append(clock.now()))
        thread.start()
        thread.join()

    assert seen[0].year > 2023


def test_clock_needs_a_time_zone() -> None:
    with pytest.raises(ValueError, match="zone"), clock.at(datetime(2026, 12, 6)):  # noqa: DTZ001  # -- the mistake itself
        pass


def test_wall_clock_time_of_china_is_a_moment() -> None:
    assert clock.moment(date(2026, 12, 1), 15, 13) == datetime(2026, 12, 1, 7, 13, tzinfo=UTC)
