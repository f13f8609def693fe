"""The receipt and giving back: for their claimant only, with everything that is needed and nothing of the family."""

import re
from datetime import timedelta

import pytest

from linli.core import clock
from linli.core.actor import SYSTEM
from linli.wishes.models import Claim
from linli.wishes.services.publishing import prepare_campaign, publish_campaign
from linli.wishes.workflow import DELIVERED, OPEN, RELEASED, TAKEN
from tests.factories.wishes import BELL_TOWER, details, household, member, members, open_campaign, wish
from tests.wishes.phones import (
    CHEN,
    STRANGER,
    Phone,
    centre,
    claims_of,
    key_of,
    known_phone,
    signed_in,
    wish_of,
    words_of,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _office() -> None:
    centre()


def test_receipt_says_what_to_buy_where_by_when_and_whom_to_call() -> None:
    campaign = open_campaign(handover_until=clock.today() + timedelta(days=7))
    member(**CHEN)
    phone, number = known_phone(campaign)
    page = phone.at(f"/claims/{number}")
    words, until = words_of(page), campaign.handover_until
    for said in ("钟楼社区党群服务中心", "南街88号", "周一至周五 9:00–18:00", "0359-2000000", str(number)):
        assert said in words
    assert f"{until.month}月{until.day}日" in words
    parcel = re.search(r'id="parcel">([^<]*)<', page.content.decode())
    assert parcel
    assert f"认领编号 {number}" in parcel[1]
    assert "地址：山西省运城市南街88号（钟楼社区党群服务中心）" in parcel[1]
    assert 'href="tel:0359-2000000"' in page.content.decode()


def test_receipt_of_an_intimate_thing_tells_its_size() -> None:
    family = household()
    chosen = wish(
        family, "成人尿不湿", "包", intimate=True, quantity=5, spec="中号", kind="care", public_title="护理用品"
    )
    campaign = prepare_campaign(community_id=BELL_TOWER, details=details(), wish_ids=[chosen.pk], by=SYSTEM)
    campaign = publish_campaign(community_id=BELL_TOWER, campaign_id=campaign.pk, by=SYSTEM)
    member(**CHEN)
    phone, number = known_phone(campaign, 1, **CHEN)
    words = words_of(phone.at(f"/claims/{number}"))
    assert "成人尿不湿 5包" in words
    assert "中号" in words
    assert "尿不湿" in words_of(phone.at("/mine"))


def test_receipt_and_lists_tell_nothing_of_the_family() -> None:
    family = household(name="柳如意", phone="19911112222")
    chosen = wish(family, said="我家柳如意住3栋，要一个书包", note="柳如意 白血病")
    campaign = prepare_campaign(community_id=BELL_TOWER, details=details(), wish_ids=[chosen.pk], by=SYSTEM)
    campaign = publish_campaign(community_id=BELL_TOWER, campaign_id=campaign.pk, by=SYSTEM)
    member(**CHEN)
    phone, number = known_phone(campaign, 1, **CHEN)
    pages = [phone.at(path) for path in (f"/claims/{number}", f"/claims/{number}/release", "/mine", "/1", "")]
    pages.append(Phone(campaign).claim(1, **STRANGER))
    phone.send(f"/claims/{number}/release", key="release-key")
    pages.append(phone.at(f"/claims/{number}"))
    for page in pages:
        for canary in ("柳如意", "19911112222", "1单元302", "白血病", "3栋", str(family.pk), str(chosen.pk)):
            assert canary not in page.content.decode()


def test_receipt_of_somebody_else_is_not_here() -> None:
    campaign, (first, second) = open_campaign(), members(count=2)
    _first, number = known_phone(campaign, 1, name=first.name, phone=first.phone)
    other, _number = known_phone(campaign, 2, name=second.name, phone=second.phone)
    for phone in (other, Phone(campaign), signed_in(campaign, "13612340000")):
        assert phone.at(f"/claims/{number}").status_code == 404
        assert phone.at(f"/claims/{number}/release").status_code == 404
        assert phone.send(f"/claims/{number}/release", key="foreign-key").status_code == 404
    assert wish_of(campaign, 1).state == TAKEN


def test_receipt_follows_the_claim_to_its_lamp() -> None:
    campaign = open_campaign()
    member(**CHEN)
    phone, number = known_phone(campaign)
    for state, said in (("received", "已经送到社区"), (DELIVERED, "这盏灯亮了")):
        Claim.objects.within(BELL_TOWER).update(state=state)
        words = words_of(phone.at(f"/claims/{number}"))
        assert said in words
        assert "来不及了" not in words


@pytest.mark.parametrize("path", ["/1", "/mine", "/claims/{number}", "/claims/{number}/release"])
def test_personal_pages_are_kept_by_no_browser_and_no_proxy(path: str) -> None:
    campaign = open_campaign()
    member(**CHEN)
    phone, number = known_phone(campaign)
    answer = phone.at(path.format(number=number))
    assert answer.status_code == 200
    assert {"private", "no-store"} <= set(answer.headers["Cache-Control"].split(", "))
    assert answer.headers["Referrer-Policy"] == "same-origin"


def test_giving_back_asks_once_and_opens_the_wish_again() -> None:
    campaign = open_campaign()
    member(**CHEN)
    phone, number = known_phone(campaign)
    assert f'href="/c/{campaign.code}/claims/{number}/release"' in phone.at(f"/claims/{number}").content.decode()
    question = phone.at(f"/claims/{number}/release")
    assert "取消这次认领？" in words_of(question)
    assert wish_of(campaign, 5).state == TAKEN
    answers = [phone.send(f"/claims/{number}/release", key=key_of(question)) for _try in range(3)]
    assert {(answer.status_code, answer.headers["Location"]) for answer in answers} == {
        (303, f"/c/{campaign.code}/claims/{number}")
    }
    assert (wish_of(campaign, 5).state, claims_of(campaign)[0].state) == (OPEN, RELEASED)
    after = phone.at(f"/claims/{number}")
    assert "这次认领已经取消" in words_of(after)
    assert f'href="/c/{campaign.code}/5"' in after.content.decode()
    assert str(number) not in words_of(phone.at("/mine"))


def test_what_has_arrived_cannot_be_given_back() -> None:
    campaign = open_campaign()
    member(**CHEN)
    phone, number = known_phone(campaign)
    Claim.objects.within(BELL_TOWER).update(state="received")
    assert phone.at(f"/claims/{number}/release").status_code == 303
    assert phone.send(f"/claims/{number}/release", key="too-late-key").status_code == 403
    assert claims_of(campaign)[0].state == "received"


def test_somebody_waiting_for_the_desk_can_give_back_too() -> None:
    campaign = open_campaign()
    phone, number = known_phone(campaign, **STRANGER)
    phone.send(f"/claims/{number}/release", key=key_of(phone.at(f"/claims/{number}/release")))
    assert wish_of(campaign, 5).state == OPEN


def test_words_for_the_courier_are_chinese_whatever_the_page_speaks() -> None:
    campaign = open_campaign()
    member(**CHEN)
    phone, number = known_phone(campaign)
    phone.cookies["linli_lang"] = "en"
    page = phone.at(f"/claims/{number}")
    assert "Whom to call" in words_of(page)
    assert f"备注：认领编号 {number}" in words_of(page)
