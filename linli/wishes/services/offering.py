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
from linli.wishes.kinds.shares import share
from linli.wishes.kinds.shown import amount
from linli.wishes.models import Campaign, PlaceInLine, Wish
from linli.wishes.workflow import ENDED, IN_LINE, LINE, MISSED, OFFERED, OPEN, PAUSED, WAITING, WISH


def places_of(community_id: int, wish_id: UUID) -> TenantQuerySet:
    """All places in line for this wish, in their order."""
    return PlaceInLine.objects.within(community_id).filter(wish=wish_id).order_by("joined_at", "id")


def offer_next(*, campaign: Campaign, wish_id: UUID) -> bool:
    """Keep the wish for the first who waits, and tell them. False where nobody waits, or the hand-over day is over.

    While claiming is paused it is kept, but told only when its time begins: at the resumption. The wish's row is held
    by the caller, who moves the wish as well.
    """
    now = clock.now()
    until = _kept_until(campaign, now)
    if until <= now:
        return False
    places = places_of(campaign.community_id, wish_id).filter(state=WAITING)
    first = places.first()
    if first is None:
        return False
    places.filter(pk=first.pk).update(state=LINE.target("offer", WAITING), offer_until=until)
    if not campaign.is_on_hold(now):
        _tell(campaign, first, now, until)
    return True


def _kept_until(campaign: Campaign, now: datetime) -> datetime:
    return min(now + timedelta(hours=campaign.offer_hours), campaign.handover_ends_at)


def begin_offers_anew(*, campaign: Campaign) -> None:
    """Claiming goes on after a pause, in which no offer could be taken nor lapsed: each has its full time from now.

    In the caller's transaction; the wishes' rows are held, so that no answer comes in between.
    """
    now = clock.now()
    until = _kept_until(campaign, now)
    wishes = Wish.objects.within(campaign.community_id).filter(campaign=campaign.pk, state=OFFERED)
    held = list(wishes.select_for_update().order_by("id").values_list("pk", flat=True))
    places = PlaceInLine.objects.within(campaign.community_id).filter(wish__in=held, state=OFFERED)
    for place in list(places.order_by("id")) if until > now else ():
        _begin(campaign, place, now, until)


def _begin(campaign: Campaign, place: PlaceInLine, now: datetime, until: datetime) -> None:
    PlaceInLine.objects.within(campaign.community_id).filter(pk=place.pk).update(offer_until=until)
    _tell(campaign, place, now, until)


def _tell(campaign: Campaign, place: PlaceInLine, now: datetime, until: datetime) -> None:
    person = Person.objects.within(campaign.community_id).get(pk=place.person_id)
    wish = Wish.objects.within(campaign.community_id).get(pk=place.wish_id)
    send(
        community_id=campaign.community_id,
        kind="line_offer",
        dedupe=f"line_offer:{place.pk.hex}:{until:%Y%m%dT%H%M%S}",
        recipient_name=person.name,
        recipient_address=person.phone,
        words={
            "goods": f"{wish.public_title} {_left(wish)}".strip(),
            "campaign": campaign.title,
            "until": day_and_time(until),
            "address": f"{settings.LINLI_PUBLIC_URL}/c/{campaign.code}/{wish.public_number}",
        },
        subject=("wish", place.wish_id),
        good_for=until - now,
    )


def _left(wish: Wish) -> str:
    """How much of it is kept for them."""
    if wish.shares is None:
        return amount(wish.quantity, wish.unit)
    return share(wish.shares - wish.shares_taken, wish.shares, wish.quantity, wish.unit)


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
    """Let the offers lapse that nobody took in time; how many. Several workers at once let each lapse once.

    While claiming is paused none lapses: one could not have taken it.
    """
    now = clock.now()
    due = PlaceInLine.objects.within(community_id).filter(state=OFFERED, offer_until__lte=now)
    due = due.exclude(campaign__state=PAUSED, campaign__closes_at__gt=now)
    return sum(_lapse(community_id, *row) for row in list(due.order_by("offer_until").values_list("pk", "wish_id")))


@transaction.atomic
def _lapse(community_id: int, place_id: UUID, wish_id: UUID) -> bool:
    now = clock.now()
    wish = Wish.objects.within(community_id).select_for_update().get(pk=wish_id)
    places = PlaceInLine.objects.within(community_id).filter(pk=place_id, state=OFFERED, offer_until__lte=now)
    place = places.select_related("campaign").first()
    if place is None or place.campaign.is_on_hold(now):
        return False
    campaign, until = place.campaign, _kept_until(place.campaign, now)
    if campaign.state == PAUSED and place.offer_until <= campaign.closes_at and until > now:
        # the pause ended with the time for claiming, and took this one's time with it
        _begin(campaign, place, now, until)
        return False
    places.update(state=MISSED, ended_at=now)
    pass_on(campaign=campaign, wish_id=wish.pk, verb="line.miss", by=SYSTEM)
    return True
