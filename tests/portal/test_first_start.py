"""The first start: the one-time link, and the console."""

import re
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client

from linli.accounts.models import RoleGrant, SetupLink
from linli.accounts.queries import actor_for, user_by_phone
from linli.accounts.services import hand_out_code_at_console, setup_link
from linli.core import clock
from linli.people.models import Person
from linli.places.models import Community, Division
from tests.factories import acting
from tests.factories.people import BELL_TOWER

pytestmark = pytest.mark.django_db
TOLD = {"community": str(BELL_TOWER), "name": "秦芳", "phone": "19900000031", "centre_name": "党群服务中心"}


def link() -> str:
    address = setup_link()
    assert address is not None
    return "/" + address.split("/", 3)[3]


def test_whoever_has_the_link_opens_the_office_and_is_its_secretary() -> None:
    there, client = link(), Client()

    found = client.get(there, {"q": "运城 钟楼"}).content.decode()
    assert f"?community={BELL_TOWER}" in found
    assert client.get(there, {"community": BELL_TOWER}).status_code == 200
    answer = client.post(there, TOLD)

    assert (answer.status_code, answer.url) == (302, f"/desk/{BELL_TOWER}/")
    office = Community.objects.get()
    assert (office.pk, office.centre_name) == (BELL_TOWER, "党群服务中心")
    user = user_by_phone("19900000031")
    assert user is not None
    assert actor_for(user).label == "secretary"
    assert Person.objects.within(BELL_TOWER).get().name == "秦芳"
    assert client.session["_auth_user_id"] == str(user.pk)


def test_link_is_used_once() -> None:
    there = link()
    Client().post(there, TOLD)

    assert Client().get(there).status_code == 404
    assert Client().post(there, TOLD | {"phone": "19900000032"}).status_code == 404
    assert RoleGrant.objects.count() == 1
    assert setup_link() is None


def test_only_the_link_printed_last_opens() -> None:
    first, last = link(), link()

    assert Client().get(first).status_code == 404
    assert Client().get(last).status_code == 200


def test_link_is_good_for_a_day() -> None:
    there, start = link(), clock.now()
    with clock.at(start + timedelta(hours=23)):
        assert Client().get(there).status_code == 200
    with clock.at(start + timedelta(hours=25)):
        assert Client().get(there).status_code == 404


def test_guessed_link_is_no_page() -> None:
    link()

    assert Client().get("/setup/guessed").status_code == 404


@pytest.mark.parametrize(
    ("wrong", "field"), [({"phone": "12"}, "phone"), ({"name": ""}, "name"), ({"phone": ""}, "phone")]
)
def test_what_is_wrong_is_said_and_the_link_still_works(wrong: dict[str, str], field: str) -> None:
    there, client = link(), Client()

    answer = client.post(there, TOLD | wrong)

    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert not Community.objects.exists()
    assert client.post(there, TOLD).status_code == 302


@pytest.mark.parametrize("code", ["", "140802004000", "999999999999", "x", "١٤٠٨٠٢٠٠٤٠٠٨"])
def test_what_is_no_community_leads_back_to_the_search(code: str) -> None:
    answer = Client().post(link(), TOLD | {"community": code})

    assert answer.status_code == 200
    assert "q" in answer.content.decode()
    assert not RoleGrant.objects.exists()


def test_link_stands_hashed_in_the_database() -> None:
    token = link().rsplit("/", 1)[1]

    assert token.encode() not in bytes(SetupLink.objects.get().token_hash)


def init(**given: Any) -> str:
    told = StringIO()
    call_command("init", stdout=told, **given)
    return told.getvalue()


def answering(monkeypatch: pytest.MonkeyPatch, *lines: str) -> None:
    given = iter(lines)

    def answer(_prompt: str) -> str:
        try:
            return next(given)
        except StopIteration:
            raise EOFError from None

    monkeypatch.setattr("builtins.input", answer)


def test_office_is_opened_from_the_console() -> None:
    told = init(community=str(BELL_TOWER), secretary="秦芳", phone="199 0000 0031")

    assert "sign_in_code" in told
    assert Division.objects.filter(code=140000000000).exists()
    user = user_by_phone("19900000031")
    assert user is not None
    assert actor_for(user).may("roles.grant", BELL_TOWER)
    assert setup_link() is None
    assert len(hand_out_code_at_console("19900000031")) == 6


def test_console_asks_for_what_is_not_given(monkeypatch: pytest.MonkeyPatch) -> None:
    answering(monkeypatch, "没有这个地方", "钟楼", "0", str(BELL_TOWER), "秦芳", "19900000031")

    init()

    assert RoleGrant.objects.get().place == BELL_TOWER


def test_console_takes_the_number_of_what_was_found(monkeypatch: pytest.MonkeyPatch) -> None:
    answering(monkeypatch, "运城 南城街道", "1", "秦芳", "19900000031")

    assert "南城街道" in init()
    assert RoleGrant.objects.count() == 1


def test_console_where_nobody_answers_says_what_to_give(monkeypatch: pytest.MonkeyPatch) -> None:
    answering(monkeypatch)

    with pytest.raises(CommandError, match="--community"):
        init()


def test_office_is_not_opened_twice() -> None:
    init(community=str(BELL_TOWER), secretary="秦芳", phone="19900000031")

    with pytest.raises(CommandError):
        init(community=str(BELL_TOWER), secretary="别人", phone="19900000032")
    assert RoleGrant.objects.count() == 1


@pytest.mark.parametrize(
    ("code", "phone"), [("140802004000", "19900000031"), ("1", "19900000031"), (str(BELL_TOWER), "1")]
)
def test_console_says_what_is_wrong_and_opens_nothing(code: str, phone: str) -> None:
    with pytest.raises(CommandError):
        init(community=code, secretary="秦芳", phone=phone)

    assert not Community.objects.exists()
    assert not RoleGrant.objects.exists()


def test_code_is_printed_at_the_console() -> None:
    acting.office()
    worker, told = acting.grant("worker").user, StringIO()

    call_command("sign_in_code", worker.phone, stdout=told)

    assert re.search(r"\b\d{6}\b", told.getvalue())
    for stranger in ("123", acting.phone()):
        with pytest.raises(CommandError):
            call_command("sign_in_code", stranger)


def test_email_for_codes_is_set_at_the_console() -> None:
    acting.office()
    worker = acting.grant("worker").user

    call_command("sign_in_email", worker.phone, "wang@example.cn", stdout=StringIO())
    assert user_by_phone(worker.phone).email == "wang@example.cn"  # type: ignore[union-attr]  # -- made above
    for phone, address in ((worker.phone, "wang"), ("123", "wang@example.cn"), (acting.phone(), "wang@example.cn")):
        with pytest.raises(CommandError):
            call_command("sign_in_email", phone, address)
    call_command("sign_in_email", worker.phone, "", stdout=StringIO())
    assert user_by_phone(worker.phone).email == ""  # type: ignore[union-attr]  # -- made above
