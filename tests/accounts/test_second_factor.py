"""The second factor: set up, asked for, due for secretaries, lost and given back."""

import json
import time
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core.management import CommandError, call_command
from django.test import Client

from linli.accounts.models import SignIn, User
from linli.accounts.services.second_factor import printed_codes
from linli.core.crypto import Unreadable, unseal
from linli.core.ids import new_id
from linli.timeline.models import Event
from tests.factories import acting
from tests.factories.acting import BELL_TOWER, WEST_LAKE

pytestmark = pytest.mark.django_db

PAGE, APP, CODES, SECOND = (
    "/account/second-factor/",
    "/account/second-factor/app",
    "/account/second-factor/codes",
    "/accounts/login/second/",
)
GOOD = "晚上八点的灯火 lamplight"
DESK = f"/desk/{BELL_TOWER}/"


@pytest.fixture(autouse=True)
def _offices() -> None:
    acting.office()
    acting.office(WEST_LAKE, "西湖社区")


@pytest.fixture
def secretary() -> User:
    return acting.grant("secretary").user


def app_code(secret: str, steps: int = 0) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


def set_up(user: User) -> tuple[Client, str]:
    """A browser in which the second factor was set up, and the secret that the app has."""
    client = acting.client_of(user)
    client.post("/account/password", {"new": GOOD})
    client.get(APP)
    secret = client.session["second_factor_secret"]
    assert client.post(APP, {"code": app_code(secret)}).url == CODES
    return client, secret


def first_step(user: User) -> Client:
    client = Client()
    answer = client.post("/accounts/login/password/", {"login": user.phone, "password": GOOD})
    assert answer.url == SECOND
    return client


def signed_in(client: Client) -> bool:
    return client.get("/account/").status_code == 200


def test_app_is_asked_for_after_the_password(secretary: User) -> None:
    _here, secret = set_up(secretary)
    client = first_step(secretary)
    assert not signed_in(client)

    assert client.post(SECOND, {"code": "000000"}).status_code == 200
    assert not signed_in(client)
    code = app_code(secret)
    assert client.post(SECOND, {"code": f"{code[:3]} {code[3:]}"}).url == DESK
    assert signed_in(client)


def test_app_is_asked_for_after_the_one_time_code_as_well(secretary: User) -> None:
    from linli.accounts.services import hand_out_code_at_console  # noqa: PLC0415  # -- only here

    _here, secret = set_up(secretary)
    client = Client()
    client.post("/accounts/login/", {"phone": secretary.phone})

    answer = client.post("/accounts/login/code/", {"code": hand_out_code_at_console(secretary.phone)})

    assert answer.url == SECOND
    assert not signed_in(client)
    assert client.post(SECOND, {"code": app_code(secret)}).url == DESK


def test_code_of_the_app_opens_once(secretary: User) -> None:
    _here, secret = set_up(secretary)
    code = app_code(secret)
    first_step(secretary).post(SECOND, {"code": code})
    from django.core.cache import cache  # noqa: PLC0415  # -- as another process, which has a cache of its own

    cache.clear()
    client = first_step(secretary)

    assert client.post(SECOND, {"code": code}).status_code == 429
    assert not signed_in(client)


def test_printed_code_opens_once(secretary: User) -> None:
    here, _secret = set_up(secretary)
    page = here.get(CODES).content.decode()
    code = printed_codes(secretary)[0]
    assert len(printed_codes(secretary)) == 10
    assert f"{code[:4]} {code[4:]}" in page

    assert first_step(secretary).post(SECOND, {"code": f"{code[:4]} {code[4:]}"}).url == DESK
    assert first_step(secretary).post(SECOND, {"code": code}).status_code == 200
    assert len(printed_codes(secretary)) == 9


def test_fresh_printed_codes_make_the_old_ones_void(secretary: User) -> None:
    here, _secret = set_up(secretary)
    old = printed_codes(secretary)

    here.post(CODES)

    assert len(printed_codes(secretary)) == 10
    assert not set(old) & set(printed_codes(secretary))
    assert first_step(secretary).post(SECOND, {"code": old[0]}).status_code == 200


def test_wrong_code_sets_nothing_up(secretary: User) -> None:
    client = acting.client_of(secretary)
    client.get(APP)

    answer = client.post(APP, {"code": "000000"})

    assert answer.status_code == 422
    assert answer.context["form"].errors["code"]
    assert not Authenticator.objects.exists()


def test_setting_it_up_ends_the_other_sessions(secretary: User) -> None:
    there = acting.client_of(secretary)

    here, _secret = set_up(secretary)

    assert not signed_in(there)
    assert signed_in(here)


def test_secrets_are_sealed_where_they_are_stored(secretary: User) -> None:
    _here, secret = set_up(secretary)

    stored = json.dumps(list(Authenticator.objects.values_list("data", flat=True)))
    assert secret not in stored
    assert Authenticator.objects.count() == 2
    with pytest.raises(Unreadable):
        unseal(b"\x02k1" + b"0" * 40, "second factor")


def test_secretary_works_for_a_week_without_and_then_sets_it_up_first() -> None:
    with time_machine.travel("2026-12-06 08:00:00+08:00", tick=False) as clock:
        user = acting.grant("secretary").user
        client = acting.client_of(user)
        assert "12月13日" in client.get(DESK).content.decode()
        clock.shift(timedelta(days=7, minutes=-1))
        assert client.get(DESK).status_code == 200
        clock.shift(timedelta(minutes=2))

        assert client.get(DESK).url == PAGE
        assert client.post(f"{DESK}staff/", {"key": new_id().hex}).url == PAGE
        assert client.get(DESK, headers={"HX-Request": "true"}).headers["HX-Redirect"] == PAGE
        assert "现在必须" in client.get(PAGE).content.decode()
        client, _secret = set_up(user)
        page = client.get(DESK)
        assert page.status_code == 200
        assert PAGE not in page.content.decode()


@pytest.mark.parametrize("role", ["worker", "director"])
def test_others_may_but_need_not(role: str) -> None:
    with time_machine.travel("2026-12-06 08:00:00+08:00", tick=False) as clock:
        user = acting.grant(role).user
        client = acting.client_of(user)
        clock.shift(timedelta(days=20))
        assert client.get(DESK).status_code == 200
        set_up(user)


def test_nobody_needs_it_in_the_demo(settings: Any) -> None:
    settings.LINLI_DEMO = True
    with time_machine.travel("2026-12-06 08:00:00+08:00", tick=False) as clock:
        client = acting.client_of("secretary")
        clock.shift(timedelta(days=20))
        assert client.get(DESK).status_code == 200


def test_another_secretary_lets_in_who_lost_phone_and_paper(secretary: User) -> None:
    grant = secretary.grants.get()
    set_up(secretary)
    other = acting.client_of("secretary")
    where = f"{DESK}staff/{grant.pk}/second-factor/drop"
    assert where in other.get(f"{DESK}staff/").content.decode()

    assert other.post(where, {"key": new_id().hex}).status_code == 302

    assert not Authenticator.objects.exists()
    assert not SignIn.objects.filter(user=secretary).exists()
    told = Event.objects.within(BELL_TOWER).get(verb="drop_second_factor")
    assert (told.subject_id, told.facts["user"]) == (grant.pk, str(secretary.pk))
    assert other.post(where, {"key": new_id().hex}).status_code == 409


def test_nobody_takes_it_from_themselves_from_above_or_from_who_works_elsewhere_too(secretary: User) -> None:
    here, _secret = set_up(secretary)
    where = f"{DESK}staff/{secretary.grants.get().pk}/second-factor/drop"
    for client in (here, acting.client_of("director"), acting.client_of("worker")):
        assert client.post(where, {"key": new_id().hex}).status_code == 403
    assert acting.client_of("secretary", WEST_LAKE).post(where, {"key": new_id().hex}).status_code == 404
    worker = acting.grant("worker").user
    acting.grant("worker", WEST_LAKE, worker)
    set_up(worker)
    there = f"{DESK}staff/{worker.grants.get(place=BELL_TOWER).pk}/second-factor/drop"
    assert acting.client_of("secretary").post(there, {"key": new_id().hex}).status_code == 403
    assert Authenticator.objects.filter(user=secretary).exists()


def test_server_lets_in_who_lost_phone_and_paper(secretary: User) -> None:
    set_up(secretary)

    call_command("drop_second_factor", secretary.phone, stdout=StringIO())

    assert not Authenticator.objects.exists()
    assert Event.objects.within(BELL_TOWER).get(verb="drop_second_factor").actor == "system"
    for wrong in (secretary.phone, acting.phone(), "12"):
        with pytest.raises(CommandError):
            call_command("drop_second_factor", wrong, stdout=StringIO())


def test_role_in_another_community_takes_it_away(secretary: User) -> None:
    set_up(secretary)

    acting.grant("worker", WEST_LAKE, secretary)

    assert not Authenticator.objects.exists()


def test_who_works_at_no_desk_has_none() -> None:
    client = acting.client_of("volunteer")

    assert client.get(PAGE).status_code == 200
    assert client.get(APP).status_code == 403
