"""What a wish's page says of the line for it."""

from typing import Any
from uuid import UUID

from linli.core import clock
from linli.wishes.models import Campaign
from linli.wishes.permissions.waiting import may_wait_for
from linli.wishes.queries.lines import OwnPlace, own_places, waiting_for
from linli.wishes.queries.public import PublicWish
from linli.wishes.services.claiming import ON_HOLD
from linli.wishes.views.public.frame import address
from linli.wishes.views.public.refusals import reason_of
from linli.wishes.workflow import DONE, HELD, OFFERED, TAKEN


def line_shown(campaign: Campaign, shown: PublicWish, own: frozenset[UUID]) -> dict[str, Any]:
    """How many wait, where `own`, the persons of whoever asks, stand, and whether one may join."""
    state = {OFFERED: OFFERED, HELD: TAKEN}.get(shown.state, DONE)
    places = own_places(campaign, own, shown.number) if own else []
    return {
        "may": may_wait_for(campaign, state, clock.now()),
        "waiting": waiting_for(campaign, shown.number),
        "mine": place_shown(campaign, places[0]) if places else None,
        "join_url": address("public_line", campaign, shown.number),
    }


def place_shown(campaign: Campaign, place: OwnPlace) -> dict[str, Any]:
    """A place in line, with what one can do about it."""
    return {
        "number": place.wish_number,
        "title": place.title,
        "offered": place.offered,
        "place": place.place,
        "until": place.offer_until,
        "paused": reason_of(ON_HOLD, campaign) if campaign.is_on_hold(clock.now()) else "",
        "url": address("public_wish", campaign, place.wish_number),
        "accept_url": address("public_offer", campaign, place.wish_number),
        "leave_url": address("public_leave", campaign, place.wish_number),
    }
