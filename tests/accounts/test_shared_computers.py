"""Shared computers: marked at sign-in or on one's own account, changed over by PIN, with few tries."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth.hashers import check_password
from django.contrib.sessions.models import Session
from django.test import Client

from linli.accounts.models import Device, Seat, SignIn, User
from linli.accounts.services import end_role
from linli.accounts.services.pins import is_weak, set_pin
from linli.accounts.services.sessions import end_sessions
from linli.core.actor import SYSTEM
from linli.timeline.models import Event
from tests.accounts.computers import PIN, at_work, colleague, seat_of, shared_by, sign_in, type_pin
from tests.factories import acting
from tests.factories.acting import BELL_TOWER

pytestmark = pytest.mark.django_db
QUICK = ["django.contrib.auth.hashers.MD5PasswordHasher"]
MORNING = datetime.fromisoformat("2026-11-24T09:00:00+08:00")


@pytest.fixture(autouse=True)
def clock(settings: Any) -> Iterator[time_machine.Traveller]:
    acting.office()
    settings.PASSWORD_HASHERS = QUICK
    with time_machine.travel(MORNING, tick=False) as moving:
        yield moving


@pytest.fixture
def jia() -> User:
    return colleague(name="任佳怡")


@pytest.fixture
def wen() -> User:
    return colleague(name="温素琴")


def verbs() -> list[str]:
    """What the record has of people here, but for their roles."""
    return sorted(Event.objects.within(BELL_TOWER).exclude(verb="grant_role").values_list("verb", flat=True))


def test_box_at_sign_in_makes_the_computer_a_shared_one(jia: User) -> None:
    browser = shared_by(jia)

    assert browser.cookies["linli_device"]["httponly"]
    assert browser.cookies["linli_device"]["samesite"] == "Lax"
    assert seat_of(jia).device == Device.objects.get()
    assert browser.cookies["linli_device"].value.encode() not in bytes(Device.objects.get().token_hash)
    assert verbs() == ["set_pin", "share_device"]


def test_without_the_box_nothing_is_shared_and_nothing_locks(jia: User, clock: time_machine.Traveller) -> None:
    browser = Client()
    sign_in(jia, browser)

    clock.shift(timedelta(hours=3))
    assert Device.objects.count() == 0
    assert at_work(browser) == "任佳怡"


def test_computer_is_marked_on_ones_own_account_and_unmarked_after_a_fresh_sign_in(
    jia: User, clock: time_machine.Traveller
) -> None:
    browser = Client()
    sign_in(jia, browser)
    browser.post("/account/shared")
    clock.shift(timedelta(minutes=5))
    assert at_work(browser) == ""

    type_pin(browser, jia)
    clock.shift(timedelta(minutes=4))
    type_pin(browser, jia)
    clock.shift(timedelta(minutes=4))
    type_pin(browser, jia)
    clock.shift(timedelta(minutes=4))
    assert browser.post("/account/shared/end").status_code == 403  # a quarter of an hour ago, and by PIN since
    sign_in(jia, browser)
    browser.cookies.pop("linli_session")
    sign_in(jia, browser)
    assert browser.post("/account/shared/end").status_code == 302
    clock.shift(timedelta(hours=1))
    assert at_work(browser) == "任佳怡"
    assert (Device.objects.count(), Seat.objects.count()) == (0, 0)
    assert "unshare_device" in verbs()


def test_pin_changes_the_person(jia: User, wen: User) -> None:
    browser = shared_by(jia, wen)
    assert at_work(browser) == "温素琴"

    answer = type_pin(browser, jia, next="/desk/1/claims/")

    assert (answer.status_code, answer.url) == (302, "/")
    assert at_work(browser) == "任佳怡"
    assert "switch_person" in verbs()
    assert SignIn.objects.filter(shared__isnull=False).count() == Session.objects.count() == 1


def test_whoever_came_by_pin_changes_nothing_of_the_account(jia: User, wen: User) -> None:
    browser = shared_by(jia, wen)
    type_pin(browser, jia)

    for place, body in (("pin", {"pin": "908172"}), ("password", {"new": "晚上九点的灯火 lamp"}), ("shared/end", {})):
        assert browser.post(f"/account/{place}", body).status_code == 403


@pytest.mark.parametrize(
    "weak", ["1234", "0000", "987654", "1212", "123123", "890123", "1314", "5555", "12", "1234567", "12a4", ""]
)
def test_weak_pins_are_refused(weak: str, jia: User) -> None:
    browser = Client()
    sign_in(jia, browser)
    before = User.objects.get(pk=jia.pk).pin

    answer = browser.post("/account/pin", {"pin": weak})

    assert answer.status_code == 422
    assert User.objects.get(pk=jia.pk).pin == before


def test_digits_of_ones_phone_are_weak_and_others_are_not() -> None:
    assert is_weak("1402", "18603591402")
    assert is_weak("035914", "18603591402")
    assert not any(is_weak(pin, "18603591402") for pin in ("2718", "408172", PIN))


def test_pin_is_kept_as_a_hash_that_the_digits_alone_do_not_make(jia: User, settings: Any) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
    set_pin(user=jia, pin=PIN)

    assert jia.pin.startswith("pbkdf2_sha256$")
    assert not check_password(PIN, jia.pin)


def test_pin_is_set_after_a_fresh_sign_in_only(jia: User, clock: time_machine.Traveller) -> None:
    browser = Client()
    sign_in(jia, browser)
    clock.shift(timedelta(minutes=16))

    assert browser.post("/account/pin", {"pin": "908172"}).status_code == 403


def test_who_works_at_no_desk_has_no_pin_and_no_shared_computer() -> None:
    browser = acting.client_of(acting.user())

    assert browser.post("/account/pin", {"pin": PIN}).status_code == 403
    assert browser.post("/account/shared").status_code == 403


def test_after_five_wrong_pins_one_signs_in_in_full(jia: User, wen: User) -> None:
    browser = shared_by(jia, wen)

    answers = [type_pin(browser, jia, pin) for pin in ("1111", "2222", "3333", "4444", "5555", PIN)]

    assert [answer.status_code for answer in answers] == [422] * 4 + [403] * 2
    assert at_work(browser) == "温素琴"
    browser.cookies.pop("linli_session")
    sign_in(jia, browser)
    type_pin(browser, wen)
    assert type_pin(browser, jia).status_code == 302
    assert at_work(browser) == "任佳怡"


def test_right_pin_gives_all_tries_back(jia: User) -> None:
    browser = shared_by(jia)
    for _round in range(3):
        for wrong in ("1111", "2222", "3333", "4444"):
            type_pin(browser, jia, wrong)
        assert type_pin(browser, jia).status_code == 302
    assert seat_of(jia).tries == 0


def test_too_many_wrong_pins_of_one_person_close_every_computer(jia: User) -> None:
    computers = [shared_by(jia) for _nth in range(4)]
    wrong = ("1111", "2222", "3333", "4444")

    answers = [type_pin(browser, jia, pin).status_code for browser in computers for pin in wrong]

    assert answers == [422] * 15 + [403]
    assert [type_pin(browser, jia).status_code for browser in computers] == [403] * 4


def test_a_thousand_guessed_pins_hit_nothing(jia: User, wen: User) -> None:
    """1,000 different ones, the right one among them."""
    browser = shared_by(jia, wen)
    guesses = [f"{nth:06d}" for nth in range(int(PIN) - 999, int(PIN) + 1)]
    seat = str(seat_of(jia).pk)

    answers = [browser.post("/lock", {"seat": seat, "pin": guess}).status_code for guess in guesses]

    assert answers.count(302) == 0
    assert answers.count(422) == 4
    assert at_work(browser) == "温素琴"


def test_pin_is_good_only_where_one_signed_in_within_a_week(
    jia: User, wen: User, clock: time_machine.Traveller
) -> None:
    elsewhere, browser = shared_by(wen), shared_by(jia)

    assert elsewhere.post("/lock", {"seat": str(seat_of(jia).pk), "pin": PIN}).status_code == 404
    assert Client().post("/lock", {"seat": str(seat_of(jia).pk), "pin": PIN}).url == "/accounts/login/"
    clock.shift(timedelta(days=7))
    assert type_pin(browser, jia).status_code == 403


def test_role_that_was_ended_is_ended_for_the_pin(jia: User, wen: User) -> None:
    browser = shared_by(jia, wen)
    end_role(grant_id=jia.grants.get().pk, place=BELL_TOWER, by=SYSTEM)

    assert type_pin(browser, jia).status_code == 403
    assert "任佳怡" not in browser.get("/lock").content.decode()


def test_account_that_was_closed_is_closed_for_the_pin(jia: User, wen: User) -> None:
    browser = shared_by(jia, wen)
    User.objects.filter(pk=jia.pk).update(is_active=False)

    assert type_pin(browser, jia).status_code == 403


def test_signing_out_and_ending_sessions_end_the_seat(jia: User, wen: User) -> None:
    browser = shared_by(jia, wen)
    browser.post("/accounts/logout/")
    assert not Seat.objects.filter(user=wen).exists()

    end_sessions(user=jia)
    assert not Seat.objects.filter(user=jia).exists()
    assert browser.get("/lock").status_code == 200


def test_seats_are_listed_and_ended_on_ones_own_account(jia: User) -> None:
    browser = shared_by(jia)
    assert "PIN 可用的电脑" in browser.get("/account/").content.decode()

    browser.post(f"/account/seats/{seat_of(jia).pk}/end")

    assert not Seat.objects.exists()


def test_a_secretary_is_changed_to_on_the_day_she_signed_in_only(jia: User, clock: time_machine.Traveller) -> None:
    """Her role asks for a second factor, and so a full sign-in of this very day."""
    secretary = colleague("secretary", name="贾文静")
    browser = shared_by(secretary, jia)
    assert type_pin(browser, secretary).status_code == 302
    assert type_pin(browser, jia).status_code == 302

    clock.shift(timedelta(days=1))
    assert type_pin(browser, secretary).status_code == 403
    assert type_pin(browser, jia).status_code == 302


def test_a_secretarys_own_session_is_unlocked_the_next_day(clock: time_machine.Traveller) -> None:
    secretary = colleague("secretary", name="贾文静")
    browser = shared_by(secretary)
    clock.shift(timedelta(days=1))

    assert at_work(browser) == ""
    assert type_pin(browser, secretary).status_code == 302
    assert at_work(browser) == "贾文静"


def test_two_switches_at_once_leave_one_person(jia: User, wen: User) -> None:
    """The second comes with the session that the first has replaced."""
    browser = shared_by(jia, wen)
    second = Client()
    second.cookies["linli_device"] = browser.cookies["linli_device"].value
    second.cookies["linli_session"] = browser.cookies["linli_session"].value

    first_answer = type_pin(browser, jia)
    late = type_pin(second, wen)

    assert first_answer.status_code == 302
    assert late.status_code in {302, 409}
    assert Session.objects.filter(session_key__in=SignIn.objects.values("session_key")).count() == 1
