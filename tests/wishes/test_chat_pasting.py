"""Wishes pasted from a chat: every line is seen, each message gets its family, nothing is dropped silently."""

import re
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from linli.people.models import Household
from linli.timeline.models import Detail, Event
from linli.wishes.models import Wish
from linli.wishes.services.collecting import WishSaid, collect_wishes
from tests.factories import acting
from tests.factories.people import BELL_TOWER, WEST_LAKE, family, office, staff

pytestmark = pytest.mark.django_db
PASTE = f"/desk/{BELL_TOWER}/wishes/paste"
CHAT = """#接龙
微心愿征集，请各楼栋长帮忙登记
1. 秦秀芝 两个书包
2. 王姐：十斤鸡蛋、12盒降压药
3. 罗玉兰 一条围巾"""


@pytest.fixture(autouse=True)
def _offices() -> None:
    office()
    office(WEST_LAKE, "西湖社区")


@pytest.fixture
def worker() -> Client:
    return acting.client_of("worker")


def fields(page: str) -> dict[str, str]:
    """The form as a browser would send it back."""
    values: dict[str, str] = {}
    for tag in re.findall(r"<input[^>]*>", page):
        name, value = re.search(r'name="([^"]+)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and ('type="radio"' not in tag or " checked" in tag):
            values[name[1]] = value[1] if value else ""
    for name, options in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', page, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', options)
        values[name] = chosen[1] if chosen else ""
    return values


def read(client: Client, text: str = CHAT) -> dict[str, str]:
    return fields(client.post(PASTE, {"step": "read", "text": text}).content.decode())


def confirm(client: Client, sent: dict[str, str], **more: str) -> Any:
    return client.post(PASTE, {**sent, "key": uuid4().hex, **more})


def items() -> list[tuple[str, int]]:
    rows = Wish.objects.within(BELL_TOWER).select_related("household").order_by("id")
    return [(row.item, row.household.number) for row in rows]


def test_each_message_is_laid_beside_the_families_on_record(worker: Client) -> None:
    known = family()
    page = worker.post(PASTE, {"step": "read", "text": CHAT}).content.decode()
    sent = fields(page)

    assert sent["messages"] == "3"
    assert (sent["family-0"], sent["family-1"], sent["family-2"]) == (str(known.pk), "", "new")
    assert [sent[f"row-{place}-item"] for place in range(4)] == ["书包", "鸡蛋", "降压药", "围巾"]
    assert "微心愿征集" in page
    assert "家庭医生" in page
    assert "19900000001" not in page
    assert items() == []


def test_confirmed_messages_are_written_down_to_be_checked(worker: Client) -> None:
    family()
    sent = read(worker) | {"number-1": "01", "row-2-choice": "drop"}
    answer = confirm(worker, sent)

    assert answer.status_code == 302
    assert items() == [("书包", 1), ("鸡蛋", 1), ("围巾", 2)]
    assert Household.objects.within(BELL_TOWER).get(number=2).head_name == "罗玉兰"
    event = Event.objects.within(BELL_TOWER).get(verb="wish.left_out")
    assert Detail.objects.within(BELL_TOWER).get(event=event).text == "12盒降压药"


def test_sent_twice_it_is_written_once(worker: Client) -> None:
    sent, key = read(worker, "罗玉兰 一条围巾"), uuid4().hex
    for _time in range(2):
        assert worker.post(PASTE, sent | {"key": key}).status_code == 302
    assert items() == [("围巾", 1)]


def test_what_is_not_decided_is_asked_and_what_was_typed_is_kept(worker: Client) -> None:
    answer = confirm(worker, read(worker) | {"row-0-item": "红书包"})
    page = answer.content.decode()

    assert answer.status_code == 422
    assert "红书包" in page
    assert "微心愿征集" in page
    assert items() == []


def test_message_in_which_nothing_is_understood_stays_to_be_decided(worker: Client) -> None:
    sent = read(worker, "罗玉兰 一条围巾\n2. 王姐：家里的事一言难尽啊")
    undecided = [name for name in sent if name.endswith("-text") and f"{name[:-5]}-choice" not in sent]
    assert undecided
    assert confirm(worker, sent).status_code == 422
    assert confirm(worker, sent | {f"{name[:-5]}-choice": "drop" for name in undecided}).status_code == 302
    assert items() == [("围巾", 1)]


def test_what_the_family_asks_for_already_is_to_be_decided(worker: Client) -> None:
    known = family()
    said = [WishSaid(item="书包", unit="个")]
    collect_wishes(community_id=BELL_TOWER, household_id=known.pk, wishes=said, by=staff())
    sent = read(worker, "秦秀芝 两个书包")
    assert "row-0-choice" not in sent


def test_family_of_another_community_cannot_be_chosen(worker: Client) -> None:
    elsewhere = family(WEST_LAKE)
    sent = read(worker, "罗玉兰 一条围巾")
    assert confirm(worker, sent | {"family-0": str(elsewhere.pk)}).status_code == 422
    assert confirm(worker, sent | {"number-0": "77"}).status_code == 422


def test_text_without_any_message_is_told_and_kept(worker: Client) -> None:
    answer = worker.post(PASTE, {"step": "read", "text": "#接龙"})
    assert answer.status_code == 422
    assert "#接龙" in answer.content.decode()
