"""Wishes taken down at the door: the family, its consent, its words read and confirmed; nothing lost on the way."""

import re
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from linli.core.ids import new_id
from linli.people.models import Consent, Household
from linli.people.services.consents import ConsentGiven, record_consent
from linli.timeline.models import Detail
from linli.wishes.models import Wish
from linli.wishes.services.collecting import WishSaid, collect_wishes
from linli.wishes.workflow import READY, REVIEW
from tests.factories import acting
from tests.factories.people import BELL_TOWER, WEST_LAKE, family, office, staff

pytestmark = pytest.mark.django_db

DOOR = f"/desk/{BELL_TOWER}/wishes/new"
PARSE = f"/desk/{BELL_TOWER}/wishes/parse"
SAID = "5包中号成人尿不湿、5包尿片、6包湿巾"
FAMILY = {"head_name": "秦秀芝", "phone": "19900000001", "address": "钟楼小区2号楼1单元302", "people_count": "3"}
CONSENT = {"purposes": ["help", "publish"], "given_by": "self", "giver_name": "", "witness": "段慧兰"}


@pytest.fixture(autouse=True)
def _offices() -> None:
    office()
    office(WEST_LAKE, "西湖社区")


@pytest.fixture
def worker() -> Client:
    return acting.client_of("worker")


def text(answer: Any) -> str:
    return str(answer.content.decode())


def send(client: Client, data: dict[str, Any], **more: str) -> Any:
    return client.post(DOOR, {"key": new_id().hex, "step": "save", **data, **more})


def shown(answer: Any) -> dict[str, Any]:
    """The rows that a page shows, as a browser would send them back."""
    page = text(answer)
    names = r'name="((?:row-\d+-[a-z]+|rows|parsed))"'
    values: dict[str, Any] = {}
    for tag in re.findall(r"<input[^>]*>", page):
        name, value = re.search(names, tag), re.search(r'value="([^"]*)"', tag)
        if name and ('type="radio"' not in tag or " checked" in tag):
            values[name[1]] = value[1] if value else ""
    return values


def read(client: Client, said: str = SAID, **more: str) -> dict[str, Any]:
    return shown(client.post(PARSE, {"said": said, **more}))


def wishes() -> list[tuple[str, str]]:
    rows = Wish.objects.within(BELL_TOWER).order_by("id")
    return [(row.item, f"{row.quantity or ''}{row.unit}{row.spec}") for row in rows]


def agreed(household: Household) -> None:
    given = ConsentGiven(purposes=["help"], given_by="self", witness="段慧兰")
    record_consent(community_id=BELL_TOWER, household_id=household.pk, consent=given, by=staff())


def test_one_visit_writes_family_consent_and_wishes(worker: Client) -> None:
    answer = send(worker, {**FAMILY, **CONSENT, "said": SAID, **read(worker)})
    household = Household.objects.within(BELL_TOWER).get()
    assert household.head_name == "秦秀芝"
    assert set(Consent.objects.within(BELL_TOWER).values_list("purpose", flat=True)) == {"help", "publish"}
    assert wishes() == [("成人尿不湿", "5.00包中号"), ("尿片", "5.00包"), ("湿巾", "6.00包")]
    assert Wish.objects.within(BELL_TOWER).first().said == "5包中号成人尿不湿"

    receipt = text(worker.get(answer.headers["Location"]))
    assert "01" in receipt
    assert "成人尿不湿" in receipt
    assert "19900000001" not in receipt


def test_visit_sent_twice_is_written_once(worker: Client) -> None:
    data = {**FAMILY, **CONSENT, "said": SAID, **read(worker), "key": new_id().hex}
    answers = [send(worker, data) for _time in range(2)]
    assert answers[0].headers["Location"] == answers[1].headers["Location"]
    assert (Household.objects.within(BELL_TOWER).count(), len(wishes())) == (1, 3)


def test_without_script_the_first_press_shows_how_the_words_are_understood(worker: Client) -> None:
    answer = send(worker, {**FAMILY, **CONSENT, "said": SAID})
    assert answer.status_code == 422
    rows = shown(answer)
    assert (rows["rows"], rows["row-0-item"], rows["row-0-quantity"], rows["row-0-choice"]) == (
        "3",
        "成人尿不湿",
        "5",
        "take",
    )
    assert not Household.objects.within(BELL_TOWER).exists()
    assert send(worker, {**FAMILY, **CONSENT, "said": SAID, **rows}).status_code == 302


def test_words_changed_after_they_were_read_are_shown_again_before_they_are_saved(worker: Client) -> None:
    rows = read(worker, "两个书包")
    answer = send(worker, {**FAMILY, **CONSENT, "said": "两个书包、一条围巾", **rows})
    assert answer.status_code == 422
    assert shown(answer)["row-1-item"] == "围巾"
    assert not wishes()


def test_row_that_was_mended_stays_mended_while_one_goes_on_typing(worker: Client) -> None:
    rows = {**read(worker, "两个书包"), "row-0-spec": "三年级"}
    again = read(worker, "两个书包、一条围巾", **rows)
    assert (again["row-0-spec"], again["row-1-item"]) == ("三年级", "围巾")


def test_row_that_was_not_understood_waits_for_a_decision(worker: Client) -> None:
    said = "两个书包，骑车手冷"
    rows = read(worker, said)
    assert (rows["row-0-choice"], rows.get("row-1-choice")) == ("take", None)
    answer = send(worker, {**FAMILY, **CONSENT, "said": said, **rows})
    assert answer.status_code == 422
    assert not wishes()

    rows |= {"row-1-choice": "take", "row-1-item": "手套", "row-1-unit": "双"}
    assert send(worker, {**FAMILY, **CONSENT, "said": said, **rows}).status_code == 302
    assert [item for item, _amount in wishes()] == ["书包", "手套"]


def test_medicine_is_no_wish_and_what_was_said_stays_with_the_family(worker: Client) -> None:
    said = "两个书包、12盒降压药"
    page = text(worker.post(PARSE, {"said": said}))
    assert "家庭医生" in page
    rows = read(worker, said)
    refused = send(worker, {**FAMILY, **CONSENT, "said": said, **rows, "row-1-choice": "take"})
    assert refused.status_code == 422

    answer = send(worker, {**FAMILY, **CONSENT, "said": said, **rows, "row-1-choice": "drop"})
    assert [item for item, _amount in wishes()] == ["书包"]
    assert Detail.objects.within(BELL_TOWER).get().text == "12盒降压药"
    assert "降压药" in text(worker.get(answer.headers["Location"]))


def test_several_things_are_taken_down_as_one_wish(worker: Client) -> None:
    rows = read(worker, "两个书包、两个文具盒、一条围巾") | {"row-1-choice": "join"}
    send(worker, {**FAMILY, **CONSENT, "said": "两个书包、两个文具盒、一条围巾", **rows})
    assert [item for item, _amount in wishes()] == ["书包 2个、文具盒 2个", "围巾"]


def test_first_thing_has_nothing_above_to_go_with(worker: Client) -> None:
    rows = read(worker, "两个书包") | {"row-0-choice": "join"}
    assert send(worker, {**FAMILY, **CONSENT, "said": "两个书包", **rows}).status_code == 422


def test_thanks_are_told_as_talk(worker: Client) -> None:
    assert "谢谢" in text(worker.post(PARSE, {"said": "两个书包，谢谢"})).split("</ol>")[1]


def test_family_is_found_and_chosen_and_what_was_typed_stays(worker: Client) -> None:
    household = family()
    typed = {"said": "两个书包", "witness": "段慧兰", "find": "秀芝"}
    found = text(send(worker, typed, step="find"))
    assert f'name="use_household" value="{household.pk}"' in found
    assert "19900000001" not in found
    chosen = text(worker.post(DOOR, {"key": new_id().hex, **typed, "use_household": household.pk}))
    assert f'name="household" value="{household.pk}"' in chosen
    assert "两个书包</textarea>" in chosen
    assert 'value="段慧兰"' in chosen


def test_family_that_has_agreed_before_is_not_asked_again(worker: Client) -> None:
    household = family()
    agreed(household)
    answer = send(worker, {"household": household.pk, "said": "两个书包", **read(worker, "两个书包")})
    assert answer.status_code == 302
    assert (len(wishes()), Consent.objects.within(BELL_TOWER).count()) == (1, 1)


def test_family_that_never_agreed_gets_no_wish_written_down(worker: Client) -> None:
    household = family()
    answer = send(worker, {"household": household.pk, "said": "两个书包", **read(worker, "两个书包")})
    assert answer.status_code == 422
    assert 'href="#id_purposes"' in text(answer)
    assert not wishes()


def test_thing_that_the_family_asks_for_already_is_warned_of_and_may_be_taken_down(worker: Client) -> None:
    household = family()
    agreed(household)
    asked = WishSaid(item="新书包", unit="个")
    collect_wishes(community_id=BELL_TOWER, household_id=household.pk, wishes=[asked], by=staff())
    page = text(worker.post(PARSE, {"said": "两个书包、一条围巾", "household": household.pk}))
    assert page.count("notice-warn") == 1
    rows = read(worker, "两个书包", household=str(household.pk))
    assert send(worker, {"household": household.pk, "said": "两个书包", **rows}).status_code == 302


def test_family_on_record_is_not_written_down_a_second_time_unawares(worker: Client) -> None:
    household = family()
    data = {**FAMILY, **CONSENT, "said": SAID, **read(worker)}
    answer = send(worker, data)
    assert answer.status_code == 422
    assert f'value="{household.pk}"' in text(answer)
    assert not wishes()
    assert send(worker, {**data, "another": "1"}).status_code == 302
    assert Household.objects.within(BELL_TOWER).count() == 2


def test_everything_to_mend_stands_on_top_and_beside_its_field(worker: Client) -> None:
    typed = {**FAMILY, **CONSENT, "phone": "12", "witness": "", "said": SAID, **read(worker)}
    page = text(send(worker, typed))
    assert page.count("data-error-summary") == 1
    for field in ("id_phone", "id_witness"):
        assert f'href="#{field}"' in page
        assert f'id="{field}-error"' in page
    assert "钟楼小区2号楼1单元302" in page


@pytest.mark.parametrize(("role", "state"), [("civil_affairs", READY), ("worker", REVIEW)])
def test_only_who_checks_wishes_may_take_them_down_as_ready(role: str, state: str) -> None:
    client = acting.client_of(role)
    send(client, {**FAMILY, **CONSENT, "said": "两个书包", **read(client, "两个书包"), "ready": "on"})
    assert Wish.objects.within(BELL_TOWER).get().state == state


def test_visit_without_any_wish_is_told(worker: Client) -> None:
    answer = send(worker, {**FAMILY, **CONSENT, "said": " "})
    assert answer.status_code == 422
    assert 'href="#id_said"' in text(answer)


def test_family_of_another_office_cannot_be_chosen(worker: Client) -> None:
    elsewhere = family(community=WEST_LAKE)
    page = text(worker.get(f"{DOOR}?household={elsewhere.pk}"))
    assert "秦*芝" not in page
    send(worker, {"household": elsewhere.pk, **CONSENT, "said": "两个书包", **read(worker, "两个书包")})
    assert not Wish.objects.within(WEST_LAKE).exists()


def test_receipt_shows_the_wishes_of_that_family_only(worker: Client) -> None:
    one, other = family(), family(name="温建国", phone="19900000002")
    (wish,) = collect_wishes(
        community_id=BELL_TOWER, household_id=other.pk, wishes=[WishSaid(item="收音机")], by=staff()
    )
    page = text(worker.get(f"/desk/{BELL_TOWER}/wishes/taken/{one.pk}?w={wish.pk}"))
    assert "收音机" not in page
    assert worker.get(f"/desk/{BELL_TOWER}/wishes/taken/{UUID(int=1)}").status_code == 404


def test_role_that_takes_no_wishes_down_does_not_open_the_page() -> None:
    assert acting.client_of("volunteer").get(DOOR).status_code == 403
