"""Becoming one of the demo's people: whose account that is, and where they land."""

from dataclasses import dataclass

from django.db import transaction
from django.urls import reverse

from linli.accounts.models import User
from linli.accounts.queries import user_by_phone
from linli.accounts.services import ensure_user
from linli.core.errors import NotHere
from linli.demo.kinds.people import BY_PHONE
from linli.demo.queries.faces import member_called
from linli.demo.queries.walls import days_campaign, wall_of
from linli.people.models import Person
from linli.places.kinds import level_of
from linli.wishes.services.identifying import signed_in_claimant


@dataclass(frozen=True, slots=True)
class Somebody:
    """An account, and the address where it begins."""

    user: User
    landing: str


@transaction.atomic
def become(phone: str) -> Somebody:
    """The person with this telephone, staff or on a roster. Raises `NotHere` for anybody else."""
    official = BY_PHONE.get(phone)
    if official is None:
        return _member(phone)
    user = user_by_phone(phone)
    if user is None:
        raise NotHere
    if level_of(official.place) != "community":
        return Somebody(user, reverse("overview"))
    return Somebody(user, reverse("today", args=[official.place]))


def _member(phone: str) -> Somebody:
    """A party member as after signing in with a code: the account and the person on the roster belong together."""
    person: Person | None = member_called(phone)
    campaign = wall_of(person.community_id) if person is not None else None
    if campaign is None:
        raise NotHere
    user = ensure_user(phone)
    signed_in_claimant(campaign=campaign, user_id=user.pk, phone=lambda: phone)
    finished = days_campaign()
    page = "public_mine" if finished is not None and campaign.pk == finished.pk else "public_wall"
    return Somebody(user, reverse(page, args=[campaign.code]))
