"""Claims at the desk: deciding about strangers, releasing with a reason, claiming at the counter, the paper slip."""

import re

import pytest

from linli.core import clock
from linli.core.ids import new_id
from linli.notifications.models import Outgoing
from linli.people.models import Person
from linli.wishes.models import Campaign, Claim, Wish
from linli.wishes.models.claims import AT_COUNTER
from linli.wishes.queries.desk_claims import candidates_for, roster_search
from linli.wishes.services.claiming import claim_wish
from linli.wishes.services.identifying import Claimant, named_claimant
from linli.wishes.workflow import OPEN, RELEASED
from tests.factories.wishes import BELL_TOWER, WEST_LAKE, claimant_actor, member, open_campaign
from tests.wishes.office import Desk, claims_of, facts_of, words_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Desk:
    return Desk("worker")


@pytest.fixture
def campaign() -> Campaign:
    return open_campaign()


def stranger_claims(campaign: Campaign, number: int = 1, name: str = "陈晓东", phone: str = "13900000000") -> Claim:
    who = named_claimant(campaign=campaign, name=name, phone=phone)
    claim_wish(
        campaign=campaign,
        number=number,
        claimant=who,
        key=f"stranger-{number}",
        by=claimant_actor(campaign, who.person_id),
    )
    return claims_of(campaign)[-1]


def member_claims(campaign: Campaign, person: Person, number: int = 1) -> Claim:
    who = Claimant(person.pk, "roster", to_decide=False)
    claim_wish(
        campaign=campaign, number=number, claimant=who, key=f"member-{number}", by=claimant_actor(campaign, person.pk)
    )
    return claims_of(campaign)[-1]


def fresh(claim: Claim) -> Claim:
    claim.refresh_from_db()
    return claim


def test_stranger_waits_in_the_list_with_those_they_may_be(desk: Desk, campaign: Campaign) -> None:
    member(name="陈晓东", phone="19900010001", employer="盐湖区审计局")
    claim = stranger_claims(campaign)
    assert facts_of(desk.at("claims/"), "claims") == [claim.pk]
    assert "陈晓东" not in desk.at("claims/").content.decode()

    page = words_of(desk.at(f"claims/{claim.pk}/"))
    assert "名册上没有这个姓名和电话" in page
    assert "陈晓东" not in page
    assert "同名，电话不同" in page
    assert "199****0001" in page
    assert "盐湖区审计局" in page


def test_same_phone_under_another_name_is_suggested_too(campaign: Campaign) -> None:
    other = member(name="陈建国", phone="13900000000")
    claim = stranger_claims(campaign)

    assert [candidate.person_id for candidate in candidates_for(BELL_TOWER, claim.claimant)] == [other.pk]


def test_who_left_the_roster_is_not_suggested(campaign: Campaign) -> None:
    Person.objects.create(
        community_id=BELL_TOWER, origin="staff", made_at=clock.now(), name="陈晓东", name_index=member().name_index
    )
    claim = stranger_claims(campaign)

    assert len(candidates_for(BELL_TOWER, claim.claimant)) == 1


def test_desk_says_who_it_is_and_writes_the_new_phone_into_the_roster(desk: Desk, campaign: Campaign) -> None:
    person = member(name="陈晓东", phone="19900010001")
    claim = stranger_claims(campaign)
    answer = desk.send(f"claims/{claim.pk}/keep", same_as=str(person.pk), new_phone="on")

    assert answer.status_code == 302
    assert (fresh(claim).claimant_id, claim.to_decide) == (person.pk, False)
    person.refresh_from_db()
    assert person.phone == "13900000000"
    assert Outgoing.objects.within(BELL_TOWER).filter(kind="claim_kept").exists()


def test_old_phone_stays_where_nobody_asked_for_the_new_one(desk: Desk, campaign: Campaign) -> None:
    person = member(name="陈晓东", phone="19900010001")
    desk.send(f"claims/{stranger_claims(campaign).pk}/keep", same_as=str(person.pk))

    person.refresh_from_db()
    assert person.phone == "19900010001"


def test_stranger_may_keep_the_wish_as_they_named_themselves(desk: Desk, campaign: Campaign) -> None:
    claim = stranger_claims(campaign)
    key = new_id().hex
    answers = [desk.send(f"claims/{claim.pk}/keep", key=key, same_as="nobody") for _try in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert fresh(claim).to_decide is False
    assert desk.send(f"claims/{claim.pk}/keep", same_as="nobody").status_code == 409


@pytest.mark.parametrize("who", ["", "somebody", "00000000-0000-7000-8000-000000000000"])
def test_deciding_needs_somebody_of_the_roster_or_nobody(desk: Desk, campaign: Campaign, who: str) -> None:
    claim = stranger_claims(campaign)
    page = desk.send(f"claims/{claim.pk}/keep", same_as=who)

    assert page.status_code == 422
    assert "请选这位是谁" in words_of(page)
    assert fresh(claim).to_decide


def test_claim_is_not_given_to_a_person_of_another_community(desk: Desk, campaign: Campaign) -> None:
    abroad = member(WEST_LAKE, name="陈晓东")
    claim = stranger_claims(campaign)

    assert desk.send(f"claims/{claim.pk}/keep", same_as=str(abroad.pk)).status_code == 422
    assert fresh(claim).to_decide


def test_who_may_not_decide_sees_the_claim_masked_and_the_reason(campaign: Campaign) -> None:
    claim, grid = stranger_claims(campaign), Desk("grid_worker")
    page = grid.at(f"claims/{claim.pk}/")

    assert "13900000000" not in page.content.decode()
    assert "陈晓东" not in page.content.decode()
    assert 'aria-disabled="true"' in page.content.decode()
    assert grid.send(f"claims/{claim.pk}/keep", same_as="nobody").status_code == 403
    assert grid.send(f"claims/{claim.pk}/release", reason="不行").status_code == 403
    assert fresh(claim).to_decide


def test_staff_release_needs_a_reason_that_goes_to_the_claimant(desk: Desk, campaign: Campaign) -> None:
    claim = member_claims(campaign, member())
    refused = desk.send(f"claims/{claim.pk}/release", reason="  ")
    assert refused.status_code == 422
    assert "请写明原因" in words_of(refused)

    assert desk.send(f"claims/{claim.pk}/release", reason="这户已经收到书包").status_code == 302
    assert fresh(claim).state == RELEASED
    assert Wish.objects.within(BELL_TOWER).get(pk=claim.wish_id).state == OPEN
    assert "这户已经收到书包" in Outgoing.objects.within(BELL_TOWER).get(kind="claim_released").payload


def test_page_says_how_what_was_told_to_the_claimant_fares(desk: Desk, campaign: Campaign) -> None:
    claim = member_claims(campaign, member())
    assert "告诉认领人的消息" not in words_of(desk.at(f"claims/{claim.pk}/"))
    desk.send(f"claims/{claim.pk}/release", reason="这户已经收到书包")
    page = words_of(desk.at(f"claims/{claim.pk}/"))
    assert "告诉认领人的消息" in page
    assert "待发送" in page

    told = Outgoing.objects.within(BELL_TOWER).filter(subject_id=claim.pk)
    told.update(channel="sms", state="failed", problem="credit")
    page = words_of(desk.at(f"claims/{claim.pk}/"))
    assert "发送失败" in page
    assert "余额不足" in page
    assert "19900010000" not in page


def test_claim_whose_goods_arrived_cannot_be_taken_back(desk: Desk, campaign: Campaign) -> None:
    claim = member_claims(campaign, member())
    Claim.objects.within(BELL_TOWER).filter(pk=claim.pk).update(state="received")

    assert "取消这次认领" not in words_of(desk.at(f"claims/{claim.pk}/"))
    assert desk.send(f"claims/{claim.pk}/release", reason="太晚了").status_code in (403, 409)
    assert fresh(claim).state == "received"


def test_claim_of_another_community_is_not_here(campaign: Campaign) -> None:
    claim, neighbour = member_claims(campaign, member()), Desk("secretary", WEST_LAKE)

    assert {neighbour.at(f"claims/{claim.pk}/{page}").status_code for page in ("", "slip")} == {404}
    sent = [neighbour.send(f"claims/{claim.pk}/{page}", same_as="nobody", reason="x") for page in ("keep", "release")]
    assert {answer.status_code for answer in sent} == {404}
    assert fresh(claim).state == "held"


def test_overdue_claims_have_a_list_of_their_own(desk: Desk, campaign: Campaign) -> None:
    claim = member_claims(campaign, member())
    assert facts_of(desk.at("claims/?show=late"), "claims") == []
    Campaign.objects.within(BELL_TOWER).update(handover_until=clock.today().replace(year=2020))

    assert facts_of(desk.at("claims/?show=late"), "claims") == [claim.pk]


def test_slip_carries_the_number_and_no_family(desk: Desk, campaign: Campaign) -> None:
    claim = member_claims(campaign, member(name="陈晓东"))
    page = desk.at(f"claims/{claim.pk}/slip")
    text = words_of(page)

    assert str(claim.number) in text
    assert "陈某某" in text
    assert "钟楼社区党群服务中心" in text
    for kept in ("陈晓东", "秀芝", "户号"):
        assert kept not in page.content.decode()


def test_roster_is_searched_by_a_part_of_name_phone_or_employer() -> None:
    person = member(name="欧阳晓东", phone="19900010001", employer="盐湖区审计局")
    member(name="林丽娜", phone="19900010002", employer="运城市盐化中学")

    for search in ("晓东", "欧阳", "10001", "审计"):
        assert [found.person_id for found in roster_search(BELL_TOWER, search)] == [person.pk], search
    assert roster_search(BELL_TOWER, "") == []
    assert roster_search(BELL_TOWER, "没有这个人") == []


def test_worker_claims_for_somebody_of_the_roster_and_hands_over_the_number(desk: Desk, campaign: Campaign) -> None:
    person = member(name="陈晓东", phone="19900010001")
    page = desk.send(f"campaigns/{campaign.pk}/counter", number="2", look="1", q="晓东")
    assert "陈*东" in words_of(page)
    assert "陈晓东" not in page.content.decode()

    answer = desk.send(f"campaigns/{campaign.pk}/counter", number="2", person=str(person.pk))
    (claim,) = claims_of(campaign)
    assert answer.headers["Location"] == f"/desk/{BELL_TOWER}/claims/{claim.pk}/"
    assert (claim.claimant_id, claim.basis, claim.to_decide, claim.wish.public_number) == (
        person.pk,
        AT_COUNTER,
        False,
        2,
    )
    assert f"编号 {claim.number}" in words_of(desk.get(answer.headers["Location"]))


def test_counter_form_sent_twice_claims_once(desk: Desk, campaign: Campaign) -> None:
    person, key = member(), new_id().hex
    for _try in range(2):
        answer = desk.send(f"campaigns/{campaign.pk}/counter", key=key, number="2", person=str(person.pk))
        assert answer.status_code == 302

    assert len(claims_of(campaign)) == 1


def test_stranger_at_the_counter_is_held_for_a_decision(desk: Desk, campaign: Campaign) -> None:
    desk.send(f"campaigns/{campaign.pk}/counter", number="2", name="赵不在", phone="139 0000 0000")
    (claim,) = claims_of(campaign)

    assert (claim.basis, claim.to_decide) == (AT_COUNTER, True)


def test_name_and_phone_of_the_roster_at_the_counter_are_that_person(desk: Desk, campaign: Campaign) -> None:
    person = member(name="陈晓东", phone="19900010001")
    desk.send(f"campaigns/{campaign.pk}/counter", number="2", name="陈晓东", phone="19900010001")
    (claim,) = claims_of(campaign)

    assert (claim.claimant_id, claim.to_decide) == (person.pk, False)


@pytest.mark.parametrize(
    ("name", "phone", "said"), [("", "", "请填写「姓名」"), ("赵不在", "12", "例如 138 0000 0000")]
)
def test_missing_name_or_phone_at_the_counter_is_told(
    desk: Desk, campaign: Campaign, name: str, phone: str, said: str
) -> None:
    page = desk.send(f"campaigns/{campaign.pk}/counter", number="2", name=name, phone=phone)

    assert page.status_code == 422
    assert said in words_of(page)
    assert f'value="{name}"' in page.content.decode() or not name
    assert claims_of(campaign) == []


def test_wish_that_went_a_moment_before_is_told_with_those_still_open(desk: Desk, campaign: Campaign) -> None:
    member_claims(campaign, member(phone="19900010001"), number=2)
    other = member(name="林丽娜", phone="19900010002")
    page = desk.send(f"campaigns/{campaign.pk}/counter", number="2", person=str(other.pk))

    assert page.status_code == 409
    assert "有人先了一步" in words_of(page)
    assert len(re.findall(r'href="\?number=\d', page.content.decode())) == 4


def test_counter_needs_its_permission(campaign: Campaign) -> None:
    grid = Desk("grid_worker")

    assert grid.at(f"campaigns/{campaign.pk}/counter").status_code == 403
    assert (
        grid.send(f"campaigns/{campaign.pk}/counter", number="2", name="赵不在", phone="13900000000").status_code == 403
    )
    assert claims_of(campaign) == []


def test_lists_page_by_keys(desk: Desk) -> None:
    campaign = open_campaign(wishes=53)
    person = member()
    for number in range(1, 54):
        member_claims(campaign, person, number)
    first = desk.at("claims/?show=held")
    found = re.search(r'href="(\?show=held[^"]*before=[^"]+)"', first.content.decode())
    assert found is not None
    second = desk.at("claims/" + found[1].replace("&amp;", "&"))

    assert len(facts_of(first, "claims")) == 50
    assert len(facts_of(second, "claims")) == 3


def test_open_wish_leads_to_the_counter_from_its_own_page(desk: Desk, campaign: Campaign) -> None:
    wish = Wish.objects.within(BELL_TOWER).get(campaign=campaign, public_number=2)
    link = f"/desk/{BELL_TOWER}/campaigns/{campaign.pk}/counter?number=2"

    assert link in desk.at(f"wishes/{wish.pk}/").content.decode()
    assert link not in Desk("grid_worker").at(f"wishes/{wish.pk}/").content.decode()
