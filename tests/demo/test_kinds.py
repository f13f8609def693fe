"""The nineteen minutes, the moved calendar, the invented people: plain data."""

from collections import Counter, defaultdict
from datetime import date
from itertools import pairwise

from linli.core import clock
from linli.core.phones import normalise
from linli.demo.kinds.calendar import HAND_OVER_BY, PUBLISHED, Calendar
from linli.demo.kinds.people import OFFICIALS
from linli.demo.kinds.rush import MEMBERS, PAUSE, WISHES, rush
from linli.demo.kinds.west_lake import FAMILIES, ROSTER, UNKNOWN_PHONE


def test_everybody_claims_and_every_wish_is_claimed_once() -> None:
    steps = rush()

    assert {step.member for step in steps} == set(range(MEMBERS))
    assert sorted(step.number for step in steps) == list(range(1, WISHES + 1))


def test_the_rush_is_fast_at_first_and_slower_in_the_end() -> None:
    seconds = [step.second for step in rush()]

    assert seconds == sorted(seconds)
    assert seconds[0] <= 20
    assert seconds[-1] == 19 * 60
    assert seconds[WISHES // 2] < 19 * 60 / 2
    halves = seconds[WISHES // 2] - seconds[0], seconds[-1] - seconds[WISHES // 2]
    assert halves[0] * 2 < halves[1]


def test_nobody_claims_twice_in_a_breath() -> None:
    times = defaultdict(list)
    for step in rush():
        times[step.member].append(step.second)

    assert Counter(map(len, times.values())) == {1: 15, 2: 15}
    assert all(later - earlier > PAUSE for own in times.values() for earlier, later in pairwise(own))


def test_the_rush_is_the_same_each_time() -> None:
    assert rush() == rush()


def test_the_day_of_printing_is_today_and_times_of_day_stay() -> None:
    calendar = Calendar(date(2026, 11, 24))

    assert f"{clock.local(calendar.moment(PUBLISHED, 15, 13)):%m-%d %H:%M}" == "11-19 15:13"
    assert calendar.day(HAND_OVER_BY) == date(2026, 11, 26)


def test_every_invented_number_is_of_the_demos_own_range_and_of_one_person() -> None:
    numbers = [official.phone for official in OFFICIALS]
    numbers += [member.phone for member in ROSTER] + [family.phone for family in FAMILIES] + [UNKNOWN_PHONE]

    assert len(set(numbers)) == len(numbers)
    assert [number for number in numbers if normalise(number)[:7] != "1990000" or number[7] != "9"] == []
