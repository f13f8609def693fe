"""What a phone remembers of whoever claimed on it, and how much it is let try."""

from datetime import timedelta

import pytest

from linli.core import clock
from linli.wishes.workflow import OPEN
from tests.factories.wishes import member, members, open_campaign
from tests.wishes.phones import (
    CHEN,
    Phone,
    centre,
    claims_of,
    key_of,
    known_phone,
    wish_of,
    words_of,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _office() -> None:
    centre()


def test_guessing_the_name_of_a_phone_is_stopped_hard_and_keeps_what_was_typed() -> None:
    campaign = open_campaign(wishes=20, audience="anyone")
    member(**CHEN)
    answers = [
        Phone(campaign).claim(number, name=f"陈{letter}", phone=CHEN["phone"])
        for number, letter in enumerate("一二三四五六七八九", start=1)
    ]
    assert [answer.status_code for answer in answers] == [303] * 8 + [429]
    assert int(answers[-1].headers["Retry-After"]) > 60
    assert 'value="陈九"' in answers[-1].content.decode()
    assert Phone(campaign).claim(15, **CHEN).status_code == 429
    with clock.at(clock.now() + timedelta(minutes=11)):
        assert Phone(campaign).claim(15, **CHEN).status_code == 303


def test_somebody_known_who_types_the_same_name_again_is_not_guessing() -> None:
    campaign = open_campaign(wishes=12)
    member(**CHEN)
    phone = Phone(campaign)
    assert [phone.claim(number, **CHEN).status_code for number in range(1, 13)] == [303] * 12


def test_sixty_people_behind_one_address_claim_45_wishes_in_a_minute() -> None:
    campaign, people = open_campaign(wishes=45, households=11), members(count=60)
    with clock.at(clock.now()):
        answers = [
            Phone(campaign).send(f"/{i % 45 + 1}/claim", key=f"page-of-{i:04d}", name=one.name, phone=one.phone)
            for i, one in enumerate(people)
        ]
    assert sorted(answer.status_code for answer in answers) == [303] * 45 + [409] * 15


def test_one_address_cannot_empty_the_wall_under_names_that_no_roster_has() -> None:
    campaign = open_campaign(wishes=25)
    answers = [
        Phone(campaign).send(f"/{i}/claim", key=f"page-of-{i:04d}", name="路过的人", phone=f"138000{i:05d}")
        for i in range(1, 23)
    ]
    assert [answer.status_code for answer in answers] == [303] * 20 + [429] * 2
    elsewhere = Phone(campaign, REMOTE_ADDR="10.0.0.9")
    assert elsewhere.claim(23, name="路过的人", phone="13800099999").status_code == 303


def test_a_program_that_loses_a_hundred_times_a_minute_is_slowed_down() -> None:
    campaign, (first, second) = open_campaign(), members(count=2)
    Phone(campaign).claim(1, name=first.name, phone=first.phone)
    phone, _number = known_phone(campaign, name=second.name, phone=second.phone)
    with clock.at(clock.now()):
        statuses = [phone.send("/1/claim", key=f"page-of-{i:04d}").status_code for i in range(121)]
    assert statuses == [409] * 120 + [429]


def test_weak_session_of_one_campaign_sees_and_claims_nothing_in_another() -> None:
    here, there = open_campaign(), open_campaign()
    member(**CHEN)
    phone, number = known_phone(here)
    Phone(there).claim(1, **CHEN)
    other = claims_of(there)[0].number
    assert phone.at(f"/claims/{other}", there).status_code == 404
    assert phone.at(f"/claims/{number}", there).status_code == 404
    assert phone.at(f"/claims/{other}/release", there).status_code == 404
    assert str(other) not in words_of(phone.at("/mine", there))
    assert "陈*东" not in words_of(phone.at("/2", there))
    phone.campaign = there
    answer = phone.send("/2/claim", key="no-name-given")
    assert answer.status_code == 422
    assert "请填写您的姓名" in words_of(answer)
    assert wish_of(there, 2).state == OPEN


def test_naming_oneself_gives_the_session_a_new_key_and_ends_with_the_hand_over() -> None:
    campaign = open_campaign(handover_until=clock.today() + timedelta(days=40))
    member(**CHEN)
    phone = Phone(campaign)
    phone.cookies["linli_session"] = "a" * 32
    phone.claim(1, **CHEN)
    assert phone.cookies["linli_session"].value != "a" * 32
    days = phone.session.get_expiry_age() / 86400
    assert 40 <= days <= 42
    assert phone.cookies["linli_session"]["httponly"]


def test_two_people_can_share_a_phone_one_after_the_other() -> None:
    campaign, (first, second) = open_campaign(), members(count=2)
    phone, number = known_phone(campaign, name=first.name, phone=first.phone)
    page = phone.at("/1?other=1")
    assert 'name="phone"' in page.content.decode()
    phone.send("/1/claim", key=key_of(page), name=second.name, phone=second.phone)
    assert {held.claimant_id for held in claims_of(campaign)} == {first.pk, second.pk}
    assert phone.at(f"/claims/{number}").status_code == 404


def test_phone_forgets_who_it_is_when_asked() -> None:
    campaign = open_campaign()
    member(**CHEN)
    phone, number = known_phone(campaign)
    assert phone.send("/mine", forget="1").status_code == 303
    assert phone.at(f"/claims/{number}").status_code == 404
    assert 'name="phone"' in phone.at("/mine").content.decode()
