"""What is given back is offered to whoever is first in line, and kept for them; nobody left, and it is open again.

The wish's row is held by every deed on its line, so that a tap, a release and the worker come one after the other.
"""

from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction

from linli.core import clock
from linli.core.actor import SYSTEM, Actor
from linli.notifications.services import send
from linli.people.models import Person
from linli.places.models import TenantQuerySet
from linli.places.templatetags.linli_dates import day_and_time
from linli.timeline.services import record
from linli.wishes.kinds.shown import amount
from linli.wishes.models import Campaign, PlaceInLine, Wish
from linli.wishes.workflow import ENDED, IN_LINE, LINE, MISSED, OFFERED, OPEN, WAITING, WISH


def places_of(community_id: int, wish_id: UUID) -> TenantQuerySet:
    """All places in line for this wish, in their order."""
    return PlaceInLine.objects.within(community_id).filter(wish=wish_id).order_by("joined_at", "id")


def offer_next(*, campaign: Campaign, wish_id: UUID) -> bool:
    """Keep the wish for the first who waits, and tell them. False where nobody waits, or the hand-over day is over.

    The wish's row is held by the caller, who moves the wish as well.
    """
    now = clock.now()
    until = min(now + timedelta(hours=campaign.offer_hours), campaign.handover_ends_at)
    if until <= now:
        return False
    places = places_of(campaign.community_id, wish_id).filter(state=WAITING)
    first = places.first()
    if first is None:
        return False
    places.filter(pk=first.pk).update(state=LINE.target("offer", WAITING), offer_until=until)
    _tell(campaign, first, now, until)
    return True


def _tell(campaign: Campaign, place: PlaceInLine, now: datetime, until: datetime) -> None:
    person = Person.objects.within(campaign.community_id).get(pk=place.person_id)
    wish = Wish.objects.within(campaign.community_id).get(pk=place.wish_id)
    send(
        community_id=campaign.community_id,
        kind="line_offer",
        dedupe=f"line_offer:{place.pk.hex}",
        recipient_name=person.name,
        recipient_address=person.phone,
        words={
            "goods": f"{wish.public_title} {amount(wish.quantity, wish.unit)}".strip(),
            "campaign": campaign.title,
            "until": day_and_time(until),
            "address": f"{settings.LINLI_PUBLIC_URL}/c/{campaign.code}/{wish.public_number}",
        },
        subject=("wish", place.wish_id),
        good_for=until - now,
    )


def pass_on(*, campaign: Campaign, wish_id: UUID, verb: str, by: Actor) -> None:
    """After an offer ended: to the next in line, or open to all. The wish's row is held by the caller."""
    if offer_next(campaign=campaign, wish_id=wish_id):
        record(community_id=campaign.community_id, subject=("wish", wish_id), verb=verb, by=by)
        return
    wishes = Wish.objects.within(campaign.community_id).filter(pk=wish_id, state=OFFERED)
    wishes.update(state=WISH.target("open_up", OFFERED), moved_at=clock.now())
    record(
        community_id=campaign.community_id, subject=("wish", wish_id), verb="open_up", before=OFFERED, after=OPEN, by=by
    )


def end_line(*, community_id: int, wish_id: UUID) -> None:
    """The wish is withdrawn: nobody waits for it any more. The wish's row is held by the caller."""
    places_of(community_id, wish_id).filter(state__in=IN_LINE).update(state=ENDED, ended_at=clock.now())


def lapse_offers_in(*, community_id: int) -> int:
    """Let the offers lapse that nobody took in time; how many. Several workers at once let each lapse once."""
    due = PlaceInLine.objects.within(community_id).filter(state=OFFERED, offer_until__lte=clock.now())
    return sum(_lapse(community_id, *row) for row in list(due.order_by("offer_until").values_list("pk", "wish_id")))


@transaction.atomic
def _lapse(community_id: int, place_id: UUID, wish_id: UUID) -> bool:
    wish = Wish.objects.within(community_id).select_for_update().get(pk=wish_id)
    place = PlaceInLine.objects.within(community_id).filter(pk=place_id, state=OFFERED, offer_until__lte=clock.now())
    if not place.update(state=MISSED, ended_at=clock.now()):
        return False
    campaign = Campaign.objects.within(community_id).get(pk=wish.campaign_id)
    pass_on(campaign=campaign, wish_id=wish_id, verb="line.miss", by=SYSTEM)
    return True
