"""Claimants for whom a worker speaks: somebody at the counter, or a name in the group's chain message."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from linli.core import clock
from linli.core.actor import Actor
from linli.core.crypto import blind_index
from linli.core.errors import BadInput, NotHere
from linli.gate.services import Outcome
from linli.people.kinds import PersonOrigin
from linli.people.models import Person
from linli.people.queries.persons import on_roster
from linli.people.reading import names
from linli.wishes.models import Campaign
from linli.wishes.models.campaigns import ROSTER
from linli.wishes.models.claims import AT_COUNTER
from linli.wishes.permissions.claiming import may_claim_for_others
from linli.wishes.services.claiming import (
    BY_DRAW,
    CLOSED,
    HOW_MUCH,
    NOT_YET_OPEN,
    OFFER_OVER,
    ON_HOLD,
    OVER_CAP,
    TAKEN_ALREADY,
    TOO_MUCH,
    accept_offer,
    claim_wish,
)
from linli.wishes.services.entering import enter_draw
from linli.wishes.services.identifying import Claimant, named_claimant

LOST = {
    TAKEN_ALREADY: _("Somebody was faster: this wish is claimed already."),
    NOT_YET_OPEN: _("The campaign is not open yet."),
    CLOSED: _("The campaign is closed."),
    ON_HOLD: _("The campaign is paused."),
    BY_DRAW: _("This campaign is given out by a draw, which has not been made yet."),
    HOW_MUCH: _("Several people see to this wish together: say how much of it this person takes."),
    TOO_MUCH: _("Less of this wish is left by now."),
    OVER_CAP: _("This person holds as many wishes as the campaign allows."),
    OFFER_OVER: _("The wish is not kept for this person any more: the time was over, or it was answered already."),
}
"""Why a claim that a worker made for somebody was lost, as the worker reads it."""


def lost_in_words(outcome: Outcome) -> object:
    """Why it was lost, with how much of a shared wish is left."""
    if outcome["why"] == TOO_MUCH:
        return ngettext("Only {left} of it is left.", "Only {left} of it are left.", outcome["left"]).format(
            left=outcome["left"]
        )
    return LOST[outcome["why"]]


def chosen_claimant(*, campaign: Campaign, person_id: UUID, basis: str) -> Claimant:
    """Somebody the worker picked. Nobody has to decide about whom the roster has. Raises `NotHere`."""
    person = Person.objects.within(campaign.community_id).filter(pk=person_id).first()
    if person is None:
        raise NotHere(_("There is no such person."))
    return _vouched(campaign, person.same_as_id or person.pk, basis)


def named_at_counter(*, campaign: Campaign, name: str, phone: str, basis: str = AT_COUNTER) -> Claimant:
    """Somebody who gives name and phone to the worker: the same person as if they had given them on their own phone."""
    found = named_claimant(campaign=campaign, name=name, phone=phone)
    return Claimant(found.person_id, basis, found.to_decide)


def named_by_worker(*, campaign: Campaign, name: str, phone: str, basis: str) -> Claimant:
    """Somebody whose name the worker wrote down, and the phone where it is known.

    Without a phone, one name is one person until the desk has decided who it is. Raises `BadInput` at the fields.
    """
    if phone.strip():
        return named_at_counter(campaign=campaign, name=name, phone=phone, basis=basis)
    try:
        name = names.clean(name)
    except ValueError as error:
        raise BadInput(_("Please mend these fields."), {"name": [_("Please enter the full name.")]}) from error
    return _vouched(campaign, _named_only(campaign.community_id, name), basis)


def _vouched(campaign: Campaign, person_id: UUID, basis: str) -> Claimant:
    listed = on_roster(campaign.community_id, person_id)
    return Claimant(person_id, basis, to_decide=not listed and campaign.audience == ROSTER)


@transaction.atomic
def _named_only(community_id: int, name: str) -> UUID:
    known = Person.objects.within(community_id).filter(
        name_index=blind_index("person.name", name), phone_index=b"", origin=PersonOrigin.STAFF
    )
    person: Person | None = known.order_by("id").first()
    if person is None:
        person = Person(community_id=community_id, origin=PersonOrigin.STAFF, made_at=clock.now())
        person.set_name(name)
        person.save(force_insert=True)
    return person.same_as_id or person.pk


def claim_at_counter(
    *,
    campaign: Campaign,
    number: int,
    person_id: UUID | None,
    name: str = "",
    phone: str = "",
    key: str,
    by: Actor,
    shares: int | None = None,
) -> Outcome:
    """A worker claims the wish for somebody from the roster (`person_id`) or by name and phone, under the same rules.

    Returns what `claim_wish` returns; before a draw they are entered, and it is what `enter_draw` returns. Raises
    `BadInput` at the fields, `NotHere`, `Refused`, and `Conflict` where entries are closed.
    """
    may_claim_for_others(by, campaign.community_id).enforce()
    if person_id is not None:
        claimant = chosen_claimant(campaign=campaign, person_id=person_id, basis=AT_COUNTER)
    else:
        claimant = named_at_counter(campaign=campaign, name=name, phone=phone)
    if campaign.awaits_draw:
        return enter_draw(campaign=campaign, number=number, claimant=claimant, key=key, by=by)
    return claim_wish(campaign=campaign, number=number, claimant=claimant, key=key, by=by, shares=shares)


def accept_at_counter(
    *, campaign: Campaign, number: int, person_id: UUID, key: str, by: Actor, shares: int | None = None
) -> Outcome:
    """A worker takes what is kept for this person, who phones in or stands at the counter.

    Returns what `accept_offer` returns. Raises `NotHere`, also for somebody who never stood in this line; `Refused`.
    """
    may_claim_for_others(by, campaign.community_id).enforce()
    claimant = chosen_claimant(campaign=campaign, person_id=person_id, basis=AT_COUNTER)
    return accept_offer(campaign=campaign, number=number, claimant=claimant, key=key, by=by, shares=shares)
