"""Waiting in line on phones, and what the desk sees of it."""

from datetime import timedelta

import pytest
from django.core.cache import cache

from linli.core import clock
from linli.core.actor import SYSTEM
from linli.wishes.models import Campaign, Claim, PlaceInLine
from linli.wishes.services.releasing import release_claim
from tests.factories.wishes import BELL_TOWER, member, open_campaign
from tests.wishes.office import Desk
from tests.wishes.phones import CHEN, Phone, centre, key_of, take, wish_of, words_of

pytestmark = pytest.mark.django_db
LIN = {"name": "林丽娜", "phone": "19900010001"}


def waiting(campaign: Campaign) -> Phone:
    """A phone whose owner waits for wish 1, which somebody else has."""
    member(**LIN)
    take(campaign, 1)
    phone = Phone(campaign)
    answer = phone.send("/1/line", key=key_of(phone.at("/1")), **LIN)
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/c/{campaign.code}/1")
    return phone


def give_back() -> None:
    claim = Claim.objects.within(BELL_TOWER).get(state="held")
    release_claim(community_id=BELL_TOWER, claim_id=claim.pk, by=SYSTEM)
    cache.clear()


def test_phone_waits_sees_its_place_and_takes_what_is_kept_for_it_with_one_tap() -> None:
    centre()
    campaign = open_campaign()
    phone = waiting(campaign)
    assert "您排在第 1 位" in words_of(phone.at("/1"))
    assert "排在第 1 位" in words_of(phone.at("/mine"))
    give_back()
    page = phone.at("/1")
    assert "轮到您了" in words_of(page)
    assert "轮到您了" in words_of(phone.at("/mine"))
    answer = phone.send("/1/line/accept", key=key_of(page))
    assert answer.status_code == 303
    assert "您已认领" in words_of(phone.get(answer.headers["Location"])) or phone.receipt_number(answer)


def test_phone_lets_the_next_one_have_it() -> None:
    centre()
    campaign = open_campaign()
    phone = waiting(campaign)
    give_back()
    page = phone.at("/1")
    answers = [phone.send("/1/line/leave", key=key_of(page)).status_code for _tap in range(2)]
    assert answers == [303, 303]
    assert wish_of(campaign).state == "open"
    assert "我来点亮" in words_of(phone.at("/1")) or "认领" in words_of(phone.at("/1"))


def test_who_comes_too_late_is_told_in_words_and_others_find_nothing() -> None:
    centre()
    campaign = open_campaign()
    phone = waiting(campaign)
    give_back()
    page = phone.at("/1")
    with clock.at(clock.now() + timedelta(hours=25)):
        answer = phone.send("/1/line/accept", key=key_of(page))
    assert answer.status_code == 409
    assert "不再为您保留" in words_of(answer)
    for path in ("/1/line/accept", "/1/line/leave"):
        assert Phone(campaign).send(path, key="some-key-of-a-page").status_code == 404
    assert PlaceInLine.objects.within(BELL_TOWER).get().state == "offered"


def test_wall_says_how_many_wait_and_leads_to_the_line() -> None:
    centre()
    campaign = open_campaign(wishes=2)
    phone = waiting(campaign)
    cache.clear()
    page = phone.at()
    assert "1 人排队" in words_of(page)
    assert f'href="/c/{campaign.code}/1"' in page.content.decode()
    give_back()
    assert "留给下一位" in words_of(phone.at())
    assert "留给排队的下一位" in words_of(Phone(campaign).at("/1"))


def test_waiting_person_is_found_again_by_name_and_phone() -> None:
    centre()
    campaign = open_campaign()
    waiting(campaign)
    phone = Phone(campaign)
    assert phone.send("/mine", **LIN).status_code == 303
    assert "排在第 1 位" in words_of(phone.at("/mine"))


def test_name_that_is_missing_is_asked_for_again_in_the_form_of_the_line() -> None:
    centre()
    campaign = open_campaign()
    take(campaign, 1)
    phone = Phone(campaign)
    answer = phone.send("/1/line", key=key_of(phone.at("/1")), name="", phone=CHEN["phone"])
    assert answer.status_code == 422
    assert f'action="/c/{campaign.code}/1/line"' in answer.content.decode()
    assert CHEN["phone"] in answer.content.decode()


def test_open_wish_is_not_waited_for() -> None:
    centre()
    campaign = open_campaign()
    member(**CHEN)
    phone = Phone(campaign)
    answer = phone.send("/1/line", key=key_of(phone.at("/1")), **CHEN)
    assert answer.status_code == 409
    assert "可以直接认领" in words_of(answer)


def test_desk_sees_who_waits_and_for_whom_it_is_kept() -> None:
    desk = Desk()
    campaign = open_campaign()
    waiting(campaign)
    assert "1 人排队" in words_of(desk.at(f"campaigns/{campaign.pk}/"))
    wish = wish_of(campaign)
    assert "正在排队" in words_of(desk.at(f"wishes/{wish.pk}/"))
    give_back()
    said = words_of(desk.at(f"wishes/{wish.pk}/"))
    assert "已轮到" in said
    assert LIN["name"] not in said
