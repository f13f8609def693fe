"""Entering for a draw, and taking an entry back, until the hour of the draw.

The wish's row is held by every deed on its entries, and by the closing of the list: whoever has it first is on the
list, whoever comes after it is refused.
"""

import secrets
from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from linli.core import clock
from linli.core.actor import Actor
from linli.core.errors import Conflict, NotHere
from linli.gate.services import ALPHABET, Outcome, once
from linli.notifications.services import send
from linli.people.models import Person
from linli.places.models import TenantQuerySet
from linli.places.templatetags.linli_dates import day_and_time
from linli.timeline.services import record
from linli.wishes.kinds.shown import amount
from linli.wishes.models import Campaign, Draw, Entrant, Entry, Wish
from linli.wishes.models.claims import AT_COUNTER, BY_PASTE
from linli.wishes.permissions.claiming import may_claim_in
from linli.wishes.permissions.entering import TOO_LATE, may_enter, may_leave
from linli.wishes.services.identifying import Claimant, own_persons_in
from linli.wishes.workflow import ENTERED, ENTRY, STANDING

CODE_LENGTH = 6
TRIES = 8
"""How often another code is drawn where somebody has it; with 10^9 of them a second time is rare."""


def enter_draw(*, campaign: Campaign, number: int, claimant: Claimant, key: str, by: Actor) -> Outcome:
    """Enter `claimant` for the wish with this public number; whoever is entered already stays so.

    Returns ``{"entered": number, "code": the entrant's public code}``; the same `key` again the same. Raises
    `NotHere`, `Refused`, `Conflict` in words where it is too early, too late, or no draw.
    """

    def enter() -> Outcome:
        return {"entered": number, "code": _enter(campaign, number, claimant, by).code}

    body = {"enter": number, "campaign": campaign.pk.hex, "person": claimant.person_id.hex}
    return once(community_id=campaign.community_id, key=key, body=body, do=enter, by=by)


def _enter(campaign: Campaign, number: int, claimant: Claimant, by: Actor) -> Entrant:
    wish = _held(campaign, number)
    may_claim_in(by, campaign, claimant.person_id, claimant.basis).enforce()
    # the campaign as it is now that the row is held, since the page knows it as it was a moment ago
    may = may_enter(Campaign.objects.within(campaign.community_id).get(pk=campaign.pk), wish.state, clock.now())
    if not may.allowed:
        raise Conflict(may.reason)
    if not _draws_of(campaign).filter(closed_at=None).exists():
        raise Conflict(TOO_LATE)
    entrant = _entrant(campaign, claimant.person_id)
    entries = Entry.objects.within(campaign.community_id).filter(wish=wish.pk, entrant=entrant.pk)
    if entries.filter(state__in=STANDING).exists():
        return entrant
    Entry.objects.create(
        community_id=campaign.community_id,
        wish=wish,
        campaign=campaign,
        entrant=entrant,
        number=number,
        basis=claimant.basis,
        to_decide=claimant.to_decide,
        entered_at=clock.now(),
    )
    facts = {"code": entrant.code, "basis": claimant.basis}
    record(community_id=campaign.community_id, subject=("wish", wish.pk), verb="entry.enter", facts=facts, by=by)
    if claimant.basis in (AT_COUNTER, BY_PASTE):
        _tell_entered(campaign, wish, entrant)
    return entrant


def _draws_of(campaign: Campaign) -> TenantQuerySet:
    return Draw.objects.within(campaign.community_id).filter(campaign=campaign.pk)


def _entrant(campaign: Campaign, person_id: UUID) -> Entrant:
    """Whoever enters, under the code that they have in this campaign; two entries at once make one of it."""
    entrants = Entrant.objects.within(campaign.community_id).filter(campaign=campaign.pk, person=person_id)
    for _try in range(TRIES):
        known: Entrant | None = entrants.first()
        if known is not None:
            return known
        code = "".join(secrets.choice(ALPHABET) for _place in range(CODE_LENGTH))
        fresh = Entrant(community_id=campaign.community_id, campaign=campaign, person_id=person_id, code=code)
        Entrant.objects.bulk_create([fresh], ignore_conflicts=True)
    return Entrant(**entrants.values().get())


def _held(campaign: Campaign, number: int) -> Wish:
    """The wish, its row held until the end of the transaction."""
    rows = Wish.objects.within(campaign.community_id).select_for_update()
    wish: Wish | None = rows.filter(campaign=campaign.pk, public_number=number).first()
    if wish is None:
        raise NotHere
    return wish


@transaction.atomic
def leave_draw(*, campaign: Campaign, number: int, by: Actor) -> None:
    """Take one's entry back. Raises `NotHere` where there is none, `Conflict` once the list is closed."""
    wish = _held(campaign, number)
    own = own_persons_in(campaign, by)
    entries = Entry.objects.within(campaign.community_id).filter(wish=wish.pk, entrant__person__in=own)
    if not entries.filter(state__in=STANDING).exists():
        raise NotHere(_("You are not entered for this wish any more."))
    may = may_leave(Campaign.objects.within(campaign.community_id).get(pk=campaign.pk), clock.now())
    if not may.allowed or not _draws_of(campaign).filter(closed_at=None).exists():
        raise Conflict(may.reason or TOO_LATE)
    keys = list(entries.filter(state=ENTERED).values_list("pk", flat=True))
    _end(campaign.community_id, keys, "leave")
    record(community_id=campaign.community_id, subject=("wish", wish.pk), verb="entry.leave", by=by)


def _end(community_id: int, keys: Iterable[UUID], move: str) -> int:
    rows = Entry.objects.within(community_id).filter(pk__in=list(keys), state=ENTERED)
    return rows.update(state=ENTRY.target(move, ENTERED), ended_at=clock.now())


def end_entries(*, community_id: int, wish_ids: Iterable[UUID], reason: str) -> int:
    """The wishes leave the wall before their draw: nobody is entered for them any more, and everybody is told why.

    One text for each person, however many wishes. The wishes' rows are held by the caller.
    """
    rows = Entry.objects.within(community_id).filter(wish__in=list(wish_ids), state=ENTERED)
    entries = list(rows.select_related("campaign", "entrant__person", "wish").order_by("number", "id"))
    _end(community_id, [entry.pk for entry in entries], "end")
    of_person: dict[UUID, list[Entry]] = defaultdict(list)
    for entry in entries:
        of_person[entry.entrant_id].append(entry)
    for theirs in of_person.values():
        first: Entry = theirs[0]
        _tell(
            first.entrant.person,
            first.campaign,
            "entry_ended",
            f"entry_ended:{first.pk.hex}",
            goods="、".join(entry.wish.public_title for entry in theirs),
            reason=reason,
            phone=first.campaign.contact_phone,
        )
    return len(entries)


def move_entries(*, community_id: int, unknown_id: UUID, person_id: UUID) -> None:
    """Who turns out to be one person is on each list once, decided about; a list that is closed stays as it is."""
    entrants = Entrant.objects.within(community_id)
    for entrant in entrants.filter(person=unknown_id).select_related("campaign"):
        theirs = entrants.filter(person=person_id, campaign=entrant.campaign_id).first()
        if theirs is None:
            entrants.filter(pk=entrant.pk).update(person=person_id)
        elif _draws_of(entrant.campaign).filter(closed_at=None).exists():
            _merge(community_id, entrant, theirs)
    theirs_now = list(entrants.filter(person=person_id).values_list("pk", flat=True))
    Entry.objects.within(community_id).filter(entrant__in=theirs_now, state=ENTERED).update(to_decide=False)


def _merge(community_id: int, entrant: Entrant, theirs: Entrant) -> None:
    entries = Entry.objects.within(community_id).filter(state=ENTERED)
    in_both = list(entries.filter(entrant=theirs.pk).values_list("wish_id", flat=True))
    twice = entries.filter(entrant=entrant.pk, wish__in=in_both)
    _end(community_id, twice.values_list("pk", flat=True), "leave")
    entries.filter(entrant=entrant.pk).update(entrant=theirs.pk)


def _tell_entered(campaign: Campaign, wish: Wish, entrant: Entrant) -> None:
    """Somebody who entered at the counter or in the group has no receipt on a screen: the desk passes one on."""
    person = Person.objects.within(campaign.community_id).get(pk=entrant.person_id)
    _tell(
        person,
        campaign,
        "entry_receipt",
        f"entry:{wish.pk.hex}:{entrant.pk.hex}",
        goods=f"{wish.public_title} {amount(wish.quantity, wish.unit)}".strip(),
        code=entrant.code,
        draw=day_and_time(campaign.draw_at),
    )


def _tell(person: Person, campaign: Campaign, kind: str, dedupe: str, **words: object) -> None:
    send(
        community_id=campaign.community_id,
        kind=kind,
        dedupe=dedupe,
        recipient_name=person.name,
        recipient_address=person.phone,
        words={"campaign": campaign.title, **words},
        subject=("campaign", campaign.pk),
    )
