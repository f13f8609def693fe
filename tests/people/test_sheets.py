"""Sheets on their way in: columns told by hand and remembered, long work in pieces, faults handed back."""

import csv
import io
import json
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from linli.core import registry
from linli.core.actor import Actor
from linli.core.errors import BadInput, Conflict, Refused
from linli.core.ids import new_id
from linli.core.sheets import Layout, SheetRow
from linli.core.sheets.tables import _ends, _first, plain_heading
from linli.people.models import Household, SheetImport, SheetPart
from linli.people.models.sheets import COLUMNS, DONE, IMPORTING, READING, READY
from linli.people.queries.sheets import errors_of, figures_of
from linli.people.services import sheet_kinds
from linli.people.services.sheet_steps import _bring, begin, step
from linli.people.services.sheets import confirm_sheet, forget_old_sheets, keep_sheet, place_columns
from linli.people.tasks import work_on_sheets
from linli.wishes.models import Wish
from tests.factories import acting
from tests.factories.people import BELL_TOWER, WEST_LAKE, office, staff

pytestmark = pytest.mark.django_db

IMPORT = f"/desk/{BELL_TOWER}/wishes/import"
ODD = [["住户", "家里电话", "想要啥"], ["王芳", "19900000001", "两个书包、一条围巾"], ["李强", "12", "棉被一床"]]
HEADINGS = ["户主姓名", "联系电话", "微心愿", "数量"]


def as_rows(*lines: list[str]) -> list[SheetRow]:
    return [SheetRow(number, tuple(line)) for number, line in enumerate(lines, start=1) if any(line)]


def long_sheet(families: int) -> list[SheetRow]:
    return as_rows(HEADINGS, *([f"王{_chinese(n)}", str(19900000000 + n), "书包", "1个"] for n in range(families)))


def _chinese(number: int) -> str:
    return "".join("零一二三四五六七八九"[int(digit)] for digit in f"{number:05d}")


def keep(rows: list[SheetRow], by: Actor, community_id: int = BELL_TOWER) -> SheetImport:
    return keep_sheet(community_id=community_id, kind="wishes", name="表.xlsx", rows=rows, by=by)


def again(sheet: SheetImport) -> SheetImport:
    return SheetImport.objects.within(sheet.community_id).get(pk=sheet.pk)


def do_all(sheet: SheetImport, by: Actor) -> None:
    while step(community_id=sheet.community_id, sheet_id=sheet.pk, by=by):
        pass


def confirm(sheet: SheetImport, by: Actor) -> None:
    confirm_sheet(community_id=sheet.community_id, kind="wishes", sheet_id=sheet.pk, choice="review", by=by)


def place(sheet: SheetImport, layout: Layout, by: Actor) -> None:
    place_columns(community_id=sheet.community_id, kind="wishes", sheet_id=sheet.pk, layout=layout, by=by)


# --- which column is which ------------------------------------------------------------------------------------------


def test_headings_that_say_nothing_wait_for_somebody_to_say_which_is_which() -> None:
    by = staff()
    sheet = keep(as_rows(*ODD), by)
    assert sheet.stage == COLUMNS
    place(sheet, Layout(1, {"name": 0, "phone": 1, "item": 2}), by)
    do_all(sheet, by)
    assert again(sheet).stage == READY
    assert figures_of(again(sheet)) == {
        "errors": 1,
        "rows": 2,
        "households": 1,
        "wishes": 2,
        "unchanged": 0,
        "new_households": 1,
        "new_wishes": 2,
    }


def test_what_was_said_of_the_headings_is_remembered_for_the_office_and_for_no_other() -> None:
    by = staff()
    place(keep(as_rows(*ODD), by), Layout(1, {"name": 0, "item": 2}), by)
    assert keep(as_rows(["登记表"], *ODD), by).stage == READING
    office(WEST_LAKE)
    assert keep(as_rows(*ODD), staff(community=WEST_LAKE), WEST_LAKE).stage == COLUMNS


def test_columns_cannot_be_told_without_the_required_ones_or_once_it_is_confirmed() -> None:
    by = staff()
    sheet = keep(as_rows(*ODD), by)
    with pytest.raises(BadInput, match=r"户主姓名|微心愿"):
        place(sheet, Layout(1, {"name": 0}), by)
    place(sheet, Layout(1, {"name": 0, "item": 2}), by)
    do_all(sheet, by)
    confirm(sheet, by)
    with pytest.raises(Conflict):
        place(sheet, Layout(1, {"name": 2, "item": 0}), by)


def test_misread_columns_are_told_anew_and_read_anew() -> None:
    by = staff()
    sheet = keep(as_rows(["姓名", "心愿", "真心愿"], ["王芳", "=1", "书包一个"]), by)
    do_all(sheet, by)
    assert len(errors_of(again(sheet))) == 1
    place(again(sheet), Layout(1, {"name": 0, "item": 2}), by)
    do_all(sheet, by)
    assert errors_of(again(sheet)) == []


# --- long work ------------------------------------------------------------------------------------------------------


def test_long_sheet_is_the_workers_and_short_one_is_done_at_once() -> None:
    by = staff()
    short, long = keep(long_sheet(30), by), keep(long_sheet(500), by)
    for sheet in (short, long):
        begin(community_id=BELL_TOWER, sheet_id=sheet.pk, by=by)
    assert (again(short).stage, again(long).stage) == (READY, READING)
    assert "people.sheets" in registry.jobs


def test_worker_goes_on_where_it_was_broken_off_and_imports_each_piece_once() -> None:
    by = staff()
    sheet = keep(long_sheet(250), by)
    assert step(community_id=BELL_TOWER, sheet_id=sheet.pk, by=by)
    assert (again(sheet).done, again(sheet).total, again(sheet).percent) == (1, 3, 33)
    do_all(sheet, by)
    for _time in range(2):
        confirm(sheet, by)
    assert again(sheet).stage == IMPORTING
    step(community_id=BELL_TOWER, sheet_id=sheet.pk, by=by)
    assert Wish.objects.within(BELL_TOWER).count() == 100
    do_all(sheet, by)
    assert (again(sheet).stage, again(sheet).outcome["new_wishes"]) == (DONE, 250)
    assert Wish.objects.within(BELL_TOWER).count() == 250


def test_two_workers_at_one_piece_import_it_once() -> None:
    """The second comes while the first has the piece in hand but has not marked it yet."""
    by = staff()
    sheet = keep(long_sheet(20), by)
    do_all(sheet, by)
    confirm(sheet, by)
    stale = SheetPart.objects.within(BELL_TOWER).get(sheet=sheet.pk)
    at_work = again(sheet)
    _bring(at_work, stale, by)
    _bring(at_work, stale, by)
    assert Wish.objects.within(BELL_TOWER).count() == 20
    assert again(sheet).outcome["new_wishes"] == 20


def test_same_long_sheet_again_changes_nothing() -> None:
    by = staff()
    for unchanged in (0, 250):
        sheet = keep(long_sheet(250), by)
        do_all(sheet, by)
        assert figures_of(sheet)["unchanged"] == unchanged
        confirm(sheet, by)
        do_all(sheet, by)
        assert again(sheet).outcome["new_wishes"] == 250 - unchanged
    assert (Household.objects.within(BELL_TOWER).count(), Wish.objects.within(BELL_TOWER).count()) == (250, 250)


def test_families_of_one_name_far_apart_in_a_long_sheet_are_told_apart_and_put_together() -> None:
    by = staff()
    rows = long_sheet(300)
    twice = [["王芳", "19911111111", "书包", "1个"], ["王芳", "19922222222", "棉被", "1床"]]
    lines = [list(row.cells) for row in rows]
    sheet = keep(as_rows(lines[0], twice[0], *lines[1:], twice[1], twice[0]), by)
    do_all(sheet, by)
    planned = figures_of(sheet)
    confirm(sheet, by)
    do_all(sheet, by)
    assert (planned["new_households"], planned["new_wishes"]) == (302, 303)
    assert (Household.objects.within(BELL_TOWER).count(), Wish.objects.within(BELL_TOWER).count()) == (302, 303)


def test_worker_imports_as_whoever_confirmed_and_stops_when_the_role_is_taken_away() -> None:
    office()
    client = acting.client_of("deputy")
    file = io.BytesIO(_csv([HEADINGS, *([f"王{_chinese(n)}", "", "书包", "1个"] for n in range(400))]))
    file.name = "登记表.csv"
    there = client.post(IMPORT, {"file": file}).headers["Location"]
    page = text(client.get(there))
    assert 'hx-trigger="every 2s"' in page
    work_until(READY)
    assert ">400<" in text(client.get(there))
    assert "登记表.csv" in text(client.get(IMPORT))
    client.post(there, {"key": new_id().hex})
    sheet = SheetImport.objects.within(BELL_TOWER).get()
    with pytest.raises(Refused):
        sheet_kinds.kind_of("wishes").may(staff("volunteer"), BELL_TOWER, "").enforce()
    step(community_id=BELL_TOWER, sheet_id=sheet.pk, by=staff("volunteer"))
    assert again(sheet).trouble == "refused"
    assert not Wish.objects.within(BELL_TOWER).exists()
    page = text(client.get(there))
    assert "hx-trigger" not in page.split('id="sheet"')[1].split(">")[0]
    client.post(there, {"key": new_id().hex})
    work_until(DONE)
    assert ">400<" in text(client.get(there))
    assert Wish.objects.within(BELL_TOWER).count() == 400


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("fault", "trouble"), [(RuntimeError("a fault"), "broken"), (Refused(), "refused")])
def test_fault_that_the_worker_meets_is_kept_though_nothing_is_open(
    monkeypatch: pytest.MonkeyPatch, fault: Exception, trouble: str
) -> None:
    """The worker stands in no transaction, and one database takes no write outside of one."""
    office()
    by = acting.actor("deputy")
    with transaction.atomic():
        sheet = keep(long_sheet(10), by)

    def fail(*_told: Any) -> Any:
        raise fault

    with monkeypatch.context() as patched:
        patched.setattr(type(sheet_kinds.kind_of("wishes")), "check", fail)
        work_on_sheets()
    assert again(sheet).trouble == trouble
    work_on_sheets()


def test_fault_in_a_piece_stops_the_sheet_and_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    office()
    by = acting.actor("deputy")
    broken, good = keep(long_sheet(10), by), keep(long_sheet(20), by)
    kind = sheet_kinds.kind_of("wishes")

    def fail(*_told: Any) -> Any:
        raise RuntimeError("a fault")

    with monkeypatch.context() as patched:
        patched.setattr(type(kind), "check", fail)
        assert not step(community_id=BELL_TOWER, sheet_id=broken.pk, by=by)
    assert again(broken).trouble == "broken"
    work_on_sheets()
    assert (again(broken).stage, again(good).stage) == (READING, READY)
    confirm(broken, by)
    work_on_sheets()
    assert again(broken).stage == READY


def work_until(stage: str) -> None:
    for _turn in range(60):
        work_on_sheets()
        if SheetImport.objects.within(BELL_TOWER).filter(stage=stage).exists():
            return
    raise AssertionError(stage)


def test_sheet_and_its_pieces_are_forgotten_after_a_day() -> None:
    office()
    sheet = keep(long_sheet(10), staff())
    assert forget_old_sheets() == 0
    SheetImport.objects.within(BELL_TOWER).update(made_at="2020-01-01T00:00:00Z")
    assert forget_old_sheets() == 1
    assert not SheetPart.objects.within(BELL_TOWER).filter(sheet=sheet.pk).exists()


# --- at the desk ----------------------------------------------------------------------------------------------------


def _csv(lines: list[list[str]], encoding: str = "gbk") -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out).writerows(lines)
    return out.getvalue().encode(encoding)


def text(answer: Any) -> str:
    return str(answer.content.decode())


def upload(client: Client, lines: list[list[str]]) -> str:
    file = io.BytesIO(_csv(lines))
    file.name = "心愿.csv"
    return str(client.post(IMPORT, {"file": file}).headers["Location"])


def test_gbk_csv_with_odd_headings_is_placed_by_hand_marked_imported_and_the_next_one_reads_itself() -> None:
    office()
    client = acting.client_of("deputy")
    there = upload(client, ODD)
    columns = client.get(there).headers["Location"]
    page = text(client.get(columns))
    assert page.count("<select") == 4
    assert "两个书包、一条围巾" in page

    wrong = client.post(columns, {"key": new_id().hex, "heading_row": "1", "column_0": "name", "column_1": "name"})
    assert wrong.status_code == 422
    assert 'value="name" selected' in text(wrong)
    chosen = {"heading_row": "1", "column_0": "name", "column_1": "phone", "column_2": "item"}
    assert client.post(columns, {"key": new_id().hex, **chosen}).headers["Location"] == there
    assert text(client.get(there)).count('class="cell-wrong"') == 1

    marked = load_workbook(io.BytesIO(client.get(f"{there}/marked.xlsx").content))
    cell = marked.worksheets[0]["B3"]
    assert (cell.value, cell.number_format, cell.fill.fgColor.rgb) == ("12", "@", "00F8D7DA")
    assert "11" in cell.comment.text
    assert [row[:2] for row in marked.worksheets[1].iter_rows(min_row=2, values_only=True)] == [("3", "家里电话")]

    client.post(there, {"key": new_id().hex})
    assert Wish.objects.within(BELL_TOWER).count() == 2
    assert client.get(f"{there}/marked.xlsx").status_code == 200
    assert ">2<" in text(client.get(upload(client, ODD)))


def test_sheet_that_was_imported_without_a_fault_keeps_no_cells() -> None:
    office()
    client = acting.client_of("deputy")
    there = upload(client, [HEADINGS, ["王芳", "", "书包", "1个"]])
    client.post(there, {"key": new_id().hex})
    assert {bytes(rows) for rows in SheetImport.objects.within(BELL_TOWER).values_list("rows", flat=True)} == {b""}
    assert set(SheetPart.objects.within(BELL_TOWER).values_list("rows", "read")) == {(b"", b"")}
    assert client.get(f"{there}/marked.xlsx").status_code == 404


@pytest.mark.parametrize("formula", ["=1+1", "+1", "-1", "@x", "＝1", "＋1", "－1", "＠x"])
def test_formula_comes_back_in_the_marked_sheet_as_text(formula: str) -> None:
    office()
    client = acting.client_of("deputy")
    there = upload(client, [HEADINGS, ["王芳", "12", formula, ""]])
    cell = load_workbook(io.BytesIO(client.get(f"{there}/marked.xlsx").content)).worksheets[0]["C2"]
    assert (cell.data_type, cell.value, cell.quotePrefix) == ("s", formula, True)


# --- whatever the cells say -----------------------------------------------------------------------------------------

CELL = st.one_of(
    st.sampled_from(
        ["", "王芳", "李强", "19900000001", "12", "书包", "两个书包、一条围巾", "=1", "低保户", "3", "1个", "小计"]
    ),
    st.text(st.characters(codec="utf-8", exclude_categories=("Cs",)), max_size=12),
)
WHAT = ["name", "phone", "item", "quantity", "categories", "size", "address", "spec", "note"]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data(), order=st.permutations(WHAT), table=st.lists(st.lists(CELL, min_size=9, max_size=9), max_size=6))
def test_whatever_the_cells_say_every_row_is_imported_unchanged_or_an_error(
    data: st.DataObject, order: list[str], table: list[list[str]]
) -> None:
    by = staff()
    rows = as_rows(["x"] * 9, *table)
    sheet = keep(rows, by)
    place(sheet, Layout(1, {code: place for place, code in enumerate(order)}), by)
    do_all(sheet, by)
    read = again(sheet)
    assert (read.trouble, read.stage) == ("", READY)
    parts = list(SheetPart.objects.within(BELL_TOWER).filter(sheet=sheet.pk))
    held = [json.loads(part.rows)["together"] for part in parts]
    told = {error["row"] for error in errors_of(read)}
    for part, groups in zip(parts, held, strict=True):
        good = len(json.loads(part.read)["good"])
        wrong = sum(1 for group in groups if told & {row for row, _cells in group})
        assert good + wrong >= len(groups)
    in_pieces = {row for groups in held for group in groups for row, _cells in group}
    left = set(read.layout["left_out"])
    subtotals = {row.row for row in rows[1:] if _is_sum(row)}
    assert {row.row for row in rows[1:]} <= in_pieces | left | subtotals
    confirm(sheet, by)
    do_all(sheet, by)
    assert (again(sheet).trouble, again(sheet).stage) == ("", DONE)


def _is_sum(row: SheetRow) -> bool:
    return _ends(row) or plain_heading(_first(row)).startswith(("小计", "subtotal"))
