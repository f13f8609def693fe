"""A campaign at one moment: figures, curve, pace."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest

from linli.core import clock
from linli.wishes.models import Campaign
from linli.wishes.queries.boards import MOST_POINTS, Board, Seen, wish_lines
from linli.wishes.queries.boards import board as board_of
from tests.factories.wishes import open_campaign

OPENED = datetime(2026, 12, 1, 15, 13, tzinfo=clock.SHANGHAI)


def seen(number: int, at: datetime | None, state: str = "held") -> Seen:
    return Seen(uuid4(), number, state if at else "open", uuid4() if at else None, None, at)


def board(*minutes: float | None) -> Board:
    campaign = Campaign(opens_at=OPENED, closes_at=OPENED + timedelta(days=7))
    times = [None if minute is None else OPENED + timedelta(minutes=minute) for minute in minutes]
    return Board(campaign, [seen(number, at) for number, at in enumerate(times, start=1)])


def test_curve_begins_at_nothing_and_ends_with_every_claim() -> None:
    points = board(*(minute / 45 * 19 for minute in range(1, 46))).curve()

    assert (points[0], points[-1]["value"]) == ({"label": "15:13", "value": 0}, 45)
    assert [point["value"] for point in points] == sorted(point["value"] for point in points)
    assert [point["label"] for point in points[:3]] == ["15:13", "15:14", "15:15"]


@pytest.mark.parametrize("span", [1, 19, 44, 200, 1500, 12_000, 60_000])
def test_curve_is_never_longer_than_a_page_can_show(span: float) -> None:
    points = board(0.5, span).curve()

    assert 2 <= len(points) <= MOST_POINTS
    assert points[-1]["value"] == 2


def test_nothing_is_drawn_before_the_first_claim() -> None:
    assert board(None, None).curve() == []


def test_claim_from_before_the_opening_time_is_drawn_too() -> None:
    assert board(-3, 2).curve()[-1]["value"] == 2


@pytest.mark.parametrize(("minutes", "pace"), [((1, 19.5), 19), ((1, None), None), ((), None)])
def test_pace_is_told_once_every_wish_is_taken(minutes: tuple[float | None, ...], pace: int | None) -> None:
    assert board(*minutes).all_taken_in == pace


@pytest.mark.django_db
def test_long_campaign_is_read_page_by_page_in_the_order_of_its_numbers() -> None:
    found = board_of(open_campaign(wishes=7))
    first, after = wish_lines(found, size=3)
    second, then = wish_lines(found, after=after or 0, size=3)
    last, end = wish_lines(found, after=then or 0, size=3)

    assert [line.number for line in [*first, *second, *last]] == [1, 2, 3, 4, 5, 6, 7]
    assert end is None


def test_figures_count_each_wish_once_and_each_person_once() -> None:
    person, employer = uuid4(), uuid4()
    rows = [
        Seen(uuid4(), 1, "held", person, employer, OPENED),
        Seen(uuid4(), 2, "checking", person, employer, OPENED),
        Seen(uuid4(), 3, "received", uuid4(), None, OPENED),
        Seen(uuid4(), 4, "delivered", uuid4(), employer, OPENED),
        Seen(uuid4(), 5, "open", None, None, None),
    ]
    figures = Board(Campaign(opens_at=OPENED), rows).figures

    assert figures == {
        "open": 1,
        "claimed": 2,
        "to_decide": 1,
        "received": 1,
        "lit": 1,
        "total": 5,
        "taken": 4,
        "people": 3,
        "employers": 1,
    }
