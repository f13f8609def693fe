"""Claiming on the phone: name and phone or one button, and what is said where it does not work."""

import re
from datetime import timedelta

import pytest
from django.core.cache import cache

from linli.core import clock
from linli.core.actor import SYSTEM
from linli.people.models import Person
from linli.wishes.models.claims import ON_ROSTER, SELF_NAMED
from linli.wishes.services.publishing import close_campaign
from linli.wishes.services.releasing import keep_claim, release_claim
from linli.wishes.workflow import OPEN, TAKEN
from tests.factories.acting import grant, user
from tests.factories.wishes import BELL_TOWER, member, members, open_campaign
from tests.wishes.phones import (
    CHEN,
    STRANGER,
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


def test_name_and_phone_as_on_the_roster_claim_and_lead_to_the_receipt() -> None:
    campaign, person = open_campaign(), member(**CHEN)
    phone = Phone(campaign)
    answer = phone.claim(1, name=" 陈 晓东", phone="+86 199-0001-0000")
    (held,) = claims_of(campaign)
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/c/{campaign.code}/claims/{held.number}")
    assert (held.claimant_id, held.basis, held.to_decide) == (person.pk, ON_ROSTER, False)
    words = words_of(phone.at(f"/claims/{held.number}"))
    assert "认领成功" in words
    assert str(held.number) in words


def test_from_the_code_to_the_receipt_it_takes_three_taps_for_somebody_known() -> None:
    member(**CHEN)
    campaign = open_campaign()
    phone, _number = known_phone(campaign)
    wall = phone.at().content.decode()
    link = re.search(rf'href="(/c/{campaign.code}/1)"', wall)
    assert link
    page = phone.get(link[1])
    assert "陈*东" in words_of(page)
    assert "199****0000" in words_of(page)
    assert 'name="phone"' not in page.content.decode()
    answer = phone.send("/1/claim", key=key_of(page))
    assert answer.status_code == 303
    assert len(claims_of(campaign)) == 2


def test_second_claimant_is_told_at_once_and_shown_what_is_open() -> None:
    campaign, (first, second) = open_campaign(wishes=5), members(count=2)
    slow, fast = Phone(campaign), Phone(campaign)
    page = slow.at("/1")
    fast.claim(1, name=first.name, phone=first.phone)
    answer = slow.send("/1/claim", key=key_of(page), name=second.name, phone=second.phone)
    words = words_of(answer)
    assert answer.status_code == 409
    assert "慢了一步" in words
    assert "还有 4 个心愿待认领" in words
    assert f'href="/c/{campaign.code}/2"' in answer.content.decode()
    assert [held.claimant_id for held in claims_of(campaign)] == [first.pk]


def test_same_page_sent_three_times_gives_the_same_receipt() -> None:
    campaign = open_campaign()
    member(**CHEN)
    phone = Phone(campaign)
    key = key_of(phone.at("/1"))
    answers = [phone.send("/1/claim", key=key, **CHEN) for _try in range(3)]
    assert len({(answer.status_code, answer.headers["Location"]) for answer in answers}) == 1
    assert len(claims_of(campaign)) == 1


def test_page_sent_again_from_a_browser_that_never_got_the_answer_gives_the_same_receipt() -> None:
    campaign = open_campaign()
    member(**CHEN)
    places = {Phone(campaign).claim(1, key="one-page-one-key", **CHEN).headers["Location"] for _browser in range(2)}
    assert len(places) == 1


def test_lost_claim_sent_again_is_lost_again_though_the_wish_is_open_by_then() -> None:
    campaign, (first, second) = open_campaign(), members(count=2)
    fast, slow = Phone(campaign), Phone(campaign)
    fast.claim(1, name=first.name, phone=first.phone)
    lost = {"key": "slow-page-key", "name": second.name, "phone": second.phone}
    assert slow.send("/1/claim", **lost).status_code == 409
    release_claim(community_id=BELL_TOWER, claim_id=claims_of(campaign)[0].pk, by=SYSTEM)
    assert slow.send("/1/claim", **lost).status_code == 409
    assert slow.claim(1).status_code == 303


def test_key_of_another_page_is_told_and_the_next_try_works() -> None:
    campaign = open_campaign()
    member(**CHEN)
    phone = Phone(campaign)
    phone.claim(1, key="the-same-key", **CHEN)
    answer = phone.send("/2/claim", key="the-same-key")
    assert answer.status_code == 422
    assert wish_of(campaign, 2).state == OPEN
    assert key_of(answer) != "the-same-key"


def test_form_without_a_key_or_without_its_token_takes_nothing() -> None:
    campaign = open_campaign()
    member(**CHEN)
    phone = Phone(campaign)
    phone.at("/1")
    assert phone.send("/1/claim", **CHEN).status_code == 422
    assert phone.post(f"/c/{campaign.code}/1/claim", {"key": "a-good-key", **CHEN}).status_code == 403
    assert not claims_of(campaign)


def test_name_that_the_roster_does_not_have_is_held_for_the_desk() -> None:
    campaign, person = open_campaign(), member(**CHEN)
    phone, number = known_phone(campaign, name="陈小东", phone=CHEN["phone"])
    (held,) = claims_of(campaign)
    assert (held.to_decide, held.basis) == (True, SELF_NAMED)
    assert held.claimant_id != person.pk
    words = words_of(phone.at(f"/claims/{number}"))
    assert "已先为您留住" in words
    assert "今天核实" in words
    assert wish_of(campaign, 5).state == TAKEN


def test_unmatched_phone_is_one_person_however_often_and_by_whatever_name_it_claims() -> None:
    campaign = open_campaign()
    for number, name in ((1, "路过的人"), (2, "另一个名字"), (3, "路过的人")):
        assert Phone(campaign).claim(number, name=name, phone=STRANGER["phone"]).status_code == 303
    assert len({held.claimant_id for held in claims_of(campaign)}) == 1
    assert Person.objects.within(BELL_TOWER).filter(origin="self").count() == 1


def test_in_a_campaign_for_anyone_a_stranger_needs_no_decision_and_reads_of_no_roster() -> None:
    campaign = open_campaign(audience="anyone")
    phone = Phone(campaign)
    assert "名册" not in words_of(phone.at("/1"))
    phone.claim(1, **STRANGER)
    assert claims_of(campaign)[0].to_decide is False


def test_somebody_whom_the_desk_has_placed_goes_on_as_that_person() -> None:
    campaign, person = open_campaign(cap=2), member(**CHEN)
    phone, number = known_phone(campaign, name="陈晓东", phone="13900009999")
    keep_claim(community_id=BELL_TOWER, claim_id=claims_of(campaign)[0].pk, same_as=person.pk, by=SYSTEM)
    assert phone.at(f"/claims/{number}").status_code == 200
    assert phone.claim(1).status_code == 303
    assert {held.claimant_id for held in claims_of(campaign)} == {person.pk}
    assert phone.claim(2).status_code == 409
    again = Phone(campaign)
    again.send("/mine", name="陈晓东", phone="13900009999")
    assert str(number) in words_of(again.at("/mine"))


def test_phone_of_staff_is_refused_and_led_to_the_sign_in() -> None:
    campaign = open_campaign()
    grant("worker", holder=user("13700001111"))
    phone = Phone(campaign)
    answer = phone.claim(1, name="王主任", phone="13700001111")
    assert answer.status_code == 403
    assert 'value="王主任"' in answer.content.decode()
    assert f"/accounts/login/?next=/c/{campaign.code}/1" in answer.content.decode()
    assert not claims_of(campaign)
    assert "weak" not in phone.session


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"name": "", "phone": "19900010000"}, "请填写您的姓名"),
        ({"name": "陈", "phone": "19900010000"}, "请填写您的姓名"),
        ({"name": "陈晓东", "phone": "12345"}, "请填写能打通的号码"),
        ({"name": "陈晓东<b>", "phone": "19900010000"}, "请填写您的姓名"),
    ],
)
def test_what_is_missing_is_told_on_top_and_beside_the_field_and_what_was_typed_is_kept(
    typed: dict[str, str], said: str
) -> None:
    campaign = open_campaign()
    answer = Phone(campaign).claim(1, **typed)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert words_of(answer).count(said) == 2
    assert f'value="{typed["phone"]}"' in html
    assert "<title>错误" in html
    assert "<b>" not in html
    assert not claims_of(campaign)


def test_over_the_cap_it_says_how_many_and_leads_to_ones_claims() -> None:
    campaign = open_campaign(cap=2)
    member(**CHEN)
    phone, _number = known_phone(campaign)
    page = phone.at("/1")
    assert "您还可以认领 1 个心愿" in words_of(page)
    late = key_of(phone.at("/2"))
    phone.claim(1)
    answer = phone.send("/2/claim", key=late)
    assert answer.status_code == 409
    for told in (answer, phone.at("/2")):
        assert "每人最多同时认领 2 个" in words_of(told)
        assert f'href="/c/{campaign.code}/mine"' in told.content.decode().split("</header>")[1]
    assert len(claims_of(campaign)) == 2


def test_over_the_cap_no_wish_is_offered_that_cannot_be_taken() -> None:
    campaign = open_campaign(cap=2)
    member(**CHEN)
    phone, _number = known_phone(campaign)
    late = key_of(phone.at("/2"))
    phone.claim(1)
    assert "我来认领" not in words_of(phone.send("/2/claim", key=late))


def test_ones_own_wish_leads_to_its_receipt() -> None:
    campaign = open_campaign()
    member(**CHEN)
    phone, number = known_phone(campaign)
    page = phone.at("/5")
    assert "您已认领这个心愿" in words_of(page)
    assert "已经有人认领了" not in words_of(page)
    assert f'href="/c/{campaign.code}/claims/{number}"' in page.content.decode()


def test_before_the_opening_and_after_the_closing_nothing_is_taken() -> None:
    campaign = open_campaign(opens_at=clock.now() + timedelta(hours=1))
    member(**CHEN)
    phone = Phone(campaign)
    answer = phone.send("/1/claim", key="early-page", **CHEN)
    assert answer.status_code == 409
    assert "开始认领，在这之前谁都不能认领" in words_of(answer)
    assert "每盏灯都有人认领了" not in words_of(answer)
    with clock.at(campaign.opens_at + timedelta(minutes=1)):
        close_campaign(community_id=BELL_TOWER, campaign_id=campaign.pk, by=SYSTEM)
        late = phone.send("/1/claim", key="late-page", **CHEN)
        assert late.status_code == 409
        assert f"{clock.local(clock.now()):%H:%M} 认领已经结束" in words_of(late)
        cache.clear()
        assert "认领已经结束" in words_of(phone.at("/1"))
    assert not claims_of(campaign)


@pytest.mark.parametrize("number", [0, 99, 10_000, 10**30])
def test_wish_that_does_not_exist_cannot_be_claimed(number: int) -> None:
    campaign = open_campaign()
    member(**CHEN)
    assert Phone(campaign).send(f"/{number}/claim", key="any-key-1", **CHEN).status_code == 404
