"""Campaigns that are given out by a draw: one for which people enter, and one that is drawn."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from linli.core import clock
from linli.people.models import Person
from linli.wishes.models import Campaign, Draw
from linli.wishes.services.collecting import WishSaid
from tests.factories.draws import draw, enter

ADDRESSES = frozenset({"public_entry", "public_entry_leave"})
"""Whose claimant is the one of the draw."""


def draw_some(side: Any, published: Callable[..., Campaign]) -> None:
    """Entries of the claimant and of another one in both; the sealed number of the first is known to nobody."""
    mark = side.canaries.text("Wish.said in a campaign that is drawn")
    wishes = [WishSaid(item=item, quantity=None, unit="个", said=mark) for item in ("围巾", "字典", "书包", "水杯")]
    now = clock.now()
    waits = published(side, wishes, draw_at=now + timedelta(days=1))
    hours = {"opens_at": now - timedelta(hours=3), "draw_at": now - timedelta(hours=1)}
    done = published(side, wishes, **hours)
    people = Person.objects.within(side.code)
    for who in ("claimant", "another claimant"):
        person = people.get(pk=side[who])
        for number in (1, 2):
            enter(waits, person, number)
            with clock.at(now - timedelta(hours=2)):
                enter(done, person, number)
    draw(done)
    side.canaries.key("Draw.secret", Draw.objects.within(side.code).get(campaign=waits).secret)
    side.things |= {
        "draw campaign": waits.pk,
        "draw code": waits.code,
        "drawn code": done.code,
        "number entered": 1,
        "other number entered": 2,
        "number to enter": 3,
    }
