"""A sheet's pages, whatever its kind: the blank one to fill in, the way back to one that was left."""

import io
import re
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from linli.accounts.queries import actor_for
from linli.core.actor import Actor
from linli.core.ids import new_id
from linli.core.sheets import SheetRow
from linli.people.models import Household, Person, SheetImport
from linli.people.models.sheets import READY
from linli.people.queries.sheets import sheets_handed_in
from linli.people.services.sheet_steps import begin, step
from linli.people.services.sheets import confirm_sheet, keep_sheet
from linli.people.tasks import work_on_sheets
from linli.portal.queries.today import Task, today
from linli.wishes.models import Wish
from tests.factories import acting
from tests.factories.people import BELL_TOWER, office

pytestmark = pytest.mark.django_db

WISHES, ROSTER = f"/desk/{BELL_TOWER}/wishes/import", f"/desk/{BELL_TOWER}/roster/import"


def blank(client: Client, start: str) -> Workbook:
    return load_workbook(io.BytesIO(client.get(f"{start}/blank.xlsx").content))


def upload(client: Client, start: str, book: Workbook) -> str:
    file = io.BytesIO()
    book.save(file)
    file.seek(0)
    file.name = "填好的表.xlsx"
    return str(client.post(start, {"file": file}).headers["Location"])


def text(answer: Any) -> str:
    return str(answer.content.decode())


def words(answer: Any) -> str:
    return re.sub(r"<[^>]*>|\s", "", text(answer))


# --- the blank sheet ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("start", [WISHES, ROSTER])
def test_blank_sheet_handed_in_as_it_is_imports_none_of_its_examples(start: str) -> None:
    office()
    client = acting.client_of("director")
    there = upload(client, start, blank(client, start))
    page = words(client.get(there))
    assert "第3、4行" in page
    assert "可导入的行" in page
    client.post(there, {"key": new_id().hex})
    assert not Wish.objects.within(BELL_TOWER).exists()
    assert not Household.objects.within(BELL_TOWER).exists()
    assert not Person.objects.within(BELL_TOWER).exclude(user_id__isnull=False).exists()


def test_blank_register_that_was_filled_in_is_imported_and_its_examples_are_not() -> None:
    office()
    client = acting.client_of("director")
    book = blank(client, WISHES)
    filled = {
        "户主姓名": "秦秀芝",
        "困难类别": "低保对象、残疾人（视力二级）",
        "联系电话": "19900000009",
        "数量": "5包",
        "微心愿": "尿片",
        "规格/备注": "中号",
        "家庭情况": "独居",
    }
    for cell in book.worksheets[0][2]:
        book.worksheets[0].cell(5, cell.column).value = filled.get(cell.value, "")
    there = upload(client, WISHES, book)
    client.post(there, {"key": new_id().hex})
    wish = Wish.objects.within(BELL_TOWER).get()
    assert (wish.item, wish.quantity, wish.unit, wish.spec) == ("尿片", 5, "包", "中号")
    assert (wish.household.head_name, wish.household.phone, wish.household.note) == ("秦秀芝", "19900000009", "独居")


def test_blank_roster_that_was_filled_in_is_imported() -> None:
    office()
    client = acting.client_of("director")
    book = blank(client, ROSTER)
    for place, value in enumerate(["1", "陈晓东", "审计局", "19900010000"], start=1):
        book.worksheets[0].cell(5, place).value = value
    client.post(upload(client, ROSTER, book), {"key": new_id().hex})
    assert [person.phone for person in Person.objects.within(BELL_TOWER).filter(user_id=None)] == ["19900010000"]


def test_what_is_written_over_an_example_and_still_marked_as_one_is_told() -> None:
    """Somebody who fills in the first row and forgets the mark is told which rows were not read."""
    office()
    client = acting.client_of("director")
    book = blank(client, WISHES)
    book.worksheets[0]["B3"] = "秦秀芝"
    assert "第3、4行" in words(client.get(upload(client, WISHES, book)))


def test_blank_register_offers_the_categories_keeps_telephones_as_text_and_explains_each_column() -> None:
    office()
    client = acting.client_of("director")
    book = blank(client, WISHES)
    sheet, told = book.worksheets
    (offer,) = [guide for guide in sheet.data_validations.dataValidation if guide.type == "list"]
    assert str(offer.sqref).startswith("C3:C")
    column, first, last = "F", 2, 11
    assert offer.formula1 == f"'{told.title}'!${column}${first}:${column}${last}"
    offered = [told[f"{column}{row}"].value for row in range(first, last + 1)]
    assert offered[0] == "低保对象"
    assert len(offered) == 10
    assert sheet["F60"].number_format == sheet.column_dimensions["F"].number_format == "@"
    headings = [cell.value for cell in sheet[2]][1:]
    explained = [told.cell(row, 1).value for row in range(2, 2 + len(headings))]
    assert explained == headings
    assert all(told.cell(row, 3).value for row in range(2, 2 + len(headings)))


# --- left, and found again ------------------------------------------------------------------------------------------


def long_sheet(by: Actor) -> SheetImport:
    good = [(f"王{digits(n)}", "书包", "1个") for n in range(400)]
    lines = [("户主姓名", "微心愿", "数量"), *good, ("李", "书包", "x")]
    rows = [SheetRow(number, line) for number, line in enumerate(lines, start=1)]
    sheet = keep_sheet(community_id=BELL_TOWER, kind="wishes", name="登记表.xlsx", rows=rows, by=by)
    begin(community_id=BELL_TOWER, sheet_id=sheet.pk, by=by)
    return sheet


def digits(number: int) -> str:
    return "".join("零一二三四五六七八九"[int(digit)] for digit in f"{number:03d}")


def told_today(by: Actor) -> list[Task]:
    return [task for task in today(by, BELL_TOWER).tasks if "wishes/import/" in task.url]


def test_today_tells_whoever_handed_a_long_sheet_in_how_far_it_is() -> None:
    office()
    deputy = acting.grant("deputy").user
    by = actor_for(deputy)
    sheet = long_sheet(by)
    step(community_id=BELL_TOWER, sheet_id=sheet.pk, by=by)
    (task,) = told_today(by)
    assert (task.title, task.note, task.state) == ("登记表.xlsx", "已读取 20%", "info")
    assert told_today(acting.actor("deputy")) == []
    while SheetImport.objects.within(BELL_TOWER).exclude(stage=READY).exists():
        work_on_sheets()
    (task,) = told_today(by)
    assert (task.note, task.action) == ("等您处理：先看读到的内容，再导入。", "继续")
    confirm_sheet(community_id=BELL_TOWER, kind="wishes", sheet_id=sheet.pk, choice="review", by=by)
    (task,) = told_today(by)
    assert task.note == "已导入 0%"
    while step(community_id=BELL_TOWER, sheet_id=sheet.pk, by=by):
        pass
    (task,) = told_today(by)
    assert (task.note, task.action) == ("1 处需要修改", "去修改")
    client = acting.client_of(deputy)
    assert task.url in text(client.get(f"/desk/{BELL_TOWER}/"))
    assert "登记表.xlsx" in text(client.get(WISHES))
    assert "marked.xlsx" in text(client.get(task.url))


def test_today_says_nothing_of_a_short_sheet_that_was_imported_before_ones_eyes() -> None:
    office()
    deputy = acting.grant("deputy").user
    client, by = acting.client_of(deputy), actor_for(deputy)
    file = io.BytesIO("户主姓名,微心愿,数量\n王芳,书包,1个\n".encode())
    file.name = "表.csv"
    there = str(client.post(WISHES, {"file": file}).headers["Location"])
    assert len(told_today(by)) == 1
    client.post(there, {"key": new_id().hex})
    assert told_today(by) == []
    assert [line.name for line in sheets_handed_in(by, BELL_TOWER)] == ["表.csv"]
