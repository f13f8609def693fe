"""Passkeys as the second step: added by their holder, used at sign-in, refused where they are not the holder's."""

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.test import Client

from linli.accounts.models import SignIn, User
from linli.accounts.services.second_factor import (
    count_second_factors_under_old_keys,
    printed_codes,
    seal_second_factors_anew,
)
from linli.timeline.models import Event
from tests.factories import acting
from tests.factories.acting import BELL_TOWER, WEST_LAKE
from tests.factories.passkeys import SoftPasskey

pytestmark = pytest.mark.django_db

PAGE, NEW, SECOND, CODES = (
    "/account/second-factor/",
    "/account/second-factor/passkeys/new",
    "/accounts/login/second/",
    "/account/second-factor/codes",
)
GOOD = "晚上八点的灯火 lamplight"
DESK = f"/desk/{BELL_TOWER}/"
HERE = "https://linli.example.cn"
PC = "办公室电脑"


@pytest.fixture(autouse=True)
def _offices(settings: Any) -> None:
    settings.LINLI_PUBLIC_URL = HERE
    acting.office()
    acting.office(WEST_LAKE, "西湖社区")


@pytest.fixture
def secretary() -> User:
    return acting.grant("secretary").user


def asked_at(client: Client, page: str) -> str:
    return str(client.get(page).context["options"])


def add(client: Client, passkey: SoftPasskey, name: str = PC) -> Any:
    return client.post(NEW, {"name": name, "credential": passkey.made(asked_at(client, NEW))})


def added(user: User) -> tuple[Client, SoftPasskey]:
    """A browser in which a password and a passkey were set up, and the passkey."""
    client, passkey = acting.client_of(user), SoftPasskey(HERE)
    client.post("/account/password", {"new": GOOD})
    assert add(client, passkey).url == CODES
    return client, passkey


def first_step(user: User) -> Client:
    client = Client()
    assert client.post("/accounts/login/password/", {"login": user.phone, "password": GOOD}).url == SECOND
    return client


def second_step(client: Client, passkey: SoftPasskey) -> Any:
    return client.post(SECOND, {"credential": passkey.used(asked_at(client, SECOND))})


def signed_in(client: Client) -> bool:
    return client.get("/account/").status_code == 200


def test_passkey_is_the_second_step(secretary: User) -> None:
    _here, passkey = added(secretary)
    client = first_step(secretary)
    assert not signed_in(client)

    assert second_step(client, passkey).url == DESK

    assert signed_in(client)
    row = Authenticator.objects.get(user=secretary, type="webauthn")
    assert row.last_used_at is not None


def test_passkey_opens_again_and_again_and_beside_it_the_paper(secretary: User) -> None:
    _here, passkey = added(secretary)
    for _time in range(2):
        assert second_step(first_step(secretary), passkey).url == DESK

    code = printed_codes(secretary)[0]
    client = first_step(secretary)
    assert "备用码" in client.get(SECOND).content.decode()
    assert client.post(SECOND, {"code": code}).url == DESK


def test_answer_is_taken_once(secretary: User) -> None:
    _here, passkey = added(secretary)
    client = first_step(secretary)
    answer = passkey.used(asked_at(client, SECOND))
    assert client.post(SECOND, {"credential": answer}).url == DESK

    other = first_step(secretary)
    asked_at(other, SECOND)
    assert other.post(SECOND, {"credential": answer}).status_code == 200
    assert not signed_in(other)


def test_copy_of_a_passkey_is_refused(secretary: User) -> None:
    """It counts its uses by itself, so it falls behind; a right answer with an old count is one of a copy."""
    _here, passkey = added(secretary)
    copy = replace(passkey)
    second_step(first_step(secretary), passkey)

    client = first_step(secretary)
    answer = second_step(client, copy)

    assert answer.status_code == 200
    assert answer.context["webauthn_form"].errors
    assert not signed_in(client)


def test_passkey_of_somebody_else_and_of_another_site_is_refused(secretary: User) -> None:
    _here, passkey = added(secretary)
    colleague = acting.grant("worker").user
    theirs = SoftPasskey(HERE, credential_id=b"a passkey of a colleague")
    add(acting.client_of(colleague), theirs)
    forged = SoftPasskey(HERE, credential_id=passkey.credential_id)
    elsewhere = replace(passkey, origin="https://linli.example.com")

    for wrong in (theirs, forged, elsewhere):
        client = first_step(secretary)
        page = second_step(client, wrong)
        assert page.status_code == 200
        assert "没有认可这个通行密钥" in page.content.decode()
        assert not signed_in(client)


SHAPED = {"clientDataJSON": "e30", "attestationObject": "oA", "authenticatorData": "eA", "signature": "eA"}
MADE_UP = [
    "",
    "[]",
    "1",
    "null",
    "{}",
    "{",
    '{"id": "x"}',
    '{"id": 1, "rawId": 2, "response": 3, "type": "public-key"}',
    json.dumps({"id": "eA", "rawId": "eA", "type": "public-key", "response": SHAPED}),
    "[" * 15_000,
    '"' + "x" * 30_000 + '"',
]


@pytest.mark.parametrize("answer", MADE_UP, ids=range(len(MADE_UP)))
def test_answer_that_was_made_up_is_told_and_does_nothing(answer: str, secretary: User) -> None:
    here, _passkey = added(secretary)
    client = first_step(secretary)
    asked_at(client, SECOND)
    asked_at(here, NEW)

    assert client.post(SECOND, {"credential": answer}).status_code == 200
    page = here.post(NEW, {"name": "另一台", "credential": answer})
    assert page.status_code == 422
    assert page.context["form"].errors["credential"]
    assert 'value="另一台"' in page.content.decode()
    assert not signed_in(client)
    assert Authenticator.objects.filter(type="webauthn").count() == 1


def test_answer_to_another_question_adds_nothing(secretary: User) -> None:
    client, passkey = acting.client_of(secretary), SoftPasskey(HERE)
    old = passkey.made(asked_at(client, NEW))
    asked_at(client, NEW)

    assert client.post(NEW, {"name": PC, "credential": old}).status_code == 422
    assert not Authenticator.objects.exists()


def test_adding_ends_the_other_sessions_and_stands_on_the_record(secretary: User) -> None:
    there = acting.client_of(secretary)

    here, _passkey = added(secretary)

    assert not signed_in(there)
    assert signed_in(here)
    event = Event.objects.within(BELL_TOWER).get(verb="add_second_factor")
    assert (event.subject_id, event.facts, event.actor) == (secretary.pk, {"way": "passkey"}, f"user:{secretary.pk}")


def test_passkeys_are_listed_by_name_and_removed_one_by_one(secretary: User) -> None:
    here, _passkey = added(secretary)
    assert add(here, SoftPasskey(HERE, credential_id=b"another one"), "书记的手机").url == PAGE
    page = here.get(PAGE).content.decode()
    assert PC in page
    assert "书记的手机" in page
    first, second = Authenticator.objects.filter(type="webauthn").order_by("pk")

    here.post(f"/account/second-factor/passkeys/{first.pk}/remove")
    assert PC not in here.get(PAGE).content.decode()
    assert len(printed_codes(secretary)) == 10
    here.post(f"/account/second-factor/passkeys/{second.pk}/remove")

    assert not Authenticator.objects.exists()
    assert Event.objects.within(BELL_TOWER).filter(verb="remove_second_factor").count() == 2


def test_passkey_of_a_colleague_is_not_there_to_remove(secretary: User) -> None:
    added(secretary)
    row = Authenticator.objects.get(type="webauthn")

    where = f"/account/second-factor/passkeys/{row.pk}/remove"
    assert acting.client_of("secretary").post(where).status_code == 404
    assert Authenticator.objects.filter(pk=row.pk).exists()


def test_app_stays_beside_a_passkey_and_goes_alone(secretary: User) -> None:
    from tests.accounts.test_second_factor import app_code  # noqa: PLC0415  # -- only here

    here, passkey = added(secretary)
    here.get("/account/second-factor/app")
    here.post("/account/second-factor/app", {"code": app_code(here.session["second_factor_secret"])})
    assert Authenticator.objects.filter(type="totp").exists()

    here.post("/account/second-factor/remove")

    assert set(Authenticator.objects.values_list("type", flat=True)) == {"webauthn", "recovery_codes"}
    assert second_step(first_step(secretary), passkey).url == DESK


def test_passkey_counts_where_a_secretary_needs_a_second_step() -> None:
    with time_machine.travel("2026-12-06 08:00:00+08:00", tick=False) as clock:
        user = acting.grant("secretary").user
        added(user)
        clock.shift(timedelta(days=8))

        assert acting.client_of(User.objects.get(pk=user.pk)).get(DESK).status_code == 200


def test_nothing_is_added_on_a_page_left_open(secretary: User) -> None:
    with time_machine.travel("2026-12-06 08:00:00+08:00", tick=False) as clock:
        client = acting.client_of(secretary)
        clock.shift(timedelta(minutes=16))

        assert client.get(NEW).url == "/account/"
        assert client.post(NEW, {"name": PC, "credential": "{}"}).status_code == 403


def test_who_works_at_no_desk_has_none() -> None:
    assert acting.client_of("volunteer").get(NEW).status_code == 403


def test_another_secretary_takes_a_lost_passkey_away(secretary: User) -> None:
    added(secretary)
    where = f"{DESK}staff/{secretary.grants.get().pk}/second-factor/drop"

    assert acting.client_of("secretary").post(where, {"key": "a key of the page"}).status_code == 302
    assert not Authenticator.objects.exists()
    assert not SignIn.objects.filter(user=secretary).exists()


def test_there_are_at_most_ten(secretary: User) -> None:
    here, _passkey = added(secretary)
    for nth in range(9):
        assert add(here, SoftPasskey(HERE, credential_id=f"passkey {nth}".encode())).url == PAGE

    answer = add(here, SoftPasskey(HERE, credential_id=b"one more"))
    assert answer.status_code == 409
    assert "十个" in answer.content.decode()


def test_name_is_sealed_where_it_is_stored_and_sealed_anew_with_the_rest(secretary: User) -> None:
    added(secretary)

    assert PC not in json.dumps(list(Authenticator.objects.values_list("data", flat=True)), ensure_ascii=False)
    assert count_second_factors_under_old_keys() == seal_second_factors_anew() == 0


@pytest.mark.parametrize(
    ("address", "offered", "party"),
    [
        ("https://linli.example.cn", True, "linli.example.cn"),
        ("http://127.0.0.1:8000", True, "localhost"),
        ("http://localhost:8000", True, "localhost"),
        ("http://linli.example.cn", False, "linli.example.cn"),
        ("https://192.168.1.5", False, "192.168.1.5"),
    ],
)
def test_passkeys_are_offered_where_browsers_take_them(
    address: str, offered: bool, party: str, secretary: User, settings: Any
) -> None:
    settings.LINLI_PUBLIC_URL = address
    client = acting.client_of(secretary)

    page = client.get(NEW)
    assert ('data-passkey="create"' in page.content.decode()) is offered
    assert json.loads(page.context["options"])["publicKey"]["rp"]["id"] == party
    assert (NEW in client.get(PAGE).content.decode()) is offered


def test_browser_is_told_the_masked_phone_and_no_name(secretary: User) -> None:
    asked = json.loads(asked_at(acting.client_of(secretary), NEW))["publicKey"]

    assert secretary.phone not in json.dumps(asked)
    assert asked["user"]["displayName"] == asked["user"]["name"]
    assert asked["excludeCredentials"] == []
