"""The hints of the doorstep where families are chosen elsewhere: sent by residents, pasted from a chat."""

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from linli.people.models import Household
from linli.wishes.models import Submission, Wish
from linli.wishes.services.collecting import WishSaid, collect_wishes
from linli.wishes.workflow import ACCEPTED
from tests.factories import acting
from tests.factories.people import BELL_TOWER, family, office, staff
from tests.factories.submissions import BAG, open_link_of, sent_through
from tests.wishes.test_chat_pasting import confirm, fields, read

pytestmark = pytest.mark.django_db
ASKED = "这户已经登记过"
NEIGHBOUR = "台账里有同一住址或电话的家庭"
ROW = {f"row-0-{name}": value for name, value in BAG.items()}


@pytest.fixture
def worker() -> Client:
    office()
    return acting.client_of("worker")


def with_schoolbag(**values: Any) -> Household:
    known = family(**values)
    collect_wishes(
        community_id=BELL_TOWER, household_id=known.pk, wishes=[WishSaid(item="新书包", unit="个")], by=staff()
    )
    return known


def check(worker: Client, submission: Submission, household: Household, **more: str) -> Any:
    where = f"/desk/{BELL_TOWER}/wishes/collecting/{submission.pk}/"
    told = {"family": str(household.pk), "rows": "1", **ROW, "key": uuid4().hex}
    return worker.post(where, told | more)


def test_family_that_asks_twice_through_the_link_is_told_before_its_wish_counts(worker: Client) -> None:
    known, submission = with_schoolbag(), sent_through(open_link_of(), head_name="秦玉兰")
    answer = check(worker, submission, known)

    assert answer.status_code == 422
    assert ASKED in answer.content.decode()
    assert Wish.objects.within(BELL_TOWER).count() == 1
    assert check(worker, submission, known, **{"row-0-hinted": known.pk.hex}).status_code == 302
    submission.refresh_from_db()
    assert submission.state == ACCEPTED


def test_hint_about_one_family_says_nothing_of_another(worker: Client) -> None:
    first, second = family(), with_schoolbag(name="罗玉兰", phone="19900000009")
    submission = sent_through(open_link_of())
    assert check(worker, submission, second, **{"row-0-hinted": first.pk.hex}).status_code == 422


def test_family_known_for_sure_is_hinted_at_once(worker: Client) -> None:
    known, submission = with_schoolbag(), sent_through(open_link_of())
    page = worker.get(f"/desk/{BELL_TOWER}/wishes/collecting/{submission.pk}/").content.decode()

    assert ASKED in page
    assert f'name="row-0-hinted" value="{known.pk.hex}"' in page


def test_family_of_a_message_chosen_by_hand_is_hinted_before_it_is_written_down(worker: Client) -> None:
    known = with_schoolbag()
    sent = read(worker, "王姐：两个书包") | {"number-0": "1", "row-0-choice": "take"}
    answer = confirm(worker, sent)

    assert answer.status_code == 422
    again = fields(answer.content.decode())
    assert again["row-0-hinted"] == known.pk.hex
    assert Wish.objects.within(BELL_TOWER).count() == 1
    assert confirm(worker, again).status_code == 302
    assert Wish.objects.within(BELL_TOWER).count() == 2


@pytest.mark.parametrize("said", ["钟楼小区2号楼 1单元302，罗玉兰家要两个书包", "罗玉兰 两个书包 199-0000-0001"])
def test_family_at_the_address_or_telephone_of_a_message_is_shown_and_can_be_chosen(worker: Client, said: str) -> None:
    known = family(address="钟楼小区2号楼1单元302", phone="19900000001")
    page = worker.post(f"/desk/{BELL_TOWER}/wishes/paste", {"step": "read", "text": said}).content.decode()

    assert NEIGHBOUR in page
    assert f'<option value="{known.pk}"' in page
    assert "19900000001" not in page


def test_family_named_in_a_message_is_no_neighbour_of_itself(worker: Client) -> None:
    known = family(address="钟楼小区2号楼1单元302")
    text = f"{known.head_name} 钟楼小区2号楼1单元302 两个书包"
    assert (
        NEIGHBOUR
        not in worker.post(f"/desk/{BELL_TOWER}/wishes/paste", {"step": "read", "text": text}).content.decode()
    )


def test_residents_read_in_their_own_words_what_they_may_apply_for() -> None:
    office()
    who = {"given_by": "self", "head_name": "秦秀芝", "phone": "19900000001", "address": "2号楼", "purposes": ["help"]}
    link = open_link_of()

    def page(said: str) -> str:
        sent = {"key": uuid4().hex, "said": said, "step": "read", **who}
        return Client().post(f"/w/{link.code}", sent).content.decode()

    assert "这类帮助可能可以申请" in page("5包成人尿不湿")
    assert "街道民政窗口" in page("5包成人尿不湿")
    assert "这类帮助可能可以申请" not in page("两个书包")
