"""A POST happens once, however often it is sent."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction

from linli.core import clock
from linli.core.actor import Actor
from linli.core.errors import BadInput, Conflict
from linli.gate.models import IdempotencyKey, Pulse
from linli.gate.services import Outcome, forget_old_keys, once
from tests.factories.people import BELL_TOWER, WEST_LAKE
from tests.gate.conftest import at_once

MEMBER = Actor(key="user:1", label="party_member")
OTHER = Actor(key="user:2", label="party_member")


class Shelf:
    """Something that can be taken once: the second one is told so."""

    def __init__(self) -> None:
        self.asked = 0

    def take(self) -> Outcome:
        self.asked += 1
        return {"won": True, "number": self.asked}

    def lose(self) -> Outcome:
        self.asked += 1
        return {"won": False}

    def refuse(self) -> Outcome:
        self.asked += 1
        raise Conflict("taken")


def send(do: Any, key: str = "a-key-of-the-page", by: Actor = MEMBER, **more: Any) -> Outcome:
    body = {"wish": 7} | more.pop("body", {})
    return once(**{"community_id": BELL_TOWER, "key": key, "body": body, "do": do, "by": by} | more)


@pytest.mark.django_db
def test_same_page_sent_again_gets_the_same_answer() -> None:
    shelf = Shelf()

    assert [send(shelf.take) for _time in range(3)] == [{"won": True, "number": 1}] * 3
    assert shelf.asked == 1


@pytest.mark.django_db
def test_a_loss_is_remembered_too() -> None:
    shelf = Shelf()
    send(shelf.lose)

    assert send(shelf.take) == {"won": False}


@pytest.mark.django_db
def test_what_was_refused_may_be_tried_again() -> None:
    shelf = Shelf()
    with pytest.raises(Conflict):
        send(shelf.refuse)

    assert send(shelf.take)["won"]
    assert shelf.asked == 2


@pytest.mark.django_db
def test_same_key_with_another_body_is_a_mistake() -> None:
    shelf = Shelf()
    send(shelf.take)

    with pytest.raises(BadInput) as refused:
        send(shelf.take, body={"wish": 8})
    assert refused.value.status == 422
    assert shelf.asked == 1


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["", "x" * 65])
def test_page_without_a_proper_key_is_refused(key: str) -> None:
    with pytest.raises(BadInput):
        send(Shelf().take, key=key)


@pytest.mark.django_db
def test_keys_of_two_people_and_of_two_communities_are_apart() -> None:
    shelf = Shelf()
    send(shelf.take)
    send(shelf.take, by=OTHER)
    send(shelf.take, community_id=WEST_LAKE)

    assert shelf.asked == 3


@pytest.mark.django_db
def test_effect_and_key_stand_or_fall_together() -> None:
    def half_done() -> Outcome:
        Pulse.objects.create(name="half", at=clock.now())
        raise RuntimeError

    with pytest.raises(RuntimeError):
        send(half_done)

    assert not Pulse.objects.exists()
    assert not IdempotencyKey.objects.within(BELL_TOWER).exists()


@pytest.mark.django_db
def test_keys_are_forgotten_after_a_day() -> None:
    start = datetime(2026, 12, 6, tzinfo=UTC)
    with clock.at(start):
        send(Shelf().take)
    with clock.at(start + timedelta(hours=23, minutes=59)):
        assert forget_old_keys(community_id=BELL_TOWER) == 0
    with clock.at(start + timedelta(hours=24, minutes=1)):
        assert forget_old_keys(community_id=WEST_LAKE) == 0
        assert forget_old_keys(community_id=BELL_TOWER) == 1


@pytest.mark.usefixtures("shared_database")
def test_same_page_sent_twice_at_once_happens_once() -> None:
    def take() -> Outcome:
        Pulse.objects.create(name=f"taken {clock.now():%f}", at=clock.now())
        return {"won": True, "count": Pulse.objects.count()}

    answers = at_once(*[lambda: send(take)] * 8)

    assert answers == [{"won": True, "count": 1}] * 8
    assert Pulse.objects.count() == 1


@pytest.mark.usefixtures("shared_database")
def test_twin_that_loses_against_itself_hears_that_it_won() -> None:
    """The second of two identical requests finds the wish gone: gone to itself."""
    with transaction.atomic():
        Pulse.objects.create(name="free", at=clock.now())

    def claim() -> Outcome:
        if not Pulse.objects.filter(name="free").update(name="taken"):
            raise Conflict("somebody was faster")
        return {"won": True}

    twins = at_once(*[lambda: send(claim)] * 6)
    stranger = at_once(lambda: send(claim, by=OTHER))

    assert twins == [{"won": True}] * 6
    assert isinstance(stranger[0], Conflict)
