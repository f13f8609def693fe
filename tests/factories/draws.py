"""Campaigns that are given out by a draw, and entries for them."""

from datetime import datetime, timedelta
from typing import Any

from linli.core import clock
from linli.people.models import Person
from linli.wishes.models import Campaign, Wish
from linli.wishes.models.claims import ON_ROSTER
from linli.wishes.services.drawing import LIST_STANDS, draw_due_in
from linli.wishes.services.entering import enter_draw
from linli.wishes.services.identifying import Claimant
from tests.factories.wishes import BELL_TOWER, claimant_actor, open_campaign


def draw_campaign(wishes: int = 5, **values: Any) -> Campaign:
    """A published campaign for which one can enter since an hour ago, drawn in a day unless said otherwise."""
    draw_at = values.pop("draw_at", clock.now() + timedelta(days=1))
    return open_campaign(wishes=wishes, draw_at=draw_at, **values)


def enter(campaign: Campaign, person: Person, number: int = 1, key: str = "", *, to_decide: bool = False) -> str:
    """Somebody from the roster enters on their own phone; their public code."""
    outcome = enter_draw(
        campaign=campaign,
        number=number,
        claimant=Claimant(person.pk, ON_ROSTER, to_decide),
        key=key or f"{campaign.code}-{person.pk.hex[:24]}-{number}",
        by=claimant_actor(campaign, person.pk),
    )
    return str(outcome["code"])


def when_drawn(campaign: Campaign) -> datetime:
    assert campaign.draw_at is not None
    return campaign.draw_at + LIST_STANDS + timedelta(seconds=2)


def draw(campaign: Campaign) -> Campaign:
    """The worker closes the list at the hour of the draw, and draws; the campaign as it is then."""
    assert campaign.draw_at is not None
    with clock.at(campaign.draw_at + timedelta(seconds=1)):
        assert draw_due_in(community_id=campaign.community_id) == 1
    with clock.at(when_drawn(campaign)):
        assert draw_due_in(community_id=campaign.community_id) == 1
    campaign.refresh_from_db()
    return campaign


def wish_number(campaign: Campaign, number: int = 1) -> Wish:
    found: Wish = Wish.objects.within(BELL_TOWER).get(campaign=campaign, public_number=number)
    return found
