"""The pages of a draw: the wall, entering, the receipt, the result, and the desk's part in it."""

import json
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from linli.core import clock
from linli.core.draw import faults
from linli.people.models import Person
from linli.wishes.models import Campaign, Claim, Draw, Entry
from linli.wishes.services.drawing import draw_due_in
from tests.factories import acting
from tests.factories.draws import draw, draw_campaign, enter, when_drawn
from tests.factories.people import BELL_TOWER, office
from tests.factories.wishes import members, open_campaign, ready_wishes
from tests.wishes.phones import words_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _office() -> Iterator[None]:
    office()
    cache.clear()
    yield
    cache.clear()


def phone_of(campaign: Campaign, person: Person) -> Client:
    return acting.weak_client(BELL_TOWER, campaign.pk, person.pk)


def at(campaign: Campaign, path: str = "") -> str:
    return f"/c/{campaign.code}{path}"


def text(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    return words_of(answer)


def test_wall_says_how_long_until_the_draw_and_how_many_are_entered_and_publishes_the_seal() -> None:
    campaign, people = draw_campaign(), members(count=2)
    for person in people:
        enter(campaign, person)
    told = text(Client(), at(campaign))
    commitment = Draw.objects.within(BELL_TOWER).get().commitment
    assert all(words in told for words in ("距离抽签还有", "2 人报名", "我来报名", commitment))
    assert "我来认领" not in told
    assert not any(person.name in told for person in people)


def test_somebody_unknown_enters_with_name_and_phone_and_gets_a_receipt_with_a_code() -> None:
    campaign, (person,) = draw_campaign(), members(count=1)
    client = Client()
    assert "我来报名" in text(client, at(campaign, "/1"))
    sent = {"name": person.name, "phone": person.phone, "key": "one-key-of-the-page"}
    answer = client.post(at(campaign, "/1/enter"), sent)
    assert (answer.status_code, answer.headers["Location"]) == (303, at(campaign, "/1/entry"))
    receipt = text(client, at(campaign, "/1/entry"))
    entry = Entry.objects.within(BELL_TOWER).select_related("entrant").get()
    assert all(words in receipt for words in ("您已报名", entry.entrant.code, "撤回报名"))
    assert "您已为这个心愿报名" in text(client, at(campaign, "/1"))
    assert entry.entrant.code in text(client, at(campaign, "/mine"))
    assert Client().get(at(campaign, "/1/entry")).status_code == 404


def test_what_is_wrong_is_said_on_the_wish_and_keeps_what_was_typed() -> None:
    campaign = draw_campaign()
    answer = Client().post(at(campaign, "/1/enter"), {"name": "陈晓东", "phone": "12", "key": "one-key-of-the-page"})
    assert answer.status_code == 422
    assert 'value="陈晓东"' in answer.content.decode()


def test_entry_is_taken_back_with_one_tap_until_the_draw() -> None:
    campaign, (person,) = draw_campaign(), members(count=1)
    enter(campaign, person)
    client = phone_of(campaign, person)
    answer = client.post(at(campaign, "/1/entry/leave"), {"key": "one-key-of-the-page"})
    assert (answer.status_code, answer.headers["Location"]) == (303, at(campaign, "/1"))
    assert "已撤回" in text(client, at(campaign, "/1/entry"))
    assert "我来报名" in text(client, at(campaign, "/1"))


def test_between_closing_and_drawing_the_pages_say_so_and_nobody_enters() -> None:
    campaign, (person,) = draw_campaign(), members(count=1)
    assert campaign.draw_at is not None
    with clock.at(campaign.draw_at + timedelta(seconds=5)):
        draw_due_in(community_id=BELL_TOWER)
        assert "正在抽签" in text(Client(), at(campaign))
        sent = {"name": person.name, "phone": person.phone, "key": "one-key-of-the-page"}
        answer = Client().post(at(campaign, "/1/enter"), sent)
        assert answer.status_code == 409
        assert "报名已截止" in words_of(answer)
        shown = text(Client(), at(campaign, "/draw"))
    row = Draw.objects.within(BELL_TOWER).get()
    assert (row.digest in shown, row.secret in shown) == (True, False)
    assert Client().get(at(campaign, "/draw.json")).status_code == 404


def test_after_the_draw_each_sees_what_became_of_the_entry() -> None:
    campaign, people = draw_campaign(), members(count=3)
    for person in people:
        enter(campaign, person)
    draw(campaign)
    cache.clear()
    winner = Claim.objects.within(BELL_TOWER).get()
    with clock.at(when_drawn(campaign)):
        for person in people:
            told = text(phone_of(campaign, person), at(campaign, "/1/entry"))
            if person.pk == winner.claimant_id:
                assert "您中签了" in told
                assert str(winner.number) in text(phone_of(campaign, person), at(campaign, "/mine"))
            else:
                assert "您按抽签顺序排在第" in told
        assert "我来认领" in text(Client(), at(campaign, "/2"))


def test_result_is_everybodys_and_the_file_holds_without_a_name() -> None:
    campaign, people = draw_campaign(cap=2), members(count=3)
    codes = [enter(campaign, person, number) for person in people for number in (1, 2)]
    draw(campaign)
    cache.clear()
    page = text(Client(), at(campaign, "/draw"))
    answer = Client().get(at(campaign, "/draw.json"))
    file = json.loads(answer.content)
    assert faults(file) == []
    assert all(result["winner"] in page for result in file["results"])
    assert {code for _number, code in file["entries"]} == set(codes)
    assert file["seed"] in page
    assert not any(person.name in page or person.phone in page for person in people)
    assert Client().get(at(open_campaign(), "/draw")).status_code == 404


def test_office_chooses_a_draw_when_it_prepares_a_campaign() -> None:
    (wish, *_rest) = ready_wishes()
    client, now = acting.client_of("secretary"), clock.local(clock.now())
    form = {
        "title": "抽签点亮", "issuer": "钟楼社区党支部", "notice": "请报名。", "handover_place": "党群服务中心",
        "contact_phone": "0359-2000000", "audience": "roster", "wishes": [str(wish.pk)], "way": "draw",
        "opens_at": f"{now:%Y-%m-%dT%H:%M}", "closes_at": f"{now + timedelta(days=7):%Y-%m-%dT%H:%M}",
        "handover_until": f"{now + timedelta(days=9):%Y-%m-%d}", "key": "one-key-of-the-page",
    }  # fmt: skip
    address = f"/desk/{BELL_TOWER}/campaigns/new"
    assert "先到先得：谁先点，心愿就归谁" in text(client, address)
    answer = client.post(address, form)
    assert answer.status_code == 422
    assert "请填写抽签时间" in words_of(answer)
    late = form | {"draw_at": f"{now + timedelta(days=8):%Y-%m-%dT%H:%M}"}
    assert "抽签时间须在开始之后、结束之前" in words_of(client.post(address, late))
    answer = client.post(address, form | {"draw_at": f"{now + timedelta(days=1):%Y-%m-%dT%H:%M}"})
    assert answer.status_code == 302
    campaign = Campaign.objects.within(BELL_TOWER).get()
    assert campaign.draw_at is not None
    change = client.get(f"/desk/{BELL_TOWER}/campaigns/{campaign.pk}/change").content.decode()
    assert 'value="draw" id="id_way_1" checked' in change.replace(" required", "") or "checked" in change
    page = f"/desk/{BELL_TOWER}/campaigns/{campaign.pk}/"
    client.post(f"{page}publish", {"key": "another-key-of-the-page"})
    assert Draw.objects.within(BELL_TOWER).get().commitment in text(client, page)


def test_first_come_campaign_ignores_a_time_of_drawing_that_was_typed() -> None:
    (wish, *_rest) = ready_wishes()
    client, now = acting.client_of("secretary"), clock.local(clock.now())
    form = {
        "title": "先到先得", "issuer": "钟楼社区党支部", "notice": "请认领。", "handover_place": "党群服务中心",
        "contact_phone": "0359-2000000", "audience": "roster", "wishes": [str(wish.pk)], "way": "first_come",
        "opens_at": f"{now:%Y-%m-%dT%H:%M}", "closes_at": f"{now + timedelta(days=7):%Y-%m-%dT%H:%M}",
        "handover_until": f"{now + timedelta(days=9):%Y-%m-%d}", "key": "one-key-of-the-page",
        "draw_at": f"{now + timedelta(days=1):%Y-%m-%dT%H:%M}",
    }  # fmt: skip
    assert client.post(f"/desk/{BELL_TOWER}/campaigns/new", form).status_code == 302
    assert Campaign.objects.within(BELL_TOWER).get().draw_at is None


def test_worker_enters_somebody_at_the_counter_and_from_the_chain() -> None:
    campaign, (first, second) = draw_campaign(), members(count=2)
    client = acting.client_of("secretary")
    page = f"/desk/{BELL_TOWER}/campaigns/{campaign.pk}/"
    assert "替这位报名" in text(client, f"{page}counter?number=1")
    answer = client.post(
        f"{page}counter", {"number": "1", "name": first.name, "phone": first.phone, "key": "one-key-of-the-page"}
    )
    assert answer.status_code == 302
    pasted = {"text": f"1. {first.name} 1号\n2. {second.name} 1号"}
    rows = words_of(client.post(f"{page}paste", pasted))
    assert "前面一行" not in rows
    confirm = {"step": "confirm", "key": "another-key-of-the-page"}
    for at_row, person in enumerate((first, second)):
        confirm |= {f"take-{at_row}": "on", f"number-{at_row}": "1", f"person-{at_row}": str(person.pk)}
    result = words_of(client.post(f"{page}paste", confirm))
    codes = set(Entry.objects.within(BELL_TOWER).values_list("entrant__code", flat=True))
    assert len(codes) == 2
    assert all(code in result for code in codes)
    assert "2 人报名" in text(client, page)


def test_worker_who_comes_too_late_is_told_so_at_the_counter() -> None:
    campaign, (person,) = draw_campaign(), members(count=1)
    assert campaign.draw_at is not None
    client = acting.client_of("secretary")
    with clock.at(campaign.draw_at + timedelta(seconds=1)):
        answer = client.post(
            f"/desk/{BELL_TOWER}/campaigns/{campaign.pk}/counter",
            {"number": "1", "name": person.name, "phone": person.phone, "key": "one-key-of-the-page"},
        )
    assert answer.status_code == 409
    assert "报名已截止" in words_of(answer)


@pytest.mark.parametrize("path", ["", "/lamps", "/draw", "/mine"])
def test_page_of_a_draw_costs_the_same_statements_for_one_entry_and_for_three(path: str) -> None:
    def cost(many: int) -> int:
        campaign, people = draw_campaign(wishes=many), Person.objects.within(BELL_TOWER).order_by("id")[:2]
        for person in people:
            for number in range(1, many + 1):
                enter(campaign, person, number)
        client = phone_of(campaign, people[0])
        cache.clear()
        with CaptureQueriesContext(connection) as seen:
            assert client.get(at(campaign, path)).status_code == 200
        return len(seen)

    members(count=2)
    assert cost(1) == cost(3)
