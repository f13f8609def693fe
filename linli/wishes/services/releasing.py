"""Giving a claim back, and deciding about a claimant whom the roster does not know."""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from linli.core import clock
from linli.core.actor import Actor
from linli.core.errors import Conflict, NotHere
from linli.notifications.services import send
from linli.people.models import Person
from linli.timeline.services import record
from linli.wishes.models import Claim, ClaimCount, PlaceInLine, Wish
from linli.wishes.permissions.claiming import is_claimant, may_decide, may_release
from linli.wishes.services.entering import move_entries
from linli.wishes.services.identifying import own_person_ids
from linli.wishes.services.offering import offer_next
from linli.wishes.services.sharing import give_share_back
from linli.wishes.workflow import CLAIM, HELD, IN_LINE, LEFT, OFFERED, OPEN, RELEASED, TAKEN, WAITING, WISH

NO_CAP = 32767
"""What a count carries where one may hold as many as one likes."""


@transaction.atomic
def release_claim(
    *, community_id: int, claim_id: UUID, reason: str = "", text: str = "claim_released", by: Actor
) -> None:
    """Give a claim back while nothing has arrived; the wish is offered to the first in line, or open again.

    Staff may give a reason, which goes to the claimant in the text of that kind. Raises `NotHere`, `Refused`,
    `Conflict` (moved on meanwhile).
    """
    now = clock.now()
    rows = Claim.objects.within(community_id).filter(pk=claim_id)
    changed = rows.filter(state=HELD).update(state=CLAIM.target("release", HELD), ended_at=now)
    claim = rows.select_related("campaign", "wish").first()
    if claim is None:
        raise NotHere(_("There is no such claim."))
    own = own_person_ids(community_id=community_id, actor=by)
    if claim.state == RELEASED and not changed:
        raise Conflict(_("This claim has been released already."))
    claim.state = HELD if changed else claim.state
    may_release(by, claim, own).enforce()
    _open_again(claim, now, reason, by)
    if claim.counted:
        count_down(claim)
    if not is_claimant(by, claim, own):
        tell_claimant(claim, text, reason)


def _open_again(claim: Claim, now: datetime, reason: str, by: Actor) -> None:
    """The wish goes to the first in line, or can be taken by all; a shared one that was not full stays as it is."""
    community_id, facts = claim.community_id, {"claim": claim.pk.hex, "number": claim.number}
    subject, wishes = ("wish", claim.wish_id), Wish.objects.within(community_id).filter(pk=claim.wish_id)
    if claim.wish.shares is None:
        wishes.filter(state=TAKEN).update(state=WISH.target("reopen", TAKEN), moved_at=now)
    elif give_share_back(claim, now) != TAKEN:
        facts["shares"] = claim.shares
        record(community_id=community_id, subject=subject, verb="share.back", facts=facts, detail=reason, by=by)
        return
    offered = offer_next(campaign=claim.campaign, wish_id=claim.wish_id)
    if offered:
        wishes.update(state=WISH.target("offer", TAKEN))
    record(
        community_id=community_id,
        subject=subject,
        verb="offer" if offered else "reopen",
        before=TAKEN,
        after=OFFERED if offered else OPEN,
        facts=facts,
        detail=reason,
        by=by,
    )


def count_down(claim: Claim) -> None:
    """The person holds one less in this campaign."""
    counts = ClaimCount.objects.within(claim.community_id)
    counts.filter(campaign=claim.campaign_id, claimant=claim.claimant_id, live__gt=0).update(live=F("live") - 1)


def tell_claimant(claim: Claim, kind: str, reason: str = "") -> None:
    """A text to whoever holds or held the claim, once for each kind."""
    person = Person.objects.within(claim.community_id).get(pk=claim.claimant_id)
    send(
        community_id=claim.community_id,
        kind=kind,
        dedupe=f"{kind}:{claim.pk.hex}",
        recipient_name=person.name,
        recipient_address=person.phone,
        words={
            "campaign": claim.campaign.title,
            "number": claim.number,
            "reason": reason,
            "phone": claim.campaign.contact_phone,
        },
        subject=("claim", claim.pk),
    )


@transaction.atomic
def keep_claim(
    *,
    community_id: int,
    claim_id: UUID,
    same_as: UUID | None = None,
    new_phone: bool = False,
    note: str = "",
    by: Actor,
) -> None:
    """The desk lets somebody who is not on the roster keep the wish; `note` says who vouches for them.

    `same_as` is the person on the roster whom they turned out to be, with whom all they hold is decided; `new_phone`
    writes the phone they gave into the roster. Raises `Conflict` when somebody decided already or the person would be
    over the cap.
    """
    rows = Claim.objects.within(community_id).filter(pk=claim_id)
    changed = rows.filter(state=HELD, to_decide=True).update(to_decide=False)
    may_decide(by, community_id).enforce()
    claim = rows.select_related("campaign", "claimant").first()
    if claim is None:
        raise NotHere(_("There is no such claim."))
    if not changed:
        raise Conflict(_("Somebody has already decided about this claim."))
    if same_as is not None:
        _place(claim, same_as, new_phone, by)
    _kept(claim, same_as, note, by)
    if same_as is not None:
        keep_all_of(community_id=community_id, person_id=same_as, same_as=same_as, by=by)


def keep_all_of(*, community_id: int, person_id: UUID, same_as: UUID | None = None, by: Actor) -> None:
    """It is decided who this is: whatever else they hold is theirs as well, in the caller's transaction."""
    rows = Claim.objects.within(community_id).filter(claimant=person_id, state=HELD, to_decide=True)
    for claim in rows.select_related("campaign").order_by("id"):
        if rows.filter(pk=claim.pk).update(to_decide=False):
            _kept(claim, same_as, "", by)


def _kept(claim: Claim, same_as: UUID | None, note: str, by: Actor) -> None:
    facts = {"claim": claim.pk.hex, "same_as": same_as.hex if same_as else ""}
    subject = ("wish", claim.wish_id)
    record(community_id=claim.community_id, subject=subject, verb="keep_claim", facts=facts, detail=note, by=by)
    tell_claimant(claim, "claim_kept")


def _place(claim: Claim, person_id: UUID, new_phone: bool, by: Actor) -> None:
    """Move every claim of the self-named person to the one on the roster, and remember that they are one.

    With another phone the person is no longer linked to the account of the old one, which somebody else may have.
    """
    people = Person.objects.within(claim.community_id)
    person = people.filter(pk=person_id).first()
    if person is None:
        raise NotHere(_("There is no such person."))
    unknown = claim.claimant
    if new_phone and unknown.phone and bytes(person.phone_index) != bytes(unknown.phone_index):
        person.set_phone(unknown.phone)
        person.user_id = None
        person.save()
        facts = {"fields": ["phone"], "claim": claim.pk.hex}
        record(community_id=claim.community_id, subject=("person", person.pk), verb="person.change", facts=facts, by=by)
    people.filter(pk=unknown.pk).update(same_as=person)
    held = Claim.objects.within(claim.community_id).filter(claimant=unknown)
    held.update(claimant=person)
    move_entries(community_id=claim.community_id, unknown_id=unknown.pk, person_id=person.pk)
    _move_counts(claim.community_id, unknown.pk, person.pk)
    _move_places(claim.community_id, unknown.pk, person.pk)
    claim.claimant = person


def _move_places(community_id: int, unknown_id: UUID, person_id: UUID) -> None:
    """Who turns out to be one person stands once in each line; a place to which the wish is offered stays."""
    places, now = PlaceInLine.objects.within(community_id).filter(state__in=IN_LINE), clock.now()
    theirs, unplaced = places.filter(person=person_id), places.filter(person=unknown_id)
    for twice, kept in ((unplaced, theirs), (theirs, unplaced)):
        in_both = list(kept.values_list("wish_id", flat=True))
        twice.filter(wish__in=in_both, state=WAITING).update(state=LEFT, ended_at=now)
    unplaced.update(person=person_id)


def _move_counts(community_id: int, unknown_id: UUID, person_id: UUID) -> None:
    counts = ClaimCount.objects.within(community_id)
    for count in counts.filter(claimant=unknown_id, live__gt=0).select_related("campaign"):
        cap = count.campaign.cap_at(clock.now()) or NO_CAP
        here = counts.filter(campaign=count.campaign_id, claimant=person_id)
        try:
            with transaction.atomic():
                if not here.update(live=F("live") + count.live, cap=cap):
                    counts.filter(pk=count.pk).update(claimant=person_id)
                else:
                    counts.filter(pk=count.pk).update(live=0)
        except IntegrityError as error:
            raise Conflict(_("Together with what this person holds already, that would be over the cap.")) from error
