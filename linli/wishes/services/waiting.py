"""Waiting in line for a wish that somebody else has: joining, leaving, and saying no to an offer."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from linli.core import clock
from linli.core.actor import Actor
from linli.core.errors import Conflict, NotHere
from linli.timeline.services import record
from linli.wishes.models import Campaign, Claim, PlaceInLine, Wish
from linli.wishes.permissions.claiming import may_claim_in
from linli.wishes.permissions.waiting import may_wait_for
from linli.wishes.services.identifying import Claimant, own_persons_in
from linli.wishes.services.offering import pass_on, places_of
from linli.wishes.workflow import DECLINED, IN_LINE, LEFT, LIVE, OFFERED, WAITING


@transaction.atomic
def join_line(*, campaign: Campaign, number: int, claimant: Claimant, by: Actor) -> UUID:
    """A place at the end of the line; whoever has one keeps it. Raises `NotHere`, `Refused`, `Conflict` in words."""
    wish = _held(campaign, number)
    may_claim_in(by, campaign, claimant.person_id, claimant.basis).enforce()
    place = places_of(campaign.community_id, wish.pk).filter(state__in=IN_LINE, person=claimant.person_id).first()
    if place is not None:
        return UUID(str(place.pk))
    claims = Claim.objects.within(campaign.community_id).filter(wish=wish.pk, state__in=LIVE)
    if claims.filter(claimant=claimant.person_id).exists():
        raise Conflict(_("You have claimed this wish yourself."))
    # the campaign as it is now, since the page knows it as it was a moment ago
    may = may_wait_for(Campaign.objects.within(campaign.community_id).get(pk=campaign.pk), wish.state, clock.now())
    if not may.allowed:
        raise Conflict(may.reason)
    place = PlaceInLine.objects.create(
        community_id=campaign.community_id,
        wish=wish,
        campaign=campaign,
        person_id=claimant.person_id,
        joined_at=clock.now(),
    )
    record(community_id=campaign.community_id, subject=("wish", wish.pk), verb="line.join", by=by)
    return UUID(str(place.pk))


@transaction.atomic
def leave_line(*, campaign: Campaign, number: int, by: Actor) -> None:
    """Wait no longer, or say no to the offer: then the next in line has it at once. Raises `NotHere`."""
    wish, now = _held(campaign, number), clock.now()
    own = own_persons_in(campaign, by)
    places = places_of(campaign.community_id, wish.pk).filter(person__in=own)
    left = places.filter(state=WAITING).update(state=LEFT, ended_at=now)
    declined = places.filter(state=OFFERED).update(state=DECLINED, ended_at=now)
    if not left and not declined:
        raise NotHere(_("You are not in line for this wish any more."))
    if declined:
        pass_on(campaign=campaign, wish_id=wish.pk, verb="line.decline", by=by)
    else:
        record(community_id=campaign.community_id, subject=("wish", wish.pk), verb="line.leave", by=by)


def _held(campaign: Campaign, number: int) -> Wish:
    """The wish, its row held until the end of the transaction."""
    rows = Wish.objects.within(campaign.community_id).select_for_update()
    wish: Wish | None = rows.filter(campaign=campaign.pk, public_number=number).first()
    if wish is None:
        raise NotHere
    return wish
