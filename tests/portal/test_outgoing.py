"""待转发: what waits for one person is one card; one button for all that stood on it."""

import html
import re
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse

from linli.core.errors import Conflict, NotHere
from linli.notifications.models import SENT, WAITING, Outgoing
from linli.notifications.queries import cards_to_pass_on
from linli.notifications.services import mark_passed_on
from linli.timeline.models import Event
from tests.factories import acting
from tests.factories.people import BELL_TOWER, WEST_LAKE, office
from tests.notifications.noon import OTHER, PHONE, tell

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_office")]
KEPT = {"campaign": "点亮微心愿", "goods": "书包 1 个", "place": "服务中心", "until": "2026-12-04"}


@pytest.fixture
def _office() -> None:
    office()


def kept(dedupe: str, number: str = "0419", address: str = PHONE, **more: Any) -> Outgoing:
    """A text to a claimant."""
    return tell(dedupe, kind="claim_kept", words={**KEPT, "number": number}, address=address, **more)


def states() -> dict[Any, str]:
    return dict(Outgoing.objects.within(BELL_TOWER).values_list("pk", "state"))


def shown(client: Any) -> str:
    return html.unescape(client.get(reverse("outgoing", args=[BELL_TOWER])).content.decode())


def press(client: Any, first: Outgoing, *also: Any, key: str = "") -> Any:
    told = {"key": key or uuid4().hex, "also": [str(getattr(one, "pk", one)) for one in also]}
    return client.post(reverse("outgoing_sent", args=[BELL_TOWER, first.pk]), told)


def test_texts_for_one_person_are_one_card_with_one_text_to_copy() -> None:
    kept("1", "0419"), kept("2", "0420"), kept("3", "0421", OTHER)
    page = shown(acting.client_of("worker"))
    cards = re.findall(r"<article.*?</article>", page, re.DOTALL)
    assert [card.count('data-copy="#') for card in cards] == [1, 1]
    assert "0419" in cards[0]
    assert "0420" in cards[0]
    assert "0421" not in cards[0]
    assert "2条并作一条" in cards[0]
    assert cards_to_pass_on(acting.actor("worker"), BELL_TOWER)[0].text.count("\n\n") == 1


def test_codes_and_texts_for_a_group_stand_alone() -> None:
    kept("1"), kept("2", address=""), kept("3", address="")
    words = {"code": "123456", "minutes": 10, "campaign": "点亮微心愿"}
    tell("4", kind="claim_code", words=words)
    assert [len(card.texts) for card in cards_to_pass_on(acting.actor("worker"), BELL_TOWER)] == [1, 1, 1, 1]


def test_one_button_marks_all_that_stood_on_the_card_and_nothing_that_came_meanwhile() -> None:
    first, second = kept("1", "0419"), kept("2", "0420")
    client = acting.client_of("worker")
    late = kept("3", "0421")
    assert press(client, first, second, key="press-it-once").status_code == 302
    assert press(client, first, second, key="press-it-once").status_code == 302
    assert states() == {first.pk: SENT, second.pk: SENT, late.pk: WAITING}
    assert Event.objects.within(BELL_TOWER).filter(verb="pass_on").count() == 2
    row = Outgoing.objects.within(BELL_TOWER).get(pk=second.pk)
    assert (row.recipient_name, row.recipient_address, row.payload) == ("", "", "")


def test_what_a_colleague_passed_on_meanwhile_is_no_hindrance_for_the_rest() -> None:
    first, second = kept("1"), kept("2")
    one, other = acting.actor("worker"), acting.actor("secretary")
    mark_passed_on(community_id=BELL_TOWER, outgoing_ids=[first.pk], by=one)
    mark_passed_on(community_id=BELL_TOWER, outgoing_ids=[first.pk, second.pk], by=other)
    assert Event.objects.within(BELL_TOWER).filter(verb="pass_on").count() == 2
    with pytest.raises(Conflict):
        mark_passed_on(community_id=BELL_TOWER, outgoing_ids=[first.pk, second.pk], by=one)


def test_card_with_a_text_of_another_office_marks_nothing() -> None:
    office(WEST_LAKE)
    theirs = tell("1", kind="claim_kept", words={**KEPT, "number": "0419"}, community_id=WEST_LAKE)
    ours = kept("1")
    with pytest.raises(NotHere):
        mark_passed_on(community_id=BELL_TOWER, outgoing_ids=[ours.pk, theirs.pk], by=acting.actor("worker"))
    assert states() == {ours.pk: WAITING}
    assert press(acting.client_of("worker"), ours, "no-key").status_code == 422
