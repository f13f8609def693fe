"""The desk's pages of families and of the roster: masked, one field at a time for a reason, sheets confirmed first."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from linli.core.ids import new_id
from linli.people.models import Consent, Household, HouseholdCategory, HouseholdMember, Person, RosterEntry, SheetImport
from linli.people.services.households import add_member
from linli.people.services.sheets import forget_old_sheets
from linli.timeline.models import Event
from tests.factories import acting
from tests.factories.people import BELL_TOWER, WEST_LAKE, family, office, staff

pytestmark = pytest.mark.django_db

DATA = Path(__file__).parent.parent / "data"
DESK = f"/desk/{BELL_TOWER}"
QUERIES = 10
"""Session, user, roles, office, the frame's three, families, their categories."""
SECRETS = ("秦秀芝", "19900000001", "302", "一人需长期护理")


@pytest.fixture(autouse=True)
def _offices() -> None:
    office()
    office(WEST_LAKE, "西湖社区")


@pytest.fixture
def worker() -> Client:
    return acting.client_of("worker")


def post(client: Client, path: str, data: dict[str, Any], **more: Any) -> Any:
    return client.post(f"{DESK}/{path}", {"key": new_id().hex, **data}, **more)


def text(answer: Any) -> str:
    return str(answer.content.decode())


@pytest.mark.parametrize("path", ["households/", "households/{id}/", "households/{id}/edit", "households/{id}/consent"])
def test_pages_of_a_family_show_no_more_than_the_mask(worker: Client, path: str) -> None:
    household = family()
    add_member(
        community_id=BELL_TOWER, household_id=household.pk, name="秦小兰", relation="child", note="三年级", by=staff()
    )
    # keys and tokens are random, so that now and then one has the number of a flat in it
    page = re.sub(r"[0-9A-Za-z-]{16,}", "", text(worker.get(f"{DESK}/{path.format(id=household.pk)}")))
    assert "秦*芝" in page
    assert not [secret for secret in (*SECRETS, "秦小兰", "三年级") if secret in page]


def test_family_of_another_office_looks_like_one_that_does_not_exist(worker: Client) -> None:
    elsewhere = family(community=WEST_LAKE)
    answers = [worker.get(f"{DESK}/households/{key}/") for key in (elsewhere.pk, new_id())]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert worker.get(f"/desk/{WEST_LAKE}/households/").status_code == 404


def test_family_is_written_down_once_however_often_it_is_sent(worker: Client) -> None:
    typed = {
        "head_name": "温建国",
        "phone": "199 0000 0002",
        "address": "钟楼小区5号楼",
        "people_count": "2",
        "categories": ["minimum_living", "disability"],
        "disability_kind": "limb",
        "disability_grade": "2",
        "key": new_id().hex,
    }
    answers = [worker.post(f"{DESK}/households/new", typed) for _time in range(2)]
    household = Household.objects.within(BELL_TOWER).get()
    assert [answer.headers["Location"] for answer in answers] == [f"{DESK}/households/{household.pk}/"] * 2
    grades = HouseholdCategory.objects.within(BELL_TOWER).values_list("category", "grade")
    assert set(grades) == {("minimum_living", ""), ("disability", "limb:2")}


def test_what_is_wrong_is_said_beside_the_field_and_what_was_typed_stays(worker: Client) -> None:
    answer = post(worker, "households/new", {"head_name": "温建国", "phone": "12", "address": "南街3号院"})
    page = text(answer)
    assert answer.status_code == 422
    assert 'href="#id_phone"' in page
    assert 'aria-invalid="true"' in page
    assert "南街3号院" in page
    assert not Household.objects.within(BELL_TOWER).exists()


def test_one_field_is_changed_and_the_rest_stays(worker: Client) -> None:
    household = family()
    answer = post(worker, f"households/{household.pk}/edit", {"address": "南街8号院", "clear": ["phone"]})
    assert answer.status_code == 302
    household.refresh_from_db()
    assert (household.address, household.phone, household.head_name) == ("南街8号院", "", "秦秀芝")


def test_categories_are_ticked_with_their_days(worker: Client) -> None:
    household = family()
    ticked = {"held-elderly": "on", "since-elderly": "2023-05-01", "until-elderly": "2099-01-01"}
    assert post(worker, f"households/{household.pk}/categories", ticked).status_code == 302
    row = HouseholdCategory.objects.within(BELL_TOWER).get()
    assert (row.category, str(row.since), str(row.until)) == ("elderly", "2023-05-01", "2099-01-01")
    assert 'value="2023-05-01"' in text(worker.get(f"{DESK}/households/{household.pk}/categories"))


def test_category_that_ends_before_it_begins_is_refused_with_what_was_typed(worker: Client) -> None:
    household = family()
    ticked = {"held-elderly": "on", "since-elderly": "2023-05-01", "until-elderly": "2022-01-01"}
    answer = post(worker, f"households/{household.pk}/categories", ticked)
    assert answer.status_code == 422
    assert 'value="2022-01-01"' in text(answer)


def test_member_is_added_and_taken_off(worker: Client) -> None:
    household = family()
    post(worker, f"households/{household.pk}/members/new", {"name": "秦小兰", "relation": "child", "note": ""})
    member = HouseholdMember.objects.within(BELL_TOWER).get()
    assert "秦*兰" in text(worker.get(f"{DESK}/households/{household.pk}/"))
    assert post(worker, f"households/{household.pk}/members/{member.pk}/end", {}).status_code == 302
    assert "秦*兰" not in text(worker.get(f"{DESK}/households/{household.pk}/"))


def test_consent_is_recorded_under_the_words_and_withdrawn(worker: Client) -> None:
    household = family()
    path = f"households/{household.pk}/consent"
    assert "不写姓名" in text(worker.get(f"{DESK}/{path}"))
    given = {"purposes": ["help", "publish"], "given_by": "self", "giver_name": "", "witness": "段慧兰"}
    assert post(worker, path, given).status_code == 302
    publish = Consent.objects.within(BELL_TOWER).get(purpose="publish")
    withdraw = f"households/{household.pk}/consents/{publish.pk}/withdraw"
    assert post(worker, withdraw, {}).status_code == 302
    publish.refresh_from_db()
    assert publish.withdrawn_at is not None


def ask(household: Household, reason: str = "打电话约时间") -> dict[str, Any]:
    return {
        "kind": "household",
        "row": str(household.pk),
        "field": "phone",
        "reason": reason,
        "household": household.pk,
    }


def test_one_field_is_shown_whole_for_a_reason_and_the_look_is_on_record(worker: Client) -> None:
    household = family()
    page = text(post(worker, "unmask", ask(household)))
    assert "19900000001" in page
    assert "302" not in page
    assert Event.objects.within(BELL_TOWER).filter(verb="unmask", subject_id=household.pk).count() == 1
    assert "打电话约时间" in text(worker.get(f"{DESK}/households/{household.pk}/"))


def test_with_script_the_field_is_shown_in_its_place(worker: Client) -> None:
    household = family()
    answer = post(worker, "unmask", ask(household), headers={"HX-Request": "true"})
    assert text(answer).startswith("\n<strong>19900000001</strong>") or "<html" not in text(answer)
    assert "no-store" in answer.headers["Cache-Control"]


@pytest.mark.parametrize("script", [{}, {"HX-Request": "true"}])
def test_without_a_reason_nothing_is_shown(worker: Client, script: dict[str, str]) -> None:
    household = family()
    answer = post(worker, "unmask", ask(household, reason=" "), headers=script)
    assert answer.status_code == 422
    assert "19900000001" not in text(answer)
    assert not Event.objects.within(BELL_TOWER).filter(verb="unmask").exists()


def test_role_that_does_not_unmask_sees_neither_the_button_nor_the_value() -> None:
    household = family()
    grid = acting.client_of("grid_worker")
    assert f'action="{DESK}/unmask"' not in text(grid.get(f"{DESK}/households/{household.pk}/"))
    assert post(grid, "unmask", ask(household)).status_code == 403


def upload(client: Client, name: str, path: str = "roster/import") -> Any:
    with (DATA / name).open("rb") as file:
        return client.post(f"{DESK}/{path}", {"file": file})


def test_roster_is_imported_only_once_it_is_confirmed() -> None:
    deputy = acting.client_of("deputy")
    there = upload(deputy, "member-roster.xlsx").headers["Location"]
    assert ">30<" in text(deputy.get(there))
    assert not Person.objects.within(BELL_TOWER).filter(origin="roster").exists()
    assert "陈晓东" not in str(SheetImport.objects.within(BELL_TOWER).values_list("rows", flat=True).get())

    for _time in range(2):
        assert deputy.post(there, {"key": new_id().hex}).status_code == 302
    assert RosterEntry.objects.within(BELL_TOWER).count() == 30
    assert ">30<" in text(deputy.get(there))
    kept = SheetImport.objects.within(BELL_TOWER).get()
    assert (bytes(kept.__dict__["rows"]), kept.outcome["added"]) == (b"", 30)


def test_roster_is_listed_masked() -> None:
    deputy = acting.client_of("deputy")
    deputy.post(upload(deputy, "member-roster.xlsx").headers["Location"], {"key": new_id().hex})
    page = text(deputy.get(f"{DESK}/roster/"))
    assert page.count("*东") == 3
    assert "陈晓东" not in page
    assert "199****0000" in page


def test_member_is_taken_off_the_roster() -> None:
    deputy = acting.client_of("deputy")
    deputy.post(upload(deputy, "member-roster.xlsx").headers["Location"], {"key": new_id().hex})
    person = next(person for person in Person.objects.within(BELL_TOWER) if person.name == "陈晓东")
    assert post(deputy, f"roster/{person.pk}/end", {}).status_code == 302
    assert "199****0000" not in text(deputy.get(f"{DESK}/roster/"))


def test_sheet_of_somebody_else_is_not_there() -> None:
    there = upload(acting.client_of("deputy"), "member-roster.xlsx").headers["Location"]
    assert acting.client_of("deputy").get(there).status_code == 404


def test_file_that_is_no_sheet_is_told_in_a_sentence() -> None:
    answer = upload(acting.client_of("deputy"), "chat-paste.txt")
    assert answer.status_code == 422
    assert 'class="error-summary"' in text(answer)


def test_worker_sees_the_roster_and_does_not_import_it(worker: Client) -> None:
    assert worker.get(f"{DESK}/roster/").status_code == 200
    assert worker.get(f"{DESK}/roster/import").status_code == 403


def test_blank_roster_is_read_back() -> None:
    answer = acting.client_of("deputy").get(f"{DESK}/roster/import/blank.xlsx")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.content.startswith(b"PK")


def test_sheet_that_nobody_confirmed_is_forgotten_after_a_day() -> None:
    upload(acting.client_of("deputy"), "member-roster.xlsx")
    assert forget_old_sheets() == 0
    SheetImport.objects.within(BELL_TOWER).update(made_at="2020-01-01T00:00:00Z")
    assert forget_old_sheets() == 1


@pytest.mark.parametrize("count", [1, 3])
def test_list_of_families_takes_as_many_statements_for_many_as_for_one(
    worker: Client, count: int, django_assert_num_queries: Any
) -> None:
    for number in range(count):
        family(name="秦秀芝", phone=f"1990000000{number}")
    worker.get(f"{DESK}/households/")
    with django_assert_num_queries(QUERIES):
        worker.get(f"{DESK}/households/")
