"""What was typed at a door without a network: sent later, once, and counting for nothing that nobody confirmed."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from linli.core import clock
from linli.gate.services import forget_old_keys
from linli.people.models import Consent, Household
from linli.timeline.models import Detail, Event
from linli.wishes.models import Wish
from tests.factories import acting
from tests.factories.people import BELL_TOWER, family, office
from tests.wishes.test_hints import door

pytestmark = pytest.mark.django_db
KEPT = f"/desk/{BELL_TOWER}/wishes/kept"
PAGE = f"/desk/{BELL_TOWER}/wishes/new"
WORDS = {"rows": "", "parsed": "", "said": "5包中号成人尿不湿、两个书包、12盒降压药，谢谢你们"}


@pytest.fixture
def worker() -> Client:
    office()
    return acting.client_of("worker")


def key() -> str:
    return f"kept-{uuid4().hex}"


def unread(**more: Any) -> dict[str, Any]:
    """As the form is typed where nothing can be split into wishes."""
    return {name: value for name, value in door(key=key(), **WORDS).items() if not name.startswith("row-")} | more


def wishes() -> list[tuple[str, str]]:
    return list(Wish.objects.within(BELL_TOWER).order_by("id").values_list("item", "state"))


def test_words_that_nobody_confirmed_come_to_wishes_that_are_not_finished(worker: Client) -> None:
    answer = worker.post(KEPT, unread())
    left = Event.objects.within(BELL_TOWER).get(verb="wish.left_out")

    assert answer.status_code == 200
    assert wishes() == [("成人尿不湿", "draft"), ("书包", "draft")]
    assert "12盒降压药" in Detail.objects.within(BELL_TOWER).get(event=left).text
    assert worker.get(answer.json()["receipt"]).status_code == 200
    assert "2个心愿还没登记完" in worker.get(f"/desk/{BELL_TOWER}/").content.decode()


def test_what_was_confirmed_before_the_network_went_waits_for_checking_as_ever(worker: Client) -> None:
    assert worker.post(KEPT, door(key=key())).status_code == 200
    assert wishes() == [("尿不湿", "review")]


def test_sent_again_it_is_taken_down_once(worker: Client) -> None:
    sent = unread()
    answers = [worker.post(KEPT, sent).json() for _time in range(3)]

    assert answers[0] == answers[1] == answers[2]
    assert Household.objects.within(BELL_TOWER).count() == 1
    assert len(wishes()) == 2


def test_page_and_phone_send_the_same_form_once(worker: Client) -> None:
    """The answer to the page was lost; the phone sends it again later."""
    sent = door(key=key())
    assert worker.post(PAGE, {**sent, "step": "save"}).status_code == 302
    assert worker.post(KEPT, {name: value for name, value in sent.items() if name != "step"}).status_code == 200
    assert len(wishes()) == 1


def test_phone_that_comes_back_after_weeks_is_still_answered_the_same(worker: Client) -> None:
    sent, page = unread(), unread(key=uuid4().hex, head_name="罗玉兰")
    first = worker.post(KEPT, sent).json()
    worker.post(KEPT, page)
    with clock.at(clock.now() + timedelta(days=30)):
        assert forget_old_keys(community_id=BELL_TOWER) == 1
    assert worker.post(KEPT, sent).json() == first
    with clock.at(clock.now() + timedelta(days=61)):
        assert forget_old_keys(community_id=BELL_TOWER) == 1


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"head_name": ""}, "户主"),
        ({"said": "谢谢你们"}, "还没有读出心愿"),
        ({"number": "77"}, "没有这个户号"),
        ({"text_version": "0"}, "请重新念一遍"),
        ({"kept_paper": uuid4().hex}, "这张图片已经不在了"),
    ],
)
def test_what_cannot_be_taken_down_is_told_in_words(worker: Client, wrong: dict[str, str], words: str) -> None:
    answer = worker.post(KEPT, unread(**wrong))

    assert answer.status_code == 422
    assert words in "".join(answer.json()["errors"])
    assert not Household.objects.within(BELL_TOWER).exists()


def test_family_that_is_on_record_is_named_by_its_number(worker: Client) -> None:
    known = family(name="王秀芝")
    answer = worker.post(KEPT, unread(phone=known.phone))

    assert answer.status_code == 422
    assert "户号" in answer.json()["errors"][0]
    assert known.phone not in answer.content.decode()
    assert worker.post(KEPT, unread(phone=known.phone, another="1")).status_code == 200


@pytest.mark.parametrize("path", [KEPT, PAGE])
def test_family_on_record_comes_by_its_number(worker: Client, path: str) -> None:
    known = family()
    answer = worker.post(path, door(key=key(), number="01", head_name=""))

    assert answer.status_code in (200, 302)
    assert Wish.objects.within(BELL_TOWER).get().household_id == known.pk


@pytest.mark.parametrize(("days", "believed"), [(3, True), (61, False), (-1, False)])
def test_consent_was_given_when_it_was_saved_at_the_door(worker: Client, days: int, believed: bool) -> None:
    then = clock.now() - timedelta(days=days)
    assert worker.post(KEPT, unread(kept_at=then.isoformat().replace("+00:00", "Z"))).status_code == 200
    given = Consent.objects.within(BELL_TOWER).first()

    assert given is not None
    assert (given.given_at == then) is believed
    assert given.given_at <= clock.now()


def test_each_account_has_a_key_of_its_own_that_stays_the_same(worker: Client) -> None:
    mine, again = worker.get(KEPT).json(), worker.get(KEPT).json()
    other = acting.client_of("secretary").get(KEPT).json()

    assert (mine["account"], mine["key"]) == (again["account"], again["key"])
    assert mine["key"] != other["key"]
    assert mine["account"] != other["account"]
    assert worker.get(KEPT).headers["Cache-Control"].startswith("max-age=0")
    assert Client().get(KEPT).status_code == 302


def test_page_tells_the_script_whose_phone_it_is(worker: Client) -> None:
    account = worker.get(KEPT).json()["account"]
    assert f'data-account="{account}"' in worker.get(f"/desk/{BELL_TOWER}/").content.decode()
