"""A shared computer locks after 5 minutes, whatever the browser does, and loses nothing that was typed."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from html import unescape
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from linli.accounts.models import User
from linli.people.models import Household
from tests.accounts.computers import at_work, colleague, shared_by, sign_in, type_pin
from tests.factories import acting
from tests.factories.acting import BELL_TOWER

pytestmark = pytest.mark.django_db
MORNING = datetime.fromisoformat("2026-11-24T09:00:00+08:00")
DESK = f"/desk/{BELL_TOWER}/"
NEW = f"{DESK}households/new"


@pytest.fixture(autouse=True)
def clock(settings: Any) -> Iterator[time_machine.Traveller]:
    acting.office()
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    with time_machine.travel(MORNING, tick=False) as moving:
        yield moving


@pytest.fixture
def jia() -> User:
    return colleague(name="任佳怡")


@pytest.fixture
def browser(jia: User) -> Client:
    return shared_by(jia)


def family() -> dict[str, object]:
    return {"head_name": "吴桂花", "people_count": "2", "categories": ["elderly", "minimum_living"], "key": uuid4().hex}


def test_it_locks_after_five_minutes_without_work(browser: Client, clock: time_machine.Traveller) -> None:
    clock.shift(timedelta(minutes=4, seconds=59))
    assert at_work(browser) == "任佳怡"
    clock.shift(timedelta(minutes=4, seconds=59))
    assert at_work(browser) == "任佳怡"
    clock.shift(timedelta(minutes=5))

    for page in (DESK, f"{DESK}households/", NEW):
        assert browser.get(page).url == f"/lock?next={page}"
    assert browser.get("/account/").url == "/lock?next=/account/"


def test_page_of_the_lock_says_whose_session_it_is_and_nothing_of_a_family(
    browser: Client, clock: time_machine.Traveller
) -> None:
    clock.shift(timedelta(minutes=5))

    shown = browser.get("/lock?next=/desk/").content.decode()

    assert "任佳怡" in shown
    assert 'name="pin"' in shown
    assert "退出登录" in shown


def test_what_a_page_asks_by_itself_does_not_keep_it_open(browser: Client, clock: time_machine.Traveller) -> None:
    for _minute in range(4):
        clock.shift(timedelta(minutes=1))
        assert browser.get(DESK, headers={"X-Poll": "1"}).status_code == 200
        browser.get("/lock/left", headers={"X-Poll": "1"})
    clock.shift(timedelta(minutes=1))

    assert at_work(browser) == ""
    assert browser.get("/lock/left").json()["left"] == 0


def test_part_of_a_page_that_is_asked_for_stays_and_is_told(browser: Client, clock: time_machine.Traveller) -> None:
    clock.shift(timedelta(minutes=5))

    answer = browser.get(DESK, headers={"HX-Request": "true"})

    assert (answer.status_code, answer.headers["HX-Trigger"], answer.content) == (401, "locked", b"")


def test_one_goes_on_where_one_was(browser: Client, jia: User, clock: time_machine.Traveller) -> None:
    clock.shift(timedelta(minutes=5))
    where = browser.get(f"{DESK}households/").url.partition("next=")[2]

    answer = type_pin(browser, jia, next=where)

    assert answer.url == f"{DESK}households/"
    assert at_work(browser) == "任佳怡"


@pytest.mark.parametrize("there", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_unlocking_leads_nowhere_else(browser: Client, jia: User, there: str) -> None:
    assert type_pin(browser, jia, next=there).url == "/"


def test_what_was_sent_to_a_locked_computer_is_kept_and_sent_after_unlocking(
    browser: Client, jia: User, clock: time_machine.Traveller
) -> None:
    sent = family()
    clock.shift(timedelta(minutes=5))
    assert browser.post(NEW, sent).url.startswith("/lock?next=")
    assert Household.objects.within(BELL_TOWER).count() == 0

    assert type_pin(browser, jia).url == "/lock/kept"
    page = browser.get("/lock/kept").content.decode()
    fields = re.findall(r'<textarea name="([^"]+)" hidden>\n(.*?)</textarea>', page, re.DOTALL)
    again: dict[str, list[str]] = {}
    for name, value in fields:
        again.setdefault(name, []).append(unescape(value))

    assert again == {name: value if isinstance(value, list) else [value] for name, value in sent.items()}
    assert f'action="{NEW}"' in page
    assert browser.post(NEW, again).status_code == 302
    assert [row.head_name for row in Household.objects.within(BELL_TOWER)] == ["吴桂花"]
    assert browser.get("/lock/kept").url == "/"


def test_what_was_kept_is_for_nobody_else(browser: Client, jia: User, clock: time_machine.Traveller) -> None:
    wen = colleague(name="温素琴")
    browser.cookies.pop("linli_session")
    sign_in(wen, browser)
    clock.shift(timedelta(minutes=5))
    browser.post(NEW, family())

    assert type_pin(browser, jia).url == "/"
    assert "吴桂花" not in browser.get("/lock/kept", follow=True).content.decode()


def test_kept_form_says_that_its_files_were_not(browser: Client, jia: User, clock: time_machine.Traveller) -> None:
    clock.shift(timedelta(minutes=5))
    browser.post(NEW, family() | {"paper": SimpleUploadedFile("paper.jpg", b"picture")})
    type_pin(browser, jia)

    assert "图片和表格没有保留" in browser.get("/lock/kept").content.decode()


def test_passwords_are_not_kept(browser: Client, clock: time_machine.Traveller) -> None:
    clock.shift(timedelta(minutes=5))
    browser.post("/account/password", {"new": "good lamplight at eight"})

    assert "kept" not in browser.session


def test_it_is_locked_by_hand(browser: Client) -> None:
    assert browser.post("/lock/now").url == "/lock"
    assert at_work(browser) == ""


def test_cookie_of_the_computer_thrown_away_does_not_unlock_it(
    browser: Client, jia: User, clock: time_machine.Traveller
) -> None:
    clock.shift(timedelta(minutes=5))
    browser.cookies.pop("linli_device")

    assert at_work(browser) == ""
    assert type_pin(browser, jia).url == "/accounts/login/"


def test_signing_out_of_a_locked_computer(browser: Client, jia: User, clock: time_machine.Traveller) -> None:
    clock.shift(timedelta(minutes=5))

    assert browser.post("/lock/leave").url == "/accounts/login/"
    assert "任佳怡" not in browser.get("/lock").content.decode()


def test_signing_in_in_full_unlocks_it(browser: Client, jia: User, clock: time_machine.Traveller) -> None:
    clock.shift(timedelta(minutes=5))

    assert sign_in(jia, browser).status_code == 302
    assert at_work(browser) == "任佳怡"


def test_frame_offers_lock_and_change_on_a_shared_computer_only(browser: Client, jia: User) -> None:
    alone = Client()
    sign_in(jia, alone)

    assert "/lock/now" in browser.get(DESK).content.decode()
    assert "data-lock=" in browser.get(DESK).content.decode()
    assert "/lock/now" not in alone.get(DESK).content.decode()
    assert "data-lock=" not in alone.get(DESK).content.decode()


def test_who_has_no_pin_is_asked_to_sign_in_in_full(clock: time_machine.Traveller) -> None:
    browser = shared_by(colleague(name="温素琴", pin=""))
    clock.shift(timedelta(minutes=5))

    shown = browser.get("/lock").content.decode()

    assert "这是温素琴的登录" in shown
    assert 'name="pin"' not in shown


def test_sign_in_and_pin_are_no_news_of_the_day(browser: Client) -> None:
    shown = browser.get(DESK).content.decode()

    assert "设置了 PIN" not in shown
    assert "电脑设为共用" not in shown
