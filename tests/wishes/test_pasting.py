"""Claims that come back by paste: read, laid beside wishes and roster, confirmed under the same rules."""

import re

import pytest

from linli.core.errors import Refused
from linli.core.ids import new_id
from linli.notifications.models import Outgoing
from linli.people.models import Person
from linli.wishes.models import Campaign, Wish
from linli.wishes.models.claims import BY_PASTE
from linli.wishes.services import pasting
from linli.wishes.services.claiming import claim_wish
from linli.wishes.services.identifying import Claimant
from linli.wishes.services.pasting import ConfirmedRow, confirm, propose
from linli.wishes.services.releasing import release_claim
from linli.wishes.workflow import OPEN, TAKEN
from tests.factories.wishes import BELL_TOWER, claimant_actor, member, open_campaign, worker_actor
from tests.wishes.office import Desk, claims_of, words_of

pytestmark = pytest.mark.django_db
WORKER = worker_actor(BELL_TOWER, "claims.counter", "claims.decide")


@pytest.fixture
def campaign() -> Campaign:
    return open_campaign(wishes=7)


def titled(campaign: Campaign, number: int, title: str) -> None:
    Wish.objects.within(BELL_TOWER).filter(campaign=campaign, public_number=number).update(public_title=title)


def state_of(campaign: Campaign, number: int) -> str:
    return str(Wish.objects.within(BELL_TOWER).get(campaign=campaign, public_number=number).state)


def row(number: int, person: Person | None = None, at: int = 0, **words: str) -> ConfirmedRow:
    return ConfirmedRow(row=at, number=number, person_id=person.pk if person else None, **words)


def test_line_with_name_and_number_finds_the_person_and_the_wish(campaign: Campaign) -> None:
    person = member(name="陈晓东")
    titled(campaign, 3, "书包")
    (proposed,) = propose(campaign=campaign, text="#接龙\n1. 陈晓东 3号\n好的收到").rows

    assert (proposed.number, proposed.wish, proposed.person) == (3, "书包", person.pk)
    assert proposed.problems == []
    assert not proposed.skip


def test_one_line_with_two_numbers_is_two_claims(campaign: Campaign) -> None:
    member(name="黄军")
    rows = propose(campaign=campaign, text="1. 黄军 我领2号和5号").rows

    assert [proposed.number for proposed in rows] == [2, 5]


def test_thing_named_instead_of_a_number_finds_its_wish(campaign: Campaign) -> None:
    member(name="罗静")
    for number, title in enumerate(("围巾", "书包", "大米", "台灯", "棉鞋", "字典", "电热毯"), start=1):
        titled(campaign, number, title)
    (proposed,) = propose(campaign=campaign, text="1. 罗静 书包一个").rows

    assert (proposed.number, proposed.problems) == (2, [])


def test_several_wishes_of_one_name_are_left_to_choose_from(campaign: Campaign) -> None:
    member(name="罗静")
    for number in range(1, 8):
        titled(campaign, number, "书包" if number in (2, 6) else "大米")
    (proposed,) = propose(campaign=campaign, text="1. 罗静 书包一个").rows

    assert proposed.number is None
    assert [choice.number for choice in proposed.wishes] == [2, 6]
    assert proposed.problems == [pasting.CHOOSE_WISH]


def test_two_people_of_one_name_are_told_apart_by_employer_or_chosen(campaign: Campaign) -> None:
    member(name="陈晓东", phone="19900010001", employer="盐湖区审计局")
    teacher = member(name="陈晓东", phone="19900010002", employer="运城市盐化中学")
    plain, hinted = propose(campaign=campaign, text="1. 陈晓东 3号\n2. 盐化中学 陈晓东 4号").rows

    assert (plain.person, len(plain.people), plain.problems) == (None, 2, [pasting.CHOOSE_PERSON])
    assert (hinted.person, hinted.problems) == (teacher.pk, [])
    assert {choice.name for choice in plain.people} == {"陈*东"}


def test_phone_tells_people_of_one_name_apart(campaign: Campaign) -> None:
    member(name="陈晓东", phone="19900010001", employer="甲")
    other = member(name="陈晓东", phone="19900010002", employer="乙")
    (proposed,) = propose(campaign=campaign, text="1. 陈晓东 19900010002 3号").rows

    assert proposed.person == other.pk


@pytest.mark.parametrize(
    ("line", "problem", "skip"),
    [
        ("1. 陈晓东 99号", pasting.UNKNOWN_NUMBER, True),
        ("1. 赵不在 3号", pasting.UNKNOWN_NAME, False),
        ("1. 陈晓东 1号", pasting.TAKEN, True),
        ("1. 林丽娜 1号", pasting.THEIRS_ALREADY, True),
    ],
)
def test_problem_of_a_line_is_named(campaign: Campaign, line: str, problem: str, skip: bool) -> None:
    holder = member(name="林丽娜", phone="19900010001")
    member(name="陈晓东", phone="19900010002")
    claim_wish(
        campaign=campaign,
        number=1,
        claimant=Claimant(holder.pk, "roster", to_decide=False),
        key="the holder",
        by=claimant_actor(campaign, holder.pk),
    )
    (proposed,) = propose(campaign=campaign, text=line).rows

    assert problem in proposed.problems
    assert proposed.skip is skip


def test_second_line_for_the_same_wish_is_proposed_to_be_skipped(campaign: Campaign) -> None:
    member(name="林丽娜", phone="19900010001")
    member(name="陈晓东", phone="19900010002")
    first, second = propose(campaign=campaign, text="1. 林丽娜 3号\n2. 陈晓东 3号").rows

    assert (first.skip, second.skip, second.problems) == (False, True, [pasting.TWICE])


def test_line_that_was_left_out_is_shown(campaign: Campaign) -> None:
    proposal = propose(campaign=campaign, text="#接龙\n1. 陈晓东 3号\n好的收到[强]")

    assert "好的收到[强]" in proposal.ignored


def test_reading_writes_nothing(campaign: Campaign) -> None:
    member(name="陈晓东")
    propose(campaign=campaign, text="1. 陈晓东 3号\n2. 赵不在 4号")

    assert claims_of(campaign) == []
    assert Person.objects.within(BELL_TOWER).count() == 1


def test_confirmed_rows_become_claims_with_a_receipt_to_pass_on(campaign: Campaign) -> None:
    person = member(name="陈晓东")
    (result,) = confirm(campaign=campaign, rows=[row(3, person)], key=new_id().hex, by=WORKER)
    (claim,) = claims_of(campaign)

    assert (result.won, result.spoken, result.claim_id) == (True, claim.number, claim.pk)
    assert (claim.basis, claim.to_decide, state_of(campaign, 3)) == (BY_PASTE, False, TAKEN)
    assert Outgoing.objects.within(BELL_TOWER).filter(kind="claim_receipt").count() == 1


def test_same_page_sent_again_comes_to_the_same(campaign: Campaign) -> None:
    person, key = member(name="陈晓东"), new_id().hex
    rows = [row(3, person, at=0), row(4, person, at=1)]

    assert confirm(campaign=campaign, rows=rows, key=key, by=WORKER) == confirm(
        campaign=campaign, rows=rows, key=key, by=WORKER
    )
    assert len(claims_of(campaign)) == 2


def test_each_row_stands_for_itself_and_who_is_first_in_the_chain_is_first_here(campaign: Campaign) -> None:
    first, second = member(name="林丽娜", phone="19900010001"), member(name="陈晓东", phone="19900010002")
    rows = [row(3, first, at=0), row(3, second, at=1), row(99, second, at=2), row(5, second, at=3)]
    results = confirm(campaign=campaign, rows=rows, key=new_id().hex, by=WORKER)

    assert [result.won for result in results] == [True, False, False, True]
    assert results[1].why == "taken"
    assert {claim.claimant_id for claim in claims_of(campaign)} == {first.pk, second.pk}


def test_cap_holds_for_pasted_claims_too() -> None:
    campaign, person = open_campaign(wishes=4, cap=2), member(name="陈晓东")
    rows = [row(number, person, at=number) for number in (1, 2, 3)]

    assert [result.why for result in confirm(campaign=campaign, rows=rows, key=new_id().hex, by=WORKER)] == [
        "",
        "",
        "cap",
    ]
    assert state_of(campaign, 3) == OPEN


def test_unknown_name_is_held_for_the_desk_and_is_one_person(campaign: Campaign) -> None:
    rows = [row(3, at=0, name="赵不在"), row(4, at=1, name=" 赵 不在")]
    results = confirm(campaign=campaign, rows=rows, key=new_id().hex, by=WORKER)
    claims = claims_of(campaign)

    assert all(result.won and result.held for result in results)
    assert {claim.to_decide for claim in claims} == {True}
    assert len({claim.claimant_id for claim in claims}) == 1


def test_unknown_name_with_a_phone_is_the_person_they_would_be_on_their_own_phone(campaign: Campaign) -> None:
    known = member(name="陈晓东", phone="19900010001")
    rows = [row(3, at=0, name="陈晓东", phone="199 0001 0001"), row(4, at=1, name="赵不在", phone="13900000000")]
    confirm(campaign=campaign, rows=rows, key=new_id().hex, by=WORKER)
    held, waiting = claims_of(campaign)

    assert (held.claimant_id, held.to_decide) == (known.pk, False)
    assert waiting.to_decide


def test_row_without_wish_or_person_is_told_and_takes_nothing(campaign: Campaign) -> None:
    person = member(name="陈晓东")
    rows = [
        ConfirmedRow(row=0, number=None, person_id=person.pk),
        ConfirmedRow(row=1, number=3, person_id=None, name="陈晓东", chosen=False),
        ConfirmedRow(row=2, number=4, person_id=None, name=""),
    ]
    results = confirm(campaign=campaign, rows=rows, key=new_id().hex, by=WORKER)

    assert [result.why for result in results] == [pasting.FAILED] * 3
    assert [str(result.refusal) for result in results] == [
        "这一行没有选心愿。",
        "这一行没有选认领人。",
        "请填写完整的姓名。",
    ]
    assert claims_of(campaign) == []


def test_who_may_not_claim_for_others_confirms_nothing(campaign: Campaign) -> None:
    with pytest.raises(Refused):
        confirm(campaign=campaign, rows=[row(3, member())], key=new_id().hex, by=worker_actor(BELL_TOWER, "desk.open"))


def test_wish_given_back_may_be_taken_by_a_newer_paste(campaign: Campaign) -> None:
    person = member(name="陈晓东")
    confirm(campaign=campaign, rows=[row(3, person)], key=new_id().hex, by=WORKER)
    release_claim(community_id=BELL_TOWER, claim_id=claims_of(campaign)[0].pk, by=WORKER)
    (result,) = confirm(campaign=campaign, rows=[row(3, person)], key=new_id().hex, by=WORKER)

    assert result.won


def sent_back(page: str) -> dict[str, str]:
    """The fields of the confirming page as a browser sends them, nothing changed."""
    fields = dict(re.findall(r'<input[^>]*name="([^"]+)"[^>]*value="([^"]*)"', page))
    fields |= dict.fromkeys(re.findall(r'name="(take-\d+)" checked', page), "on")
    for name, inside in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', page, re.DOTALL):
        options = re.findall(r'<option value="([^"]*)"( selected)?', inside)
        fields[name] = next((value for value, chosen in options if chosen), options[0][0])
    return {name: value for name, value in fields.items() if name != "csrfmiddlewaretoken"} | {"step": "confirm"}


def test_pasted_chain_is_confirmed_at_the_desk_and_each_row_is_answered(campaign: Campaign) -> None:
    desk = Desk("worker")
    person = member(name="陈晓东", phone="19900010001")
    member(name="林丽娜", phone="19900010002")
    text = "#接龙\n1. 陈晓东 3号\n2. 林丽娜 3号\n3. 赵不在 4号\n好的收到"
    read = desk.post(f"/desk/{BELL_TOWER}/campaigns/{campaign.pk}/paste", {"step": "read", "text": text})
    page = words_of(read)
    assert "读到3个认领" in page
    assert "前面有一行认领了同一个心愿" in page
    assert "名册上没有这个姓名" in page
    assert "有2行没有算作认领" in page

    done = desk.post(f"/desk/{BELL_TOWER}/campaigns/{campaign.pk}/paste", sent_back(read.content.decode()))
    assert "认领了2个心愿" in words_of(done)
    held = {claim.wish.public_number: claim for claim in claims_of(campaign)}
    assert (held[3].claimant_id, held[3].to_decide, held[4].to_decide) == (person.pk, False, True)
    again = desk.post(f"/desk/{BELL_TOWER}/campaigns/{campaign.pk}/paste", {"step": "read", "text": text})
    assert "这个心愿已经归这位" in words_of(again)


def test_text_without_a_claim_is_told_and_kept(campaign: Campaign) -> None:
    desk = Desk("worker")
    page = desk.post(f"/desk/{BELL_TOWER}/campaigns/{campaign.pk}/paste", {"step": "read", "text": "大家好"})

    assert page.status_code == 422
    assert "没有读到认领" in words_of(page)
    assert "大家好" in page.content.decode()


def test_pasting_needs_the_counters_permission(campaign: Campaign) -> None:
    grid = Desk("grid_worker")

    assert grid.at(f"campaigns/{campaign.pk}/paste").status_code == 403
    assert "粘贴接龙" not in words_of(grid.at(f"campaigns/{campaign.pk}/"))


@pytest.mark.parametrize(
    ("line", "problem"),
    [("1. 盐化中学 陈晓东 3号", pasting.OTHER_EMPLOYER), ("1. 陈晓东 13900000000 3号", pasting.OTHER_PHONE)],
)
def test_employer_or_phone_other_than_on_the_roster_is_pointed_out(campaign: Campaign, line: str, problem: str) -> None:
    person = member(name="陈晓东", phone="19900010001", employer="盐湖区审计局")
    (proposed,) = propose(campaign=campaign, text=line).rows

    assert proposed.person == person.pk
    assert problem in proposed.problems


@pytest.mark.parametrize("hint", ["审计局", "区审计局", "盐湖审计局", "盐湖区审计局"])
def test_short_name_of_an_employer_is_understood(campaign: Campaign, hint: str) -> None:
    member(name="陈晓东", phone="19900010001", employer="盐湖区审计局")
    (proposed,) = propose(campaign=campaign, text=f"1. {hint} 陈晓东 3号").rows

    assert proposed.problems == []
