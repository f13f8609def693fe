"""Deciding about claims of people whom the roster does not know: kept, put on the roster, declined; several at once."""

import pytest

from linli.core import clock
from linli.core.errors import BadInput, Conflict, Refused
from linli.core.ids import new_id
from linli.notifications.models import Outgoing
from linli.people.models import Person
from linli.people.queries.persons import on_roster
from linli.people.services.enlisting import put_on_roster
from linli.timeline.models import Detail, Event
from linli.wishes.models import Campaign, Claim, Wish
from linli.wishes.services.claiming import claim_wish
from linli.wishes.services.deciding import DECLINE, KEEP, decide_about, decline_claim, enlist_claimant
from linli.wishes.services.identifying import Claimant, named_claimant
from linli.wishes.services.releasing import keep_claim
from linli.wishes.services.waiting import join_line
from linli.wishes.workflow import HELD, OFFERED, OPEN, RELEASED
from tests.factories.wishes import BELL_TOWER, WEST_LAKE, claimant_actor, member, open_campaign, worker_actor
from tests.wishes.office import Desk, claims_of, facts_of, words_of

pytestmark = pytest.mark.django_db

DECIDER = worker_actor(BELL_TOWER, "claims.decide")
KEEPER = worker_actor(BELL_TOWER, "claims.decide", "roster.import")


@pytest.fixture
def campaign() -> Campaign:
    return open_campaign()


def stranger(campaign: Campaign, number: int = 1, name: str = "陈晓东", phone: str = "13900000000") -> Claim:
    who = named_claimant(campaign=campaign, name=name, phone=phone)
    by = claimant_actor(campaign, who.person_id)
    claim_wish(campaign=campaign, number=number, claimant=who, key=f"stranger-{number}", by=by)
    return claims_of(campaign)[-1]


def state_of(claim: Claim) -> tuple[str, bool]:
    claim.refresh_from_db()
    return claim.state, claim.to_decide


def texts(kind: str) -> list[str]:
    return [row.payload for row in Outgoing.objects.within(BELL_TOWER).filter(kind=kind)]


def wish_state(claim: Claim) -> str:
    return str(Wish.objects.within(BELL_TOWER).get(pk=claim.wish_id).state)


def test_who_is_put_on_the_roster_keeps_everything_and_is_known_from_then_on(campaign: Campaign) -> None:
    first, second = stranger(campaign, 1), stranger(campaign, 2)
    enlist_claimant(community_id=BELL_TOWER, claim_id=first.pk, employer=" 盐湖区  审计局 ", by=KEEPER)

    assert [state_of(claim) for claim in (first, second)] == [(HELD, False)] * 2
    person = Person.objects.within(BELL_TOWER).select_related("organisation").get(pk=first.claimant_id)
    assert on_roster(BELL_TOWER, person.pk)
    assert person.organisation is not None
    assert person.organisation.name == "盐湖区 审计局"
    again = named_claimant(campaign=campaign, name="陈晓东", phone="13900000000")
    assert (again.person_id, again.to_decide) == (person.pk, False)
    assert len(texts("claim_kept")) == 2


def test_putting_on_the_roster_needs_the_right_to_keep_it(campaign: Campaign) -> None:
    claim = stranger(campaign)
    with pytest.raises(Refused):
        enlist_claimant(community_id=BELL_TOWER, claim_id=claim.pk, by=DECIDER)
    with pytest.raises(Refused):
        enlist_claimant(community_id=BELL_TOWER, claim_id=claim.pk, by=worker_actor(BELL_TOWER, "roster.import"))
    assert state_of(claim) == (HELD, True)


def test_nobody_is_put_on_the_roster_twice_or_without_a_telephone(campaign: Campaign) -> None:
    claim = stranger(campaign)
    member(name="陈晓东", phone="13900000000")
    with pytest.raises(Conflict):
        enlist_claimant(community_id=BELL_TOWER, claim_id=claim.pk, by=KEEPER)
    nameless = Person.objects.create(community_id=BELL_TOWER, origin="staff", made_at=clock.now(), name="赵不在")
    with pytest.raises(Conflict):
        put_on_roster(community_id=BELL_TOWER, person_id=nameless.pk, by=KEEPER)
    assert state_of(claim) == (HELD, True)


def test_linking_to_somebody_on_the_roster_decides_about_all_they_hold(campaign: Campaign) -> None:
    person = member(name="陈晓东", phone="19900010001")
    person.user_id = new_id()
    person.save()
    first, second = stranger(campaign, 1), stranger(campaign, 2)
    keep_claim(community_id=BELL_TOWER, claim_id=first.pk, same_as=person.pk, new_phone=True, by=DECIDER)

    assert [state_of(claim) for claim in (first, second)] == [(HELD, False)] * 2
    assert {first.claimant_id, second.claimant_id} == {person.pk}
    person.refresh_from_db()
    # whoever has the old number by now is nobody here
    assert (person.phone, person.user_id) == ("13900000000", None)
    assert Event.objects.within(BELL_TOWER).filter(verb="person.change", subject_id=person.pk).exists()


def test_vouching_is_for_this_claim_alone_and_says_who_vouches(campaign: Campaign) -> None:
    first, second = stranger(campaign, 1), stranger(campaign, 2)
    keep_claim(community_id=BELL_TOWER, claim_id=first.pk, note="楼栋长认识", by=DECIDER)

    assert (state_of(first), state_of(second)) == ((HELD, False), (HELD, True))
    assert not on_roster(BELL_TOWER, first.claimant_id)
    event = Event.objects.within(BELL_TOWER).get(verb="keep_claim")
    assert Detail.objects.within(BELL_TOWER).get(event=event).text == "楼栋长认识"


def test_declined_claim_opens_the_wish_again_and_the_reason_is_told_politely(campaign: Campaign) -> None:
    claim = stranger(campaign)
    decline_claim(community_id=BELL_TOWER, claim_id=claim.pk, reason="电话没能打通。", by=DECIDER)

    assert (state_of(claim)[0], wish_state(claim)) == (RELEASED, OPEN)
    (text,) = texts("claim_declined")
    assert "电话没能打通。" in text
    assert texts("claim_released") == []
    verbs = Event.objects.within(BELL_TOWER).filter(subject_id=claim.wish_id).values_list("verb", flat=True)
    assert {"decline_claim", "reopen"} <= set(verbs)


def test_declined_claim_goes_to_the_next_in_line(campaign: Campaign) -> None:
    claim, waiting = stranger(campaign), member()
    next_one = Claimant(waiting.pk, "roster", to_decide=False)
    join_line(campaign=campaign, number=1, claimant=next_one, by=claimant_actor(campaign, waiting.pk))
    decline_claim(community_id=BELL_TOWER, claim_id=claim.pk, reason="不在名册上", by=DECIDER)

    assert wish_state(claim) == OFFERED


@pytest.mark.parametrize("reason", ["", " 。", "很" * 201])
def test_declining_needs_a_reason(campaign: Campaign, reason: str) -> None:
    claim = stranger(campaign)
    with pytest.raises(BadInput):
        decline_claim(community_id=BELL_TOWER, claim_id=claim.pk, reason=reason, by=DECIDER)
    assert state_of(claim) == (HELD, True)


def test_only_what_is_undecided_can_be_declined(campaign: Campaign) -> None:
    claim = stranger(campaign)
    keep_claim(community_id=BELL_TOWER, claim_id=claim.pk, by=DECIDER)
    with pytest.raises(Conflict):
        decline_claim(community_id=BELL_TOWER, claim_id=claim.pk, reason="不在名册上", by=DECIDER)
    assert state_of(claim) == (HELD, False)


def test_several_are_decided_each_by_itself(campaign: Campaign) -> None:
    claims = [stranger(campaign, number, "陈林何"[number - 1] + "晓东", f"1390000000{number}") for number in (1, 2, 3)]
    keep_claim(community_id=BELL_TOWER, claim_id=claims[1].pk, by=DECIDER)
    nothing = new_id()
    keys = [*(claim.pk for claim in claims), nothing]
    decided = decide_about(community_id=BELL_TOWER, claim_ids=keys, decision=DECLINE, reason="名单有误", by=DECIDER)

    assert [one.claim_id for one in decided if one.refusal] == sorted([claims[1].pk, nothing])
    assert [state_of(claim)[0] for claim in claims] == [RELEASED, HELD, RELEASED]


def test_several_are_kept_with_one_word_on_who_vouches(campaign: Campaign) -> None:
    claims = [stranger(campaign, number, "陈林何"[number - 1] + "晓东", f"1390000000{number}") for number in (1, 2)]
    keys = [claim.pk for claim in claims]
    decide_about(community_id=BELL_TOWER, claim_ids=keys, decision=KEEP, reason="都是社区志愿者", by=DECIDER)

    assert [state_of(claim) for claim in claims] == [(HELD, False)] * 2
    assert {row.text for row in Detail.objects.within(BELL_TOWER)} >= {"都是社区志愿者"}


def test_nobody_decides_without_the_right_or_for_another_community(campaign: Campaign) -> None:
    claim = stranger(campaign)
    for by in (worker_actor(BELL_TOWER, "claims.counter"), worker_actor(WEST_LAKE, "claims.decide")):
        with pytest.raises(Refused):
            decide_about(community_id=BELL_TOWER, claim_ids=[claim.pk], decision=KEEP, reason="", by=by)
    abroad = worker_actor(WEST_LAKE, "claims.decide")
    (decided,) = decide_about(community_id=WEST_LAKE, claim_ids=[claim.pk], decision=KEEP, reason="", by=abroad)
    assert decided.refusal
    assert state_of(claim) == (HELD, True)


def test_list_shows_them_masked_the_longest_waiting_first_with_who_they_may_be(campaign: Campaign) -> None:
    member(name="陈晓东", phone="19900010001", employer="盐湖区审计局")
    member(name="林建国", phone="13900000001")
    first, second = stranger(campaign, 1), stranger(campaign, 2, "何海燕", "13900000001")
    page = Desk("worker").at("claims/?show=to_decide")
    text = words_of(page)

    assert facts_of(page, "claims") == [first.pk, second.pk]
    for said in ("同名，电话不同", "电话相同，姓名不同", "199****0001", "盐湖区审计局", "139****0000"):
        assert said in text
    for whole in ("陈晓东", "13900000000", "何海燕"):
        assert whole not in page.content.decode()


def test_name_and_telephone_are_seen_whole_for_a_reason_that_stays(campaign: Campaign) -> None:
    claim, desk = stranger(campaign), Desk("worker")
    asked = {"kind": "person", "row": str(claim.claimant_id), "claim": str(claim.pk)}
    page = desk.at(f"claims/{claim.pk}/").content.decode()
    assert "陈晓东" not in page
    assert "13900000000" not in page

    refused = desk.send("unmask", field="phone", reason="", **asked)
    assert refused.status_code == 422
    assert "13900000000" not in refused.content.decode()
    seen = desk.send("unmask", field="phone", reason="打电话核实", **asked)
    assert "13900000000" in seen.content.decode()
    assert f"/claims/{claim.pk}/" in seen.content.decode()
    assert Event.objects.within(BELL_TOWER).filter(verb="unmask", subject_id=claim.claimant_id).count() == 1


def test_desk_declines_and_keeps_those_that_were_ticked(campaign: Campaign) -> None:
    claims = [stranger(campaign, number, "陈林何"[number - 1] + "晓东", f"1390000000{number}") for number in (1, 2, 3)]
    desk = Desk("worker")
    ticked = [str(claim.pk) for claim in claims[:2]]
    wrong = desk.send("claims/decide", claim=ticked, decision="decline", reason="")
    assert wrong.status_code == 422
    assert "请写明原因" in words_of(wrong)
    assert wrong.content.decode().count(" checked") == 2
    nothing = desk.send("claims/decide", decision="keep")
    assert (nothing.status_code, "请先勾选" in words_of(nothing)) == (422, True)

    answer = desk.send("claims/decide", claim=ticked, decision="decline", reason="电话打不通")
    assert answer.status_code == 302
    said = words_of(desk.get(answer.headers["Location"]))
    assert f"2个认领未通过：{'、'.join(str(number) for number in sorted(c.number for c in claims[:2]))}" in said
    later = desk.send("claims/decide", claim=[str(claim.pk) for claim in claims[1:]], decision="keep")
    said = words_of(desk.get(later.headers["Location"]))
    assert f"1个认领已保留：{claims[2].number}" in said
    assert f"{claims[1].number} 已经有同事核实过" in said


def test_desk_puts_somebody_on_the_roster_with_an_employer(campaign: Campaign) -> None:
    claim, secretary = stranger(campaign), Desk("secretary")
    long = secretary.send(f"claims/{claim.pk}/keep", same_as="new", employer="很" * 121)
    assert (long.status_code, "单位名称最多120个字" in words_of(long)) == (422, True)

    answer = secretary.send(f"claims/{claim.pk}/keep", same_as="new", employer="盐湖区审计局")
    assert "已列入名册" in words_of(secretary.get(answer.headers["Location"]))
    assert on_roster(BELL_TOWER, claim.claimant_id)


def test_who_does_not_keep_the_roster_is_not_offered_to(campaign: Campaign) -> None:
    claim, worker = stranger(campaign), Desk("worker")

    assert "把这位列入名册" in words_of(Desk("secretary").at(f"claims/{claim.pk}/"))
    assert "把这位列入名册" not in words_of(worker.at(f"claims/{claim.pk}/"))
    assert worker.send(f"claims/{claim.pk}/keep", same_as="new").status_code == 403


def test_today_says_how_many_wait_and_since_when(campaign: Campaign) -> None:
    for number in (1, 2):
        stranger(campaign, number, "陈林何"[number - 1] + "晓东", f"1390000000{number}")
    page = Desk("worker").at()
    tasks = [task for task in page.context["today"].tasks if task.state == "checking"]

    assert [task.title for task in tasks] == ["2个认领的人不在名册上"]
    assert "刚刚认领" in tasks[0].note
    assert "社区今天核实" in tasks[0].note
