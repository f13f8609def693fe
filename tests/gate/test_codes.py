"""One-time codes and public codes."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from linli.core import clock
from linli.core.actor import SYSTEM, Actor
from linli.core.errors import TooMany
from linli.core.ids import new_id
from linli.gate.models import OneTimeCode
from linli.gate.queries import last_beat, public_code
from linli.gate.services import (
    ALPHABET,
    beat,
    check_code,
    forget_old_codes,
    make_code,
    new_public_code,
    read_public_code,
)
from tests.factories.people import BELL_TOWER, WEST_LAKE
from tests.gate.conftest import at_once

START = datetime(2026, 12, 6, tzinfo=UTC)
PHONE = "19900000001"
MEMBER = Actor(key="person:1", label="claimant")


def make(by: Actor = SYSTEM, purpose: str = "claim", phone: str = PHONE) -> str:
    return make_code(community_id=BELL_TOWER, purpose=purpose, phone=phone, by=by)


def check(code: str, community: int = BELL_TOWER, purpose: str = "claim", phone: str = PHONE) -> bool:
    return check_code(community_id=community, purpose=purpose, phone=phone, code=code, by=MEMBER)


def another(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06d}"


@pytest.mark.django_db
def test_code_works_once() -> None:
    code = make()

    assert [check(code), check(code)] == [True, False]


@pytest.mark.django_db
def test_code_is_good_for_its_phone_purpose_and_community_only() -> None:
    code = make()

    assert not check(code, phone="19900000002")
    assert not check(code, purpose="sign_in")
    assert not check(code, community=WEST_LAKE)
    assert check(code)


@pytest.mark.django_db
def test_fifth_wrong_code_makes_the_right_one_useless() -> None:
    code = make()
    for _guess in range(4):
        assert not check(another(code))
    fourth = make(phone="19900000002")
    for _guess in range(5):
        check(another(fourth), phone="19900000002")

    assert check(code)
    assert not check(fourth, phone="19900000002")


@pytest.mark.django_db
def test_code_runs_out_after_ten_minutes() -> None:
    with clock.at(START):
        first, second = make(), make(phone="19900000002")
    with clock.at(START + timedelta(minutes=9, seconds=59)):
        assert check(first)
    with clock.at(START + timedelta(minutes=10)):
        assert not check(second, phone="19900000002")


@pytest.mark.django_db
def test_new_code_makes_the_one_before_useless() -> None:
    with clock.at(START):
        first = make()
    with clock.at(START + timedelta(minutes=2)):
        second = make()
        if first != second:
            assert not check(first)
        assert check(second)


@pytest.mark.django_db
def test_codes_for_one_phone_are_limited_but_not_at_the_console() -> None:
    make(by=MEMBER)
    with pytest.raises(TooMany):
        make(by=MEMBER)
    make(by=SYSTEM)


@pytest.mark.django_db
def test_neither_code_nor_phone_stands_in_the_database() -> None:
    code = make()
    row = OneTimeCode.objects.within(BELL_TOWER).values().get()

    assert code not in str(row)
    assert PHONE not in str(row)


@pytest.mark.django_db
def test_equal_codes_have_different_hashes() -> None:
    hashes = set()
    for number in range(3):
        make(phone=f"1990000000{number}")
    for row in OneTimeCode.objects.within(BELL_TOWER):
        hashes.add(bytes(row.code_hash))

    assert len(hashes) == 3


@pytest.mark.django_db
def test_old_codes_are_forgotten() -> None:
    with clock.at(START):
        make()
    with clock.at(START + timedelta(hours=23)):
        assert forget_old_codes(community_id=BELL_TOWER) == 0
    with clock.at(START + timedelta(days=2)):
        assert forget_old_codes(community_id=BELL_TOWER) == 1


@pytest.mark.usefixtures("shared_database")
def test_right_code_typed_twice_at_once_is_accepted_once() -> None:
    code = make()

    assert sorted(at_once(*[lambda: check(code)] * 5)) == [False] * 4 + [True]


@pytest.mark.usefixtures("shared_database")
def test_guesses_at_the_same_moment_do_not_outrun_the_five_tries() -> None:
    code = make()
    at_once(*[lambda: check(another(code))] * 8)

    assert OneTimeCode.objects.within(BELL_TOWER).get().tries == 5
    assert not check(code)


@pytest.mark.django_db
def test_public_code_finds_its_community_and_thing() -> None:
    campaign = new_id()
    code = new_public_code(community_id=BELL_TOWER, kind="campaign", target_id=campaign)

    found = public_code(code)

    assert found is not None
    assert (found.community_id, found.kind, found.target_id) == (BELL_TOWER, "campaign", campaign)
    assert len(code) == 12
    assert set(code) <= set(ALPHABET)
    with pytest.raises(IntegrityError), transaction.atomic():
        new_public_code(community_id=BELL_TOWER, kind="campaign", target_id=campaign)


@pytest.mark.django_db
def test_thousand_guessed_public_codes_find_nothing() -> None:
    codes = {new_public_code(community_id=BELL_TOWER, kind="campaign", target_id=new_id()) for _code in range(50)}

    assert len(codes) == 50
    assert len({code[:4] for code in codes}) > 40


def test_public_code_is_understood_as_typed_or_read_aloud() -> None:
    assert read_public_code(" 7k2m-9qrt-o1il ") == "7K2M9QRT0111"


@pytest.mark.django_db
def test_worker_says_when_it_was_last_alive() -> None:
    assert last_beat("worker") is None
    for second in (0, 5):
        with clock.at(START + timedelta(seconds=second)):
            beat("worker")

    assert last_beat("worker") == START + timedelta(seconds=5)
