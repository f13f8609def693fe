"""A shared wish on phones and at the desk: how much is left, how much one takes, and with how many others."""

import io

import pytest
from openpyxl import load_workbook

from linli.wishes.models import Campaign, Claim, PlaceInLine, Wish
from linli.wishes.reading.claim_chains import read_claim_chain
from linli.wishes.services.pasting import propose
from linli.wishes.workflow import HELD, OPEN, TAKEN
from tests.factories.people import BELL_TOWER, office
from tests.factories.wishes import household, member, wish
from tests.wishes.office import Desk, words_of
from tests.wishes.phones import CHEN, Phone, key_of
from tests.wishes.test_sharing import ask, release, shared_campaign, the_wish

pytestmark = pytest.mark.django_db
LIN = {"name": "林丽娜", "phone": "19900010001"}
HUANG = {"name": "黄海燕", "phone": "19900010002"}


@pytest.fixture
def campaign() -> Campaign:
    office()
    for who in (CHEN, LIN, HUANG):
        member(name=who["name"], phone=who["phone"])
    return shared_campaign()


def taken() -> list[int]:
    rows = Claim.objects.within(BELL_TOWER).filter(state=HELD).order_by("slot")
    return list(rows.values_list("shares", flat=True))


def test_two_phones_take_parts_of_one_wish_until_it_is_full(campaign: Campaign) -> None:
    one, two = Phone(campaign), Phone(campaign)
    assert "10斤" in words_of(one.at("/1"))
    answer = one.claim(1, shares="4", **CHEN)
    number = one.receipt_number(answer)
    assert "鸡蛋 4斤" in words_of(one.at(f"/claims/{number}"))
    wall = one.at()
    assert "还差 6斤" in words_of(wall)
    assert "lantern-partly" in wall.content.decode()
    assert two.claim(1, shares="6", **LIN).status_code == 303

    assert (the_wish().state, taken()) == (TAKEN, [4, 6])
    assert "另外 1 位" in words_of(one.at(f"/claims/{number}"))
    assert "lantern-partly" not in Phone(campaign).at("/1").content.decode()


def test_asking_for_more_than_is_left_says_what_is_left_and_keeps_the_form(campaign: Campaign) -> None:
    one, two = Phone(campaign), Phone(campaign)
    one.claim(1, shares="7", **CHEN)
    page = two.claim(1, shares="5", **LIN)

    assert page.status_code == 409
    assert "3斤" in words_of(page)
    assert "还差 3斤" in words_of(page)
    assert 'name="shares" maxlength="4" value="5"' in page.content.decode()
    assert two.send("/1/claim", key=key_of(page), shares="3").status_code == 303
    assert taken() == [7, 3]


@pytest.mark.parametrize("shares", ["", "0", "半", "-2", "99999", "1.5"])
def test_amount_that_is_none_is_told_beside_its_field(campaign: Campaign, shares: str) -> None:
    page = Phone(campaign).claim(1, shares=shares, **CHEN)

    assert page.status_code == 422
    assert "shares-error" in page.content.decode()
    assert taken() == []


def test_page_from_before_the_wish_was_shared_asks_how_much(campaign: Campaign) -> None:
    page = Phone(campaign).claim(1, **CHEN)

    assert page.status_code == 409
    assert 'name="shares"' in page.content.decode()


def test_form_sent_twice_takes_once(campaign: Campaign) -> None:
    phone = Phone(campaign)
    first = phone.claim(1, key="the-same-page-twice", shares="4", **CHEN)
    again = phone.claim(1, key="the-same-page-twice", shares="4", **CHEN)

    assert (first.headers["Location"], taken()) == (again.headers["Location"], [4])


def test_whoever_has_a_part_is_led_to_their_receipt(campaign: Campaign) -> None:
    phone = Phone(campaign)
    phone.claim(1, shares="4", **CHEN)

    assert "查看凭证" in words_of(phone.at("/1")) or "/claims/" in phone.at("/1").content.decode()
    assert 'name="shares"' not in phone.at("/1").content.decode()


def test_what_was_given_back_is_offered_with_its_amount(campaign: Campaign) -> None:
    one, two = Phone(campaign), Phone(campaign)
    first = ask(campaign, member(name="何伟明", phone="19900010004"), 4)
    one.claim(1, shares="6", **CHEN)
    assert two.send("/1/line", key=key_of(two.at("/1")), **LIN).status_code == 303
    release(first)
    page = two.at("/1")
    assert 'name="shares" maxlength="4" value="4"' in page.content.decode()
    assert two.send("/1/line/accept", key=key_of(page), shares="2").status_code == 303
    assert (the_wish().state, sorted(taken())) == (OPEN, [2, 6])


def test_one_large_thing_is_seen_to_in_parts_and_no_money_passes_through(campaign: Campaign) -> None:
    Wish.objects.within(BELL_TOWER).update(shares=4, quantity=1, unit="台", item="轮椅", public_title="生活辅具")
    phone = Phone(campaign)
    assert "4 份" in words_of(phone.at("/1"))
    number = phone.receipt_number(phone.claim(1, shares="1", **CHEN))
    told = words_of(phone.at(f"/claims/{number}"))
    assert "1 份" in told
    assert "不经手" in told


def test_desk_shares_a_wish_by_its_quantity_or_in_parts_or_not() -> None:
    desk = Desk("worker")
    eggs = wish(household(), "鸡蛋", "斤", state="review", quantity=10)
    here = f"wishes/{eggs.pk}/share"
    assert "10斤" in words_of(desk.at(here))
    for sent, shares in (({"how": "quantity"}, 10), ({"how": "parts", "parts": "3"}, 3), ({"how": "whole"}, None)):
        assert desk.send(here, **sent).status_code == 302
        assert the_wish().shares == shares
    for wrong in ({"how": "parts", "parts": "1"}, {"how": "parts"}, {}):
        assert desk.send(here, **wrong).status_code == 422
    Wish.objects.within(BELL_TOWER).update(quantity=1)
    assert desk.send(here, how="quantity").status_code == 422


def test_counter_asks_how_much_and_says_what_is_left(campaign: Campaign) -> None:
    desk = Desk("worker")
    here = f"campaigns/{campaign.pk}/counter"
    assert 'name="shares"' in desk.get(f"/desk/{BELL_TOWER}/{here}?number=1").content.decode()
    assert desk.send(here, number="1", shares="4", **CHEN).status_code == 302
    page = desk.send(here, number="1", shares="7", **LIN)
    assert page.status_code == 409
    assert "6" in words_of(page)
    assert desk.send(here, number="1", **LIN).status_code == 409
    assert taken() == [4]
    claim = Claim.objects.within(BELL_TOWER).get()
    assert "4斤" in words_of(desk.at(f"claims/{claim.pk}/"))
    assert "4斤" in words_of(desk.at("claims/?show=held"))
    lines = words_of(desk.at(f"campaigns/{campaign.pk}/"))
    assert "4斤" in lines
    assert "6斤" in lines
    assert "4斤" in words_of(desk.at(f"wishes/{the_wish().pk}/"))


def test_table_has_a_row_for_each_part_and_for_what_is_left(campaign: Campaign) -> None:
    Phone(campaign).claim(1, shares="4", **CHEN)
    table = Desk().at(f"campaigns/{campaign.pk}/table.xlsx")
    rows = list(load_workbook(io.BytesIO(table.content)).worksheets[0].values)

    assert [row[3:5] for row in rows if row[0] == 1] == [(4, "斤"), (6, "斤")]


@pytest.mark.parametrize(("line", "amount"), [("3号 王建国 2斤", 2), ("王建国 认领3号 两份", 2), ("3号 王建国", None)])
def test_amount_in_a_chain_message_is_read(line: str, amount: int | None) -> None:
    (spoken,) = read_claim_chain(line)
    assert (spoken.numbers, spoken.name, spoken.amount, spoken.sure) == ((3,), "王建国", amount, True)


def test_chain_message_with_amounts_becomes_parts(campaign: Campaign) -> None:
    text = "1. 陈晓东 1号 3斤\n2. 林丽娜 1号 2斤"
    proposal = propose(campaign=campaign, text=text)
    assert [(row.number, row.shares, row.left, row.problems) for row in proposal.rows] == [
        (1, 3, 10, []),
        (1, 2, 10, []),
    ]
    rows = {
        f"{name}-{at}": value
        for at, row in enumerate(proposal.rows)
        for name, value in {
            "take": "on",
            "number": "1",
            "shares": str(row.shares),
            "person": str(row.person),
            "text": row.text,
        }.items()
    }
    assert Desk("worker").send(f"campaigns/{campaign.pk}/paste", step="confirm", **rows).status_code == 200
    assert taken() == [3, 2]


def test_worker_accepts_a_part_for_whoever_phones_in(campaign: Campaign) -> None:
    one, two = Phone(campaign), Phone(campaign)
    first = ask(campaign, member(name="何伟明", phone="19900010004"), 4)
    one.claim(1, shares="6", **CHEN)
    two.send("/1/line", key=key_of(two.at("/1")), **LIN)
    release(first)
    desk = Desk("worker")
    assert 'name="shares" value="4"' in desk.at(f"wishes/{the_wish().pk}/").content.decode()
    waiting = PlaceInLine.objects.within(BELL_TOWER).get()
    sent = {"person": str(waiting.person_id), "shares": "3"}
    assert desk.send(f"wishes/{the_wish().pk}/accept", **sent).status_code == 302
    assert sorted(taken()) == [3, 6]
