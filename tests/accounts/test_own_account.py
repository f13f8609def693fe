"""One's own account: a password, the e-mail address, and where one is signed in."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from linli.accounts.kinds.devices import device_of, device_words
from linli.accounts.models import SignIn, User
from linli.accounts.tasks import forget_sessions
from linli.notifications.models import EMAIL, Outgoing
from tests.factories import acting

pytestmark = pytest.mark.django_db

ACCOUNT, LOGIN = "/account/", "/accounts/login/password/"
GOOD = "晚上八点的灯火 lamplight"
EDGE = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/131.0.0.0 Safari/537.36 Edg/131.0.0.0"
WECHAT = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/116.0 Mobile Safari/537.36 MicroMessenger/8.0.50"


@pytest.fixture(autouse=True)
def _offices() -> None:
    acting.office()
    acting.office(acting.WEST_LAKE, "西湖社区")


@pytest.fixture
def worker() -> User:
    return acting.grant("worker").user


def with_password(user: User) -> Client:
    client = acting.client_of(user)
    assert client.post("/account/password", {"new": GOOD}).status_code == 302
    return client


def sign_in(phone: str, password: str, client: Client | None = None, **more: str) -> Any:
    return (client or Client()).post(LOGIN, {"login": phone, "password": password} | more)


def signed_in(client: Client) -> bool:
    return client.get(ACCOUNT).status_code == 200


def test_worker_sets_a_password_and_signs_in_with_it(worker: User) -> None:
    here = with_password(worker)
    there = Client()

    answer = sign_in(f"+86 {worker.phone}", GOOD, there)

    assert answer.url == f"/desk/{acting.BELL_TOWER}/"
    assert signed_in(there)
    assert signed_in(here)


def test_wrong_password_and_unknown_phone_are_answered_alike(worker: User) -> None:
    with_password(worker)

    answers = [sign_in(worker.phone, "not this one"), sign_in(acting.phone(), GOOD), sign_in(worker.phone, "")]

    assert [answer.status_code for answer in answers] == [200] * 3
    told = [list(answer.context["form"].non_field_errors()) for answer in answers[:2]]
    assert told[0] == told[1] != []


def test_password_is_kept_as_a_hash_only(worker: User) -> None:
    with_password(worker)

    worker.refresh_from_db()
    assert worker.password.startswith("pbkdf2_sha256$")


def test_easy_password_is_told_beside_the_field(worker: User) -> None:
    client = acting.client_of(worker)

    for easy in ("short", "1234567890", "password123", worker.phone):
        answer = client.post("/account/password", {"new": easy})
        assert answer.status_code == 422
        assert answer.context["password_form"].errors["new"]
    worker.refresh_from_db()
    assert not worker.has_usable_password()


def test_change_asks_for_the_old_password_and_ends_the_other_sessions(worker: User) -> None:
    here, there = with_password(worker), Client()
    sign_in(worker.phone, GOOD, there)

    assert here.post("/account/password", {"old": "wrong", "new": "另一句好记的话 lantern"}).status_code == 422
    assert signed_in(there)
    assert here.post("/account/password", {"old": GOOD, "new": "另一句好记的话 lantern"}).status_code == 302
    assert signed_in(here)
    assert not signed_in(there)
    assert SignIn.objects.filter(user=worker).count() == 1


def test_removed_password_opens_nothing(worker: User) -> None:
    here = with_password(worker)

    here.post("/account/password/remove")

    assert sign_in(worker.phone, GOOD).status_code == 200
    assert signed_in(here)


@pytest.mark.parametrize("role", ["volunteer", "party_member"])
def test_who_works_at_no_desk_has_no_password(role: str) -> None:
    client = acting.client_of(role)

    assert 'name="new"' not in client.get(ACCOUNT).content.decode()
    assert client.post("/account/password", {"new": GOOD}).status_code == 403


def test_nothing_is_changed_on_a_page_left_open(worker: User) -> None:
    with time_machine.travel("2026-12-06 08:00:00+08:00", tick=False) as clock:
        client = acting.client_of(worker)
        clock.shift(timedelta(minutes=16))
        page = client.get(ACCOUNT).content.decode()
        answers = [
            client.post(f"/account/{path}", {"new": GOOD, "email": "a@example.cn", "code": "123456"}).status_code
            for path in ("password", "password/remove", "email", "email/code", "email/remove")
        ]

    assert "请先重新登录" in page
    assert answers == [403] * 5


def test_role_in_another_community_takes_the_password_away(worker: User) -> None:
    client = with_password(worker)

    acting.grant("worker", acting.WEST_LAKE, worker)

    assert not signed_in(client)
    assert sign_in(worker.phone, GOOD).status_code == 200
    assert not SignIn.objects.filter(user=worker).exists()


def test_new_address_is_taken_once_its_code_was_typed(worker: User, settings: Any) -> None:
    settings.EMAIL_HOST = "127.0.0.1"
    client = acting.client_of(worker)

    client.post("/account/email", {"email": "worker@example.cn"})
    worker.refresh_from_db()
    assert worker.email == ""
    told = Outgoing.objects.within(acting.BELL_TOWER).get(kind="email_check", channel=EMAIL)
    code = client.session["own_email"]["code"]
    assert told.recipient_address == "worker@example.cn"
    assert code in told.payload
    wrong = f"{(int(code) + 1) % 10**6:06d}"
    assert client.post("/account/email/code", {"code": wrong}).status_code == 422
    assert client.post("/account/email/code", {"code": code}).status_code == 302

    worker.refresh_from_db()
    assert worker.email == "worker@example.cn"
    client.post("/account/email/remove")
    worker.refresh_from_db()
    assert worker.email == ""


def test_address_cannot_be_asked_for_where_no_email_is_sent(worker: User) -> None:
    client = acting.client_of(worker)

    assert client.post("/account/email", {"email": "worker@example.cn"}).status_code == 409
    assert 'name="email"' not in acting.client_of(worker).get(ACCOUNT).content.decode()


def test_devices_are_told_in_plain_words() -> None:
    assert device_words(device_of(EDGE)) == "Windows 电脑，Edge"
    assert device_words(device_of(WECHAT)) == "安卓手机，微信"
    assert device_words(device_of("curl/8.0")) == "未知设备"


def browser(user: User, agent: str) -> Client:
    with_password(user) if not user.has_usable_password() else None
    client = Client(headers={"User-Agent": agent})
    sign_in(user.phone, GOOD, client)
    return client


def test_device_is_signed_out_by_itself_and_at_its_next_request(worker: User) -> None:
    with_password(worker)
    pc, phone = browser(worker, EDGE), browser(worker, WECHAT)
    page = pc.get(ACCOUNT).content.decode()
    assert "Windows 电脑，Edge" in page
    assert "安卓手机，微信" in page
    row = SignIn.objects.get(user=worker, device="android.wechat")

    assert pc.post(f"/account/sessions/{row.pk}/end").status_code == 302

    assert not signed_in(phone)
    assert signed_in(pc)
    assert "安卓手机" not in pc.get(ACCOUNT).content.decode()


def test_all_other_devices_are_signed_out_at_once(worker: User) -> None:
    with_password(worker)
    pc, phone, tablet = (browser(worker, agent) for agent in (EDGE, WECHAT, "iPad Safari"))

    pc.post("/account/sessions/end")

    assert [signed_in(client) for client in (pc, phone, tablet)] == [True, False, False]
    assert SignIn.objects.filter(user=worker).count() == 1


def test_device_of_somebody_else_is_not_there(worker: User) -> None:
    acting.client_of(worker)
    row = SignIn.objects.get(user=worker)

    assert acting.client_of("secretary").post(f"/account/sessions/{row.pk}/end").status_code == 404
    assert SignIn.objects.filter(pk=row.pk).exists()


def test_weak_session_is_on_no_list(worker: User) -> None:
    client = acting.weak_client()
    client.get("/")

    assert SignIn.objects.count() == 0
    assert client.get(ACCOUNT).url.startswith("/accounts/login/")


def test_last_use_is_noted_every_ten_minutes(worker: User) -> None:
    with time_machine.travel("2026-12-06 08:00:00+08:00", tick=False) as clock:
        client = acting.client_of(worker)
        first = SignIn.objects.get(user=worker).seen_at
        clock.shift(timedelta(minutes=9))
        client.get(ACCOUNT)
        assert SignIn.objects.get(user=worker).seen_at == first
        clock.shift(timedelta(minutes=2))
        client.get(ACCOUNT)
        assert SignIn.objects.get(user=worker).seen_at == first + timedelta(minutes=11)


def test_signing_out_takes_the_device_off_the_list(worker: User) -> None:
    acting.client_of(worker).post("/accounts/logout/")

    assert not SignIn.objects.filter(user=worker).exists()


def test_sessions_that_ran_out_are_forgotten(worker: User) -> None:
    with time_machine.travel("2026-12-06 08:00:00+08:00", tick=False) as clock:
        acting.client_of(worker)
        clock.shift(timedelta(days=31))
        client = acting.client_of(worker)
        assert client.get(ACCOUNT).content.decode().count("/end") == 0
        forget_sessions()

        assert SignIn.objects.filter(user=worker).count() == 1
