"""Claiming with a one-time code, and by somebody signed in."""

import re

import pytest

from linli.notifications.models import Outgoing
from linli.wishes.models.claims import SIGNED_IN, WITH_CODE
from linli.wishes.workflow import OPEN
from tests.factories.acting import client_of, grant, user
from tests.factories.wishes import BELL_TOWER, member, open_campaign
from tests.wishes.phones import (
    CHEN,
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


def sent_code() -> str:
    row = Outgoing.objects.within(BELL_TOWER).filter(kind="claim_code").order_by("-id").first()
    found = re.search(r'"code": "(\d{6})"', row.payload)
    assert found
    return found[1]


def test_campaign_with_a_code_sends_it_holds_nothing_and_claims_once_it_is_in() -> None:
    campaign, person = open_campaign(needs_code=True), member(**CHEN)
    phone = Phone(campaign)
    page = phone.claim(1, **CHEN)
    assert page.status_code == 200
    assert "199****0000" in words_of(page)
    assert "填好验证码才算认领" in words_of(page)
    assert wish_of(campaign).state == OPEN
    row = Outgoing.objects.within(BELL_TOWER).get(kind="claim_code")
    assert (row.recipient_address, row.permission) == (CHEN["phone"], "codes.hand_out")
    answer = phone.send("/1/claim", key=key_of(page), code=sent_code(), **CHEN)
    assert answer.status_code == 303
    (held,) = claims_of(campaign)
    assert (held.claimant_id, held.basis, held.to_decide) == (person.pk, WITH_CODE, False)
    assert phone.claim(2).status_code == 303
    assert claims_of(campaign)[1].basis == WITH_CODE


def test_wrong_code_claims_nothing_and_keeps_who_it_is_for() -> None:
    campaign = open_campaign(needs_code=True)
    member(**CHEN)
    phone = Phone(campaign)
    page = phone.claim(1, **CHEN)
    wrong = f"{(int(sent_code()) + 1) % 10**6:06d}"
    answer = phone.send("/1/claim", key=key_of(page), code=wrong, **CHEN)
    assert answer.status_code == 422
    assert words_of(answer).count("验证码不对") == 2
    assert 'type="hidden" name="phone" value="19900010000"' in answer.content.decode()
    assert not claims_of(campaign)
    assert "weak" not in phone.session


def test_code_page_sent_again_gives_the_same_receipt_though_the_code_is_used_up() -> None:
    campaign = open_campaign(needs_code=True)
    member(**CHEN)
    page = Phone(campaign).claim(1, **CHEN)
    fields = {"key": key_of(page), "code": sent_code(), **CHEN}
    places = {Phone(campaign).send("/1/claim", **fields).headers["Location"] for _browser in range(2)}
    assert len(places) == 1
    assert Phone(campaign).send("/2/claim", **{**fields, "key": "another-page"}).status_code == 422


def test_name_and_phone_alone_do_not_get_past_the_code() -> None:
    campaign = open_campaign(needs_code=True)
    member(**CHEN)
    phone = Phone(campaign)
    page = phone.claim(1, **CHEN)
    phone.send("/1/claim", key=key_of(page), code=sent_code(), **CHEN)
    thief = Phone(campaign)
    answer = thief.send("/mine", **CHEN)
    assert answer.status_code == 200
    assert str(claims_of(campaign)[0].number) not in words_of(answer)
    assert "weak" not in thief.session


def test_another_code_within_a_minute_is_not_sent_but_the_first_one_still_works() -> None:
    campaign = open_campaign(needs_code=True)
    member(**CHEN)
    phone = Phone(campaign)
    page = phone.claim(1, **CHEN)
    first = sent_code()
    again = phone.send("/1/claim", key=key_of(page), code="", resend="1", **CHEN)
    assert again.status_code == 200
    assert Outgoing.objects.within(BELL_TOWER).filter(kind="claim_code").count() == 1
    assert phone.send("/1/claim", key=key_of(page), code=first, **CHEN).status_code == 303


def test_no_code_is_sent_to_a_phone_of_staff() -> None:
    campaign = open_campaign(needs_code=True)
    grant("worker", holder=user("13700001111"))
    assert Phone(campaign).claim(1, name="王主任", phone="13700001111").status_code == 403
    assert not Outgoing.objects.within(BELL_TOWER).exists()


def test_account_claims_by_one_button_even_where_a_code_is_asked_for() -> None:
    campaign, person = open_campaign(needs_code=True), member(**CHEN)
    phone = signed_in(campaign, CHEN["phone"])
    assert "陈*东" in words_of(phone.at("/1"))
    number = phone.receipt_number(phone.claim(1))
    (held,) = claims_of(campaign)
    assert (held.claimant_id, held.basis, held.to_decide) == (person.pk, SIGNED_IN, False)
    assert phone.at(f"/claims/{number}").status_code == 200


def test_account_that_the_community_does_not_know_gives_its_name_only() -> None:
    campaign = open_campaign()
    phone = signed_in(campaign, "13612340000")
    page = phone.at("/1").content.decode()
    assert 'name="name"' in page
    assert 'name="phone"' not in page
    assert phone.claim(1).status_code == 422
    number = phone.receipt_number(phone.claim(1, name="新来的人"))
    (held,) = claims_of(campaign)
    assert (held.basis, held.to_decide) == (SIGNED_IN, True)
    assert "已先为您留住" in words_of(phone.at(f"/claims/{number}"))


def test_account_sees_its_claims_of_all_campaigns_of_the_community_and_of_no_other() -> None:
    first, second = open_campaign(title="点亮微心愿"), open_campaign(title="冬日暖阳")
    member(**CHEN)
    phone = signed_in(first, CHEN["phone"])
    phone.claim(1)
    phone.campaign = second
    phone.claim(1)
    numbers = [str(claims_of(campaign)[0].number) for campaign in (first, second)]
    here, everywhere = words_of(phone.at("/mine", first)), words_of(phone.at("/mine?all=1", first))
    assert [number in here for number in numbers] == [True, False]
    assert [number in everywhere for number in numbers] == [True, True]
    assert "冬日暖阳" in everywhere


def test_worker_is_no_claimant_of_others_claims() -> None:
    campaign = open_campaign()
    member(**CHEN)
    _phone, number = known_phone(campaign)
    assert client_of("worker").get(f"/c/{campaign.code}/claims/{number}").status_code == 404
