"""People who act: users with roles, as the services make them, and signed-in clients."""

from datetime import date
from itertools import count
from uuid import UUID

from django.test import Client

from linli.accounts.models import RoleGrant, User
from linli.accounts.queries import actor_for
from linli.accounts.services import ensure_user, grant_role
from linli.core.actor import SYSTEM, Actor
from linli.core.ids import new_id
from linli.places.models import Community
from tests.factories.people import BELL_TOWER, WEST_LAKE, office

__all__ = ["BELL_TOWER", "STREET", "WEST_LAKE", "actor", "client_of", "grant", "office", "phone", "user", "weak_client"]

STREET = 140802004000
_numbers = count(1)


def phone() -> str:
    """A mobile number that nobody else in this run has."""
    return f"139{next(_numbers):08d}"


def user(number: str = "", email: str = "") -> User:
    """Somebody with an account and no role."""
    made = ensure_user(number or phone())
    if email:
        made.email = email
        made.save()
    return made


def grant(
    role: str = "worker",
    place: int | Community = BELL_TOWER,
    holder: User | None = None,
    since: date | None = None,
    until: date | None = None,
) -> RoleGrant:
    """A role held by somebody, a new user where none is given."""
    place = place.pk if isinstance(place, Community) else place
    return grant_role(user=holder or user(), role=role, place=place, since=since, until=until, by=SYSTEM)


def actor(role: str = "worker", place: int | Community = BELL_TOWER) -> Actor:
    """A new user with this role, as the one who asks."""
    return actor_for(grant(role, place).user)


def client_of(who: User | str, place: int | Community = BELL_TOWER) -> Client:
    """A browser in which this user, or a new one with this role, is signed in."""
    client = Client()
    client.force_login(who if isinstance(who, User) else grant(who, place).user)
    return client


def weak_client(community: int = BELL_TOWER, campaign: UUID | None = None, person: UUID | None = None) -> Client:
    """A browser of somebody known by name and phone only, in one campaign."""
    client = Client()
    session = client.session
    session["weak"] = {"community": community, "campaign": str(campaign or new_id()), "person": str(person or new_id())}
    session.save()
    client.cookies["linli_session"] = session.session_key
    return client
