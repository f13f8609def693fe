"""Everybody who may ask, each with a session of their own, and what their roles allow by the table of roles alone."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.test import Client
from django.test.client import ClientHandler

from linli.accounts.kinds import ROLES
from linli.core import clock
from linli.people.models import Person
from linli.places.kinds import range_of
from tests.factories import acting
from tests.trust import drawn
from tests.trust.house import ABOVE_ELSEWHERE, ABOVE_HERE, Side

ANONYMOUS, WEAK, SIGNED_IN = "anonymous", "weak", "signed in"


@dataclass(frozen=True, slots=True)
class Asker:
    """`roles`: those in force, each with the range of codes that it reaches. `claims_in`: the campaign of whose weak
    session or account this is; `person`: who that is there.
    """

    name: str
    kind: str
    session: str = ""
    key: str = ""
    roles: tuple[tuple[str, int, int], ...] = ()
    person: UUID | None = None
    campaign: UUID | None = None

    def reaches(self, community: int) -> bool:
        return any(first <= community <= last for _role, first, last in self.roles)

    def holds(self, permission: str, community: int) -> bool:
        return any(
            permission in ROLES[role].permissions for role, first, last in self.roles if first <= community <= last
        )

    def is_claimant(self, side: Side, route: str = "") -> bool:
        """Whether what is asked for here is this asker's own, in the campaign where it is asked for."""
        if self.person != side["claimant"]:
            return False
        return self.kind == SIGNED_IN or self.campaign == campaign_of(route, side)

    def __str__(self) -> str:
        return self.name


_handler = ClientHandler(enforce_csrf_checks=False)


def browser(asker: Asker, **headers: str) -> Client:
    """A browser with the asker's session. All share one chain of middleware: making it anew costs more than a page."""
    client = Client(headers=headers)
    client.handler = _handler
    if asker.session:
        client.cookies["linli_session"] = asker.session
    return client


def ask(asker: Asker, method: str, address: str, body: dict[str, Any] | None = None, **headers: str) -> HttpResponse:
    """One request by this asker."""
    client = browser(asker, **headers)
    answer: HttpResponse = client.post(address, body or {}) if method == "POST" else client.get(address, body)
    return answer


def renew_handler() -> None:
    """After a change of settings: the next request makes the chain of middleware anew."""
    _handler._middleware_chain = None


def _signed_in(name: str, client: Client, key: str, *roles: tuple[str, int, int], person: UUID | None = None) -> Asker:
    return Asker(name, SIGNED_IN, client.session.session_key or "", f"user:{key}", roles, person)


def weak(name: str, side: Side, campaign: UUID, person: UUID) -> Asker:
    client = acting.weak_client(side.code, campaign, person)
    return Asker(name, WEAK, client.cookies["linli_session"].value, f"person:{person}", (), person, campaign)


def campaign_of(route: str, side: Side) -> UUID:
    """The campaign in which the claimant is one at this address."""
    found: UUID = side["draw campaign" if route in drawn.ADDRESSES else "campaign_id"]
    return found


def claimant_at(route: str, side: Side) -> Asker:
    """The claimant by name and phone, as known in the campaign of this address."""
    return weak("claimant", side, campaign_of(route, side), side["claimant"])


NOBODY = Asker("nobody", ANONYMOUS)


def of_role(side: Side, role: str) -> Asker:
    user = side.staff[role]
    return _signed_in(f"{role} of {side.name}", acting.client_of(user), str(user.pk), (role, side.code, side.code))


def supervisor(code: int) -> Asker:
    user = acting.grant("supervisor", code).user
    return _signed_in(f"supervisor of {code}", acting.client_of(user), str(user.pk), ("supervisor", *range_of(code)))


def secretary_at_other_times(side: Side, name: str, first_day: int, last_day: int) -> Asker:
    """A secretary whose term, told in days from today, does not have today in it."""
    term = {
        "since": clock.today() + timedelta(days=first_day),
        "until": clock.today() + timedelta(days=last_day),
    }
    user = acting.grant("secretary", side.code, **term).user
    return _signed_in(name, acting.client_of(user), str(user.pk))


def of_yesterday(side: Side) -> Asker:
    return secretary_at_other_times(side, "secretary until yesterday", -7, -1)


def of_tomorrow(side: Side) -> Asker:
    return secretary_at_other_times(side, "secretary from tomorrow", 1, 7)


def account_of_claimant(side: Side) -> Asker:
    """The claimant with an account and no role: the community links the two."""
    user = acting.user()
    Person.objects.within(side.code).filter(pk=side["claimant"]).update(user_id=user.pk)
    return _signed_in("account of the claimant", acting.client_of(user), str(user.pk), person=side["claimant"])


def cast(here: Side, elsewhere: Side) -> list[Asker]:
    """Everybody of the permission matrix."""
    return [
        NOBODY,
        weak("claimant by name and phone", here, here["campaign_id"], here["claimant"]),
        weak("the same in another campaign", here, here["draw campaign"], here["claimant"]),
        weak("another claimant", here, here["campaign_id"], here["another claimant"]),
        weak("claimant elsewhere", elsewhere, elsewhere["campaign_id"], elsewhere["claimant"]),
        account_of_claimant(here),
        *(of_role(here, role) for role in here.staff),
        *(of_role(elsewhere, role) for role in elsewhere.staff),
        supervisor(ABOVE_HERE),
        supervisor(ABOVE_ELSEWHERE),
        of_yesterday(here),
        of_tomorrow(here),
    ]
