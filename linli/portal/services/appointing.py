"""Naming people to roles: the account, the role and the person the community knows, together."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from linli.accounts.models import RoleGrant, User
from linli.accounts.services import consume_setup_link, ensure_user, grant_role, open_office
from linli.core import clock
from linli.core.actor import Actor
from linli.core.errors import BadInput
from linli.people.kinds import PersonOrigin
from linli.people.models import Person
from linli.places.models import Community

LONGEST_NAME = 40


@dataclass(frozen=True)
class Office:
    """What is told about an office when it is opened."""

    centre_name: str = ""
    centre_address: str = ""
    hours: str = ""
    phone: str = ""


def _checked_name(name: str) -> str:
    name = " ".join(name.split())
    if not 0 < len(name) <= LONGEST_NAME:
        message = _("Please write the person's name.")
        raise BadInput(message, {"name": [message]})
    return name


def _know(community_id: int, user: User, name: str) -> None:
    """The person behind the account, as this community knows them; a name given again replaces the one before."""
    person = Person.objects.within(community_id).filter(user_id=user.pk).first()
    if person is None:
        person = Person(community_id=community_id, user_id=user.pk, origin=PersonOrigin.STAFF, made_at=clock.now())
        person.set_phone(user.phone)
    person.set_name(name)
    person.save()


@transaction.atomic
def appoint(
    *, community_id: int, name: str, phone: str, role: str, since: date | None = None, until: date | None, by: Actor
) -> RoleGrant:
    """Give somebody a role in a community, from today on where no day is given.

    Raises `BadInput` at the fields `name`, `phone`, `role`, `since` and `until`, `Refused` where `by` may not grant
    this role there, `Conflict` where the person holds it already.
    """
    name, user = _checked_name(name), ensure_user(phone)
    if since and since < clock.today():
        message = _("A role cannot begin in the past.")
        raise BadInput(message, {"since": [message]})
    granted = grant_role(user=user, role=role, place=community_id, since=since, until=until, by=by)
    _know(community_id, user, name)
    return granted


@transaction.atomic
def open_first_office(
    *, code: int | str, name: str, phone: str, office: Office | None = None, token: str = ""
) -> tuple[Community, User]:
    """Open a community with its secretary: by the one-time link whose `token` is used up here, or from the console.

    Raises `NotHere` for a link that is none or no longer one, `BadInput` at the fields `code`, `name` and `phone`,
    `Conflict` where the community is open already.
    """
    if token:
        consume_setup_link(token)
    name, told = _checked_name(name), office or Office()
    community, user = open_office(
        code=code,
        phone=phone,
        centre_name=told.centre_name,
        centre_address=told.centre_address,
        hours=told.hours,
        office_phone=told.phone,
    )
    _know(community.pk, user, name)
    return community, user
