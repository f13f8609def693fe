"""A shared computer of an office, and people who sign in on it."""

from typing import Any

from django.test import Client
from django.utils import timezone

from linli.accounts.models import Seat, User
from linli.accounts.services.devices import COOKIE
from linli.accounts.services.pins import set_pin
from linli.gate.services.limits import secret_hash
from linli.people.models import Person
from tests.factories import acting
from tests.factories.acting import BELL_TOWER

PIN = "271846"
LOGIN = "/accounts/login/password/"
PASSWORD = "晚上八点的灯火 lamplight"


def colleague(role: str = "worker", name: str = "任佳怡", pin: str = PIN) -> User:
    """Somebody who works here under this name, with a password and, where one is given, a PIN."""
    user = acting.grant(role).user
    user.set_password(PASSWORD)
    user.save()
    person = Person(community_id=BELL_TOWER, user_id=user.pk, origin="staff", made_at=timezone.now())
    person.set_name(name)
    person.save(force_insert=True)
    if pin:
        set_pin(user=user, pin=pin)
    return user


def sign_in(user: User, browser: Client, **more: str) -> Any:
    """In full, by password."""
    return browser.post(LOGIN, {"login": user.phone, "password": PASSWORD} | more)


def shared_by(*users: User) -> Client:
    """A computer marked as shared, on which these signed in one after the other; the last one is at work."""
    browser = Client()
    for nth, user in enumerate(users):
        if nth:
            browser.cookies.pop("linli_session")
        answer = sign_in(user, browser, shared="yes")
        assert answer.status_code == 302, answer.content.decode()
    return browser


def seat_of(user: User, browser: Client | None = None) -> Seat:
    """The one seat of this person, or the one on the computer with this browser."""
    seats = Seat.objects.filter(user=user)
    if browser is not None and COOKIE in browser.cookies:
        seats = seats.filter(device__token_hash=secret_hash("device", browser.cookies[COOKIE].value))
    return seats.get()


def type_pin(browser: Client, user: User, pin: str = PIN, **more: str) -> Any:
    """On the page of the lock, for this person's seat."""
    return browser.post("/lock", {"seat": str(seat_of(user, browser).pk), "pin": pin} | more)


def at_work(browser: Client) -> str:
    """Whose desk opens now: the name in its frame; empty where none does."""
    answer = browser.get(f"/desk/{BELL_TOWER}/")
    return str(answer.context["desk"]["person_name"]) if answer.status_code == 200 else ""
