"""Signing in by phone and one-time code, through the pages."""

import json
import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.test import Client

from linli.accounts.kinds import newcomers
from linli.accounts.models import User
from linli.accounts.queries import actor_of
from linli.accounts.services import hand_out_code_at_console
from linli.config.env import Sms
from linli.core.crypto import Unreadable
from linli.core.errors import NotHere
from linli.notifications.models import DESK, EMAIL, SMS, Outgoing
from linli.notifications.queries import uncovered, waiting_to_pass_on
from tests.factories import acting

pytestmark = pytest.mark.django_db

ASK, TYPE = "/accounts/login/", "/accounts/login/code/"


@pytest.fixture(autouse=True)
def _offices() -> None:
    acting.office()
    acting.office(acting.WEST_LAKE, "西湖社区")


on_roster: list[str] = []
linked: list[tuple[User, str]] = []


def roster(phone: str) -> list[int]:
    """What the app of persons tells: this phone stands on the roster of one community."""
    return [acting.BELL_TOWER] if phone in on_roster else []


def remember(user: User, phone: str) -> None:
    linked.append((user, phone))


def ask(client: Client, phone: str, **extra: str) -> Any:
    return client.post(ASK, {"phone": phone} | extra)


def codes(community: int = acting.BELL_TOWER, channel: str = DESK) -> list[str]:
    rows = Outgoing.objects.within(community).filter(kind="sign_in_code", channel=channel).order_by("id")
    return [json.loads(row.payload)["code"] for row in rows]


def signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_worker_signs_in_with_the_code_handed_out_by_the_secretary() -> None:
    worker = acting.grant("worker").user
    client = Client()

    assert ask(client, f"+86 {worker.phone[:3]} {worker.phone[3:]}").url == TYPE
    secretary = acting.actor("secretary")
    (waiting,) = waiting_to_pass_on(secretary, acting.BELL_TOWER)
    shown = uncovered(secretary, acting.BELL_TOWER, waiting.id)
    code = re.search(r"\d{6}", shown.text if shown else "")
    assert code is not None
    answer = client.post(TYPE, {"code": f" {code[0][:3]} {code[0][3:]}"})

    assert answer.url == f"/desk/{acting.BELL_TOWER}/"
    assert client.session["_auth_user_id"] == str(worker.pk)


def test_code_leads_back_to_the_page_that_asked_for_it() -> None:
    client = Client()

    there = ask(client, acting.grant("worker").user.phone, next="/desk/1/wishes/").url
    answer = client.post(there, {"code": codes()[-1], "next": "/desk/1/wishes/"})

    assert there == f"{TYPE}?next=%2Fdesk%2F1%2Fwishes%2F"
    assert answer.url == "/desk/1/wishes/"


def test_code_leads_to_no_other_site() -> None:
    client = Client()

    ask(client, acting.grant("worker").user.phone, next="https://evil.example/")
    answer = client.post(TYPE, {"code": codes()[-1], "next": "https://evil.example/"})

    assert answer.url == f"/desk/{acting.BELL_TOWER}/"


def test_worker_of_two_offices_is_led_home() -> None:
    worker = acting.grant("worker").user
    acting.grant("worker", acting.WEST_LAKE, worker)
    client = Client()

    ask(client, worker.phone)
    answer = client.post(TYPE, {"code": hand_out_code_at_console(worker.phone)})

    assert answer.url == "/"


def test_unknown_phone_is_answered_as_a_known_one() -> None:
    known, unknown = Client(), Client()

    first = ask(known, acting.grant("worker").user.phone)
    second = ask(unknown, acting.phone())

    assert (first.status_code, first.url) == (second.status_code, second.url)
    pages = [
        re.sub(rb'(value="[^"]+"|\d{3}\*{4}\d{4}|1\d{10}|nonce="[^"]+")', b"", c.get(TYPE).content)
        for c in (known, unknown)
    ]
    assert pages[0] == pages[1]
    assert unknown.post(TYPE, {"code": "000000"}).status_code == known.post(TYPE, {"code": "0"}).status_code
    assert len(codes()) == 1


def test_nobody_signs_in_with_an_empty_or_guessed_code() -> None:
    client = Client()
    ask(client, acting.grant("worker").user.phone)
    wrong = f"{(int(codes()[0]) + 1) % 10**6:06d}"

    for guess in ("", "      ", wrong, "١٢٣٤٥٦"):
        client.post(TYPE, {"code": guess})

    assert not signed_in(client)


def test_code_is_of_no_use_in_another_browser() -> None:
    client, thief = Client(), Client()
    worker = acting.grant("worker").user
    with time_machine.travel("2026-12-06 08:00:00+08:00", tick=False) as clock:
        ask(client, worker.phone)
        code = codes()[0]
        clock.shift(timedelta(seconds=61))
        ask(thief, worker.phone)
    thief.post(TYPE, {"code": code})

    assert not signed_in(thief)


def test_code_runs_out_after_ten_minutes() -> None:
    client = Client()
    with time_machine.travel("2026-12-06 08:00:00+08:00", tick=False) as clock:
        ask(client, acting.grant("worker").user.phone)
        clock.shift(timedelta(minutes=10, seconds=1))
        answer = client.post(TYPE, {"code": codes()[0]})

    assert answer.url == ASK
    assert not signed_in(client)


def test_sixth_guess_is_refused_even_if_right() -> None:
    client = Client()
    ask(client, acting.grant("worker").user.phone)
    right = codes()[0]

    for _guess in range(5):
        client.post(TYPE, {"code": f"{(int(right) + 1) % 10**6:06d}"})
    client.post(TYPE, {"code": right})

    assert not signed_in(client)


def test_guesses_in_many_browsers_are_counted_together() -> None:
    worker = acting.grant("worker").user
    browsers = []
    with time_machine.travel("2026-12-06 08:00:00+08:00", tick=False) as clock:
        for _browser in range(3):
            browsers.append(Client())
            ask(browsers[-1], worker.phone)
            clock.shift(timedelta(seconds=61))
        for browser in browsers:
            answers = [browser.post(TYPE, {"code": "not it"}).status_code for _guess in range(4)]

    assert answers[-1] == 429


def test_second_code_within_a_minute_is_not_sent() -> None:
    worker = acting.grant("worker").user
    with time_machine.travel("2026-12-06 08:00:00+08:00", tick=False) as clock:
        ask(Client(), worker.phone)
        clock.shift(timedelta(seconds=59))
        refused = ask(Client(), worker.phone)
        clock.shift(timedelta(seconds=2))
        allowed = ask(Client(), worker.phone)

    assert (refused.status_code, allowed.status_code) == (429, 302)
    assert refused.headers["Retry-After"] == "1"
    assert len(codes()) == 2


def test_sixth_code_of_a_day_is_not_sent() -> None:
    worker = acting.grant("worker").user
    with time_machine.travel("2026-12-06 08:00:00+08:00", tick=False) as clock:
        statuses = []
        for _code in range(6):
            statuses.append(ask(Client(), worker.phone).status_code)
            clock.shift(timedelta(minutes=5))

    assert statuses == [302] * 5 + [429]


def test_one_address_cannot_flood_many_phones() -> None:
    statuses = [ask(Client(), acting.phone()).status_code for _phone in range(31)]

    assert statuses == [302] * 30 + [429]


def test_what_is_no_phone_is_said_beside_the_field() -> None:
    answer = ask(Client(), "12345")

    assert answer.status_code == 200
    assert "phone" in answer.context["form"].errors


def test_secretarys_code_is_seen_by_nobody_at_the_desk() -> None:
    client = Client()
    secretary = acting.grant("secretary").user

    ask(client, secretary.phone)

    assert codes() == []
    assert waiting_to_pass_on(acting.actor("director"), acting.BELL_TOWER) == []
    client.post(TYPE, {"code": hand_out_code_at_console(secretary.phone)})
    assert client.session["_auth_user_id"] == str(secretary.pk)


def test_demo_shows_every_code_in_its_outbox(settings: Any) -> None:
    settings.LINLI_DEMO = True

    ask(Client(), acting.grant("secretary").user.phone)

    assert len(codes()) == 1


def test_secretarys_code_goes_by_email(settings: Any) -> None:
    settings.EMAIL_HOST = "mail.example.cn"
    secretary = acting.grant("secretary", holder=acting.user(email="secretary@example.cn")).user
    client = Client()

    ask(client, secretary.phone)

    assert codes() == []
    client.post(TYPE, {"code": codes(channel=EMAIL)[0]})
    assert signed_in(client)


def test_code_goes_as_a_text_message_where_those_are_set_up_and_to_nobodys_desk(settings: Any) -> None:
    settings.EMAIL_HOST = "mail.example.cn"
    settings.LINLI_SMS = Sms("aliyun", "id", "secret", "邻里", {"sign_in_code": "SMS_1"})
    worker = acting.grant("worker", holder=acting.user(email="worker@example.cn")).user
    client = Client()

    ask(client, worker.phone)

    assert codes() == codes(channel=EMAIL) == []
    row = Outgoing.objects.within(acting.BELL_TOWER).get()
    assert (row.channel, row.recipient_address, row.permission) == (SMS, worker.phone, "roles.grant")
    client.post(TYPE, {"code": codes(channel=SMS)[0]})
    assert signed_in(client)


@pytest.mark.parametrize("role", ["worker", "civil_affairs", "deputy", "grid_worker"])
def test_workers_do_not_see_each_others_codes(role: str) -> None:
    ask(Client(), acting.grant("worker").user.phone)

    assert waiting_to_pass_on(acting.actor(role), acting.BELL_TOWER) == []
    assert len(waiting_to_pass_on(acting.actor("director"), acting.BELL_TOWER)) == 1


def test_worker_hands_out_the_code_of_a_volunteer() -> None:
    ask(Client(), acting.grant("volunteer").user.phone)

    assert len(waiting_to_pass_on(acting.actor("worker"), acting.BELL_TOWER)) == 1


def test_code_that_opens_a_second_community_is_shown_in_neither() -> None:
    worker = acting.grant("worker").user
    acting.grant("volunteer", acting.WEST_LAKE, worker)

    ask(Client(), worker.phone)

    assert codes() == codes(acting.WEST_LAKE) == []


def test_code_of_a_supervisor_is_shown_in_no_community() -> None:
    supervisor = acting.grant("supervisor", acting.STREET).user
    client = Client()

    ask(client, supervisor.phone)

    assert codes() == []
    client.post(TYPE, {"code": hand_out_code_at_console(supervisor.phone)})
    assert signed_in(client)


def test_code_from_the_console_signs_in_once() -> None:
    worker = acting.grant("worker").user
    code = hand_out_code_at_console(worker.phone)
    first, second = Client(), Client()
    with time_machine.travel("2026-12-06 08:00:00+08:00", tick=False) as clock:
        code = hand_out_code_at_console(worker.phone)
        ask(first, worker.phone)
        clock.shift(timedelta(seconds=61))
        ask(second, worker.phone)
        first.post(TYPE, {"code": code})
        second.post(TYPE, {"code": code})

    assert signed_in(first)
    assert not signed_in(second)


def test_console_has_no_code_for_strangers() -> None:
    with pytest.raises(NotHere):
        hand_out_code_at_console(acting.phone())
    assert not User.objects.exists()


def test_member_on_the_roster_signs_in_and_is_linked(monkeypatch: pytest.MonkeyPatch) -> None:
    member, client = acting.phone(), Client()
    monkeypatch.setattr(newcomers, "_knowers", [f"{__name__}.roster"])
    monkeypatch.setattr(newcomers, "_linkers", [f"{__name__}.remember"])
    on_roster.append(member)

    ask(client, member)
    client.post(TYPE, {"code": codes()[0]})

    assert signed_in(client)
    assert linked == [(User.objects.get(), member)]


def test_account_that_was_closed_signs_in_no_more() -> None:
    worker = acting.grant("worker").user
    worker.is_active = False
    worker.save()

    ask(Client(), worker.phone)

    assert codes() == []


def test_signing_in_leaves_neither_phone_nor_code_readable_in_the_database() -> None:
    worker = acting.grant("worker").user
    client = Client()
    ask(client, worker.phone)
    waiting = Session.objects.get(pk=client.session.session_key).session_data
    client.post(TYPE, {"code": codes()[0]})
    done = Session.objects.get(pk=client.session.session_key).session_data

    for kept in (waiting, done):
        assert worker.phone not in kept
        with pytest.raises((ValueError, KeyError, Unreadable)):
            json.loads(kept)["account_login"]


def test_session_gets_a_new_key_when_somebody_signs_in() -> None:
    client = Client()
    ask(client, acting.grant("worker").user.phone)
    before = client.session.session_key

    client.post(TYPE, {"code": codes()[0]})

    assert client.session.session_key != before
    assert not Session.objects.filter(pk=before).exists()


def test_signing_out_ends_the_session() -> None:
    client = acting.client_of("worker")

    assert client.get("/accounts/logout/").status_code == 200
    assert signed_in(client)
    assert client.post("/accounts/logout/").status_code == 302
    assert not signed_in(client)
    assert actor_of(User(), client.session).label == "claimant"


@pytest.mark.parametrize("path", ["signup/", "password/reset/", "password/change/", "email/", "confirm-email/"])
def test_there_are_no_pages_for_signing_up_or_passwords(path: str) -> None:
    assert Client().get(f"/accounts/{path}").status_code == 404
