"""Taking published wishes off the wall: one of them, all of a campaign, or those that nobody claimed.

A claim that races with it comes before or after as a whole: whoever claimed before loses the claim and is told, whoever
comes after finds no open wish. The claims are ended first, then the wishes are locked, then the claims that were made
in between are ended too: in that order nobody who gives a claim back waits for us while we wait for them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from linli.core import clock
from linli.core.actor import Actor
from linli.core.errors import BadInput, Conflict, NotHere
from linli.places.models import TenantQuerySet
from linli.timeline.services import record
from linli.wishes.models import Campaign, Claim, Wish
from linli.wishes.permissions.collecting import may_review
from linli.wishes.permissions.publishing import may_publish
from linli.wishes.services.entering import end_entries
from linli.wishes.services.offering import end_line
from linli.wishes.services.publishing import CampaignDetails, prepare_campaign
from linli.wishes.services.releasing import count_down, tell_claimant
from linli.wishes.workflow import (
    CAMPAIGN,
    CLAIM,
    CONFIRMED,
    DELIVERED,
    HELD,
    OFFERED,
    OPEN,
    PUBLIC,
    PUBLISHED,
    READY,
    RECEIVED,
    TAKEN,
    WISH,
    WITHDRAWN,
)

LONGEST_REASON = 200
FATES = (READY, WITHDRAWN)
"""Where the families' wishes go: back among those ready for another campaign, or to their end."""
SHOWN = (OPEN, TAKEN, OFFERED)
ARRIVED = (RECEIVED, DELIVERED, CONFIRMED)


@dataclass(frozen=True, slots=True)
class TakenOff:
    """How many wishes left the wall, how many claims ended with them, how many wishes stay since goods have come."""

    wishes: int
    claims: int
    stay: int


@transaction.atomic
def take_off_wall(*, community_id: int, wish_id: UUID, fate: str, reason: str, by: Actor) -> TakenOff:
    """One published wish leaves the wall; who has claimed it is told why.

    Raises `BadInput`, `NotHere`, `Refused`, `Conflict` where it is not on a wall or its goods have arrived.
    """
    reason = _checked(fate, reason)
    _may(by, community_id, fate)
    wishes = Wish.objects.within(community_id).filter(pk=wish_id)
    if not wishes.exists():
        raise NotHere
    done = _take_off(community_id, wishes, fate, reason, by)
    if not done.wishes:
        raise Conflict(_("This wish is not on a wall any more, or its goods have arrived. Please look again."))
    return done


@transaction.atomic
def withdraw_campaign(*, community_id: int, campaign_id: UUID, fate: str, reason: str, by: Actor) -> TakenOff:
    """The whole campaign ends: its wall is gone, claims are ended and everybody is told why.

    What has arrived at the centre already stays with whoever brought it. Raises `BadInput`, `NotHere`, `Refused`,
    `Conflict` unless it is published.
    """
    reason = _checked(fate, reason)
    rows = Campaign.objects.within(community_id).filter(pk=campaign_id)
    before = rows.filter(state__in=PUBLIC).values_list("state", flat=True).first() or PUBLISHED
    changed = rows.filter(state=before).update(state=CAMPAIGN.target("withdraw", before), pause_reason="")
    _may(by, community_id, fate)
    if not changed and not rows.exists():
        raise NotHere(_("There is no such campaign."))
    if not changed:
        raise Conflict(_("Only a published campaign can be withdrawn."))
    wishes = Wish.objects.within(community_id).filter(campaign=campaign_id)
    done = _take_off(community_id, wishes, fate, reason, by)
    record(
        community_id=community_id,
        subject=("campaign", campaign_id),
        verb="withdraw",
        before=before,
        after=WITHDRAWN,
        facts={"wishes": done.wishes, "claims": done.claims, "fate": fate},
        detail=reason,
        by=by,
    )
    return done


@transaction.atomic
def republish_unclaimed(*, community_id: int, campaign_id: UUID, details: CampaignDetails, by: Actor) -> Campaign:
    """A new campaign, still to be checked and published, of the wishes that nobody claimed in one that has closed.

    They leave the old wall and get new numbers. Raises `NotHere`, `Refused`, `BadInput`, `Conflict` while it is not
    closed and where nothing is left over.
    """
    old = Campaign.objects.within(community_id).select_for_update().filter(pk=campaign_id).first()
    may_publish(by, community_id).enforce()
    if old is None:
        raise NotHere(_("There is no such campaign."))
    if old.state not in PUBLIC or old.closes_at > clock.now():
        raise Conflict(_("Only what a closed campaign has left over can be published again."))
    if old.awaits_draw:
        raise Conflict(_("This campaign is still to be drawn. Resume it, and it is drawn within a minute."))
    # of a shared wish that some have taken a part of, the rest stays where it is
    wishes = Wish.objects.within(community_id).filter(campaign=campaign_id, state=OPEN, shares_taken=0)
    left: list[Wish] = list(wishes.select_for_update().order_by("id"))
    if not left:
        raise Conflict(_("Every wish of this campaign has somebody: nothing is left over."))
    for wish in left:
        _recall(wish, "", (), by)
    campaign = prepare_campaign(community_id=community_id, details=details, wish_ids=[wish.pk for wish in left], by=by)
    record(
        community_id=community_id,
        subject=("campaign", campaign_id),
        verb="republish",
        facts={"wishes": len(left), "campaign": campaign.pk.hex},
        by=by,
    )
    return campaign


def _checked(fate: str, reason: str) -> str:
    reason = " ".join(reason.split())
    wrong: dict[str, list[object]] = {}
    if not 2 <= len(reason) <= LONGEST_REASON:
        wrong["reason"] = [_("Say why, in at most 200 characters. Whoever has claimed reads it.")]
    if fate not in FATES:
        wrong["fate"] = [_("Choose what becomes of the families' wishes.")]
    if wrong:
        raise BadInput(_("Please mend these fields."), wrong)
    return reason


def _may(by: Actor, community_id: int, fate: str) -> None:
    may_publish(by, community_id).enforce()
    if fate == WITHDRAWN:
        may_review(by, community_id).enforce()


def _take_off(community_id: int, wishes: TenantQuerySet, fate: str, reason: str, by: Actor) -> TakenOff:
    ended = end_claims(community_id, wishes)
    locked: list[Wish] = list(wishes.select_for_update().filter(state__in=SHOWN).order_by("id"))
    ended += end_claims(community_id, wishes)
    kept = _arrived(community_id, wishes)
    gone = [wish for wish in locked if wish.pk not in kept]
    for wish in gone:
        claims = [claim for claim in ended if claim.wish_id == wish.pk]
        _recall(wish, reason, claims, by)
        if fate == WITHDRAWN:
            _move(wish, "withdraw", {}, reason, by)
    end_entries(community_id=community_id, wish_ids=[wish.pk for wish in gone], reason=reason)
    tell_ended(ended, reason)
    return TakenOff(len(gone), len(ended), len(kept))


def tell_ended(claims: Iterable[Claim], reason: str) -> None:
    """The claimants hold one less each, and read why."""
    for claim in claims:
        if claim.counted:
            count_down(claim)
        tell_claimant(claim, "claim_withdrawn", reason)


def _arrived(community_id: int, wishes: TenantQuerySet) -> set[UUID]:
    """The wishes for which something has been brought already."""
    claims = Claim.objects.within(community_id).filter(state__in=ARRIVED, wish__in=wishes.values_list("pk", flat=True))
    return set(claims.values_list("wish_id", flat=True))


def end_claims(community_id: int, wishes: TenantQuerySet) -> list[Claim]:
    """Ends what is only held so far, of wishes for which nothing has been brought."""
    rows = Claim.objects.within(community_id)
    held = rows.filter(state=HELD, wish__in=list(wishes.values_list("pk", flat=True)))
    keys = list(
        held.exclude(wish__in=_arrived(community_id, wishes))
        .select_for_update()
        .order_by("id")
        .values_list("pk", flat=True)
    )
    rows.filter(pk__in=keys, state=HELD).update(state=CLAIM.target("release", HELD), ended_at=clock.now())
    return list(rows.filter(pk__in=keys).select_related("campaign").order_by("id"))


def _recall(wish: Wish, reason: str, claims: Sequence[Claim], by: Actor) -> None:
    number, wish.campaign, wish.public_number, wish.shares_taken = wish.public_number, None, None, 0
    facts = {"number": number, "claims": [claim.pk.hex for claim in claims]}
    _move(wish, "recall", facts, reason, by)
    end_line(community_id=wish.community_id, wish_id=wish.pk)


def _move(wish: Wish, move: str, facts: dict[str, Any], reason: str, by: Actor) -> None:
    before, wish.state, wish.moved_at = wish.state, WISH.target(move, wish.state), clock.now()
    wish.save(update_fields=["state", "moved_at", "campaign", "public_number", "shares_taken"])
    record(
        community_id=wish.community_id,
        subject=("wish", wish.pk),
        verb=move,
        before=before,
        after=wish.state,
        facts=facts,
        detail=reason,
        by=by,
    )
