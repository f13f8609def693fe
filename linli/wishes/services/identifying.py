"""Who claims: from an account, from the name and telephone on the roster, or from a name that the desk has yet to
place."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from linli.accounts.queries import phone_holds_staff_role
from linli.core import clock, phones
from linli.core.actor import Actor
from linli.core.crypto import blind_index
from linli.core.errors import BadInput, NotHere, Refused
from linli.people.models import Person
from linli.people.queries.persons import Placed, placed_person, placed_user, roster_among
from linli.people.reading import names
from linli.wishes.models import Campaign
from linli.wishes.models.campaigns import ROSTER
from linli.wishes.models.claims import ON_ROSTER, SELF_NAMED, SIGNED_IN, WITH_CODE


@dataclass(frozen=True, slots=True)
class Claimant:
    """A person, what their identity rests on, and whether the desk has yet to decide."""

    person_id: UUID
    basis: str
    to_decide: bool


def named_claimant(*, campaign: Campaign, name: str, phone: str, with_code: bool = False) -> Claimant:
    """Who says to be `name` with `phone`: on the roster as said, or somebody whom the desk will place.

    One phone is one person: another name with a known phone does not make a second one. Raises `BadInput` for what is
    no name or phone, `Refused` for a phone that holds a staff role, since that needs a real sign-in.
    """
    name, number = _cleaned(name, phone)
    if phone_holds_staff_role(number):
        raise Refused(_("This telephone belongs to staff. Please sign in with a code to claim."))
    known, listed = _known_by_phone(campaign.community_id, number)
    called = blind_index("person.name", name)
    for person in known:
        if person.pk in listed and bytes(person.name_index) == called:
            return Claimant(person.pk, WITH_CODE if with_code else ON_ROSTER, to_decide=False)
    unplaced = next((p for p in known if p.origin == "self"), None)
    if unplaced and unplaced.same_as_id and bytes(unplaced.name_index) == called:
        return _as_placed(campaign, unplaced.pk, WITH_CODE if with_code else SELF_NAMED)
    person_id = unplaced.pk if unplaced else _self_named(campaign, name, number)
    return Claimant(person_id, WITH_CODE if with_code else SELF_NAMED, to_decide=campaign.audience == ROSTER)


def _placed(campaign: Campaign, placed: Placed, otherwise: str) -> Claimant:
    """This very person: nobody has to decide about whom the roster has, or in a campaign for anyone."""
    if placed.on_roster:
        return Claimant(placed.person_id, ON_ROSTER if otherwise == SELF_NAMED else otherwise, to_decide=False)
    return Claimant(placed.person_id, otherwise, to_decide=campaign.audience == ROSTER)


def _as_placed(campaign: Campaign, person_id: UUID, otherwise: str) -> Claimant:
    placed = placed_person(campaign.community_id, person_id)
    if placed is None:
        raise NotHere(_("There is no such person."))
    return _placed(campaign, placed, otherwise)


def _cleaned(name: str, phone: str) -> tuple[str, str]:
    wrong: dict[str, list[object]] = {}
    try:
        name = names.clean(name)
    except ValueError:
        name = ""
    if len(name) < 2:
        wrong["name"] = [_("Please enter your full name.")]
    try:
        phone = phones.normalise(phone)
    except ValueError:
        wrong["phone"] = [_("Please enter a telephone number that can be called, for example 138 0000 0000.")]
    if wrong:
        raise BadInput(_("Please mend these fields."), wrong)
    return name, phone


def _known_by_phone(community_id: int, number: str) -> tuple[list[Person], frozenset[UUID]]:
    """The persons with this phone, and which of them the roster has."""
    rows = Person.objects.within(community_id).filter(phone_index=blind_index("phone", number)).order_by("id")
    persons = list(rows)
    return persons, roster_among(community_id, [person.pk for person in persons])


def _self_named(campaign: Campaign, name: str, number: str) -> UUID:
    person = Person(community_id=campaign.community_id, origin="self", made_at=clock.now())
    person.set_name(name)
    person.set_phone(number)
    try:
        with transaction.atomic():
            person.save(force_insert=True)
    except IntegrityError:
        # the same phone named itself a moment ago, in another request
        rows = Person.objects.within(campaign.community_id).filter(phone_index=person.phone_index, origin="self")
        return rows.values_list("pk", flat=True).get()
    return person.pk


def weak_claimant(*, campaign: Campaign, person_id: UUID) -> Claimant:
    """Somebody who gave name and phone in this campaign before, from the session: by now perhaps placed by the desk."""
    return _as_placed(campaign, person_id, WITH_CODE if campaign.needs_code else SELF_NAMED)


def signed_in_claimant(*, campaign: Campaign, user_id: UUID, phone: Callable[[], str], name: str = "") -> Claimant:
    """Whoever signed in with a code: the person that the community links to the account, or knows by that phone.

    `phone` gives the account's own number where it is needed. Raises `BadInput` where the community knows no name for
    it yet and none is given.
    """
    placed = placed_user(campaign.community_id, user_id)
    if placed is not None:
        return _placed(campaign, placed, SIGNED_IN)
    with transaction.atomic():
        person_id = _known_or_named(campaign, phone(), name)
        Person.objects.within(campaign.community_id).filter(pk=person_id, user_id=None).update(user_id=user_id)
    return _as_placed(campaign, person_id, SIGNED_IN)


def _known_or_named(campaign: Campaign, phone: str, name: str) -> UUID:
    """The account's phone tells who it is, somebody on the roster first; an unknown one needs a name."""
    known, listed = _known_by_phone(campaign.community_id, phone)
    chosen = next((p for p in known if p.pk in listed), None) or next(iter(known), None)
    if chosen is not None:
        return chosen.same_as_id or chosen.pk
    if not name:
        raise BadInput(_("Please give your name first."), {"name": [_("Please enter your full name.")]})
    return _self_named(campaign, *_cleaned(name, phone))


def own_person_ids(*, community_id: int, actor: Actor) -> frozenset[UUID]:
    """The persons of this community that the asker is, also the one the desk found a self-named person to be."""
    rows = Person.objects.within(community_id)
    if actor.user_id is not None:
        return frozenset(rows.filter(user_id=actor.user_id).values_list("pk", flat=True))
    if actor.weak is None or actor.weak.community_id != community_id:
        return frozenset()
    same = rows.filter(pk=actor.weak.person_id).values_list("same_as_id", flat=True).first()
    return frozenset({actor.weak.person_id} | ({same} if same else set()))


def own_persons_in(campaign: Campaign, actor: Actor) -> frozenset[UUID]:
    """The same in one campaign: a weak session is nobody outside its own."""
    if actor.user_id is None and actor.weak is not None and actor.weak.campaign_id != campaign.pk:
        return frozenset()
    return own_person_ids(community_id=campaign.community_id, actor=actor)
