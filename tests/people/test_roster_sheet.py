"""The roster as offices keep it."""

import io
from pathlib import Path

import pytest
from openpyxl import load_workbook

from linli.core.errors import BadInput
from linli.core.sheets import write_sheet
from linli.core.sheets.template import write_template
from linli.people.adapters.roster_sheet import COLUMNS, RosterRow, read_roster

DATA = Path(__file__).parent.parent / "data"


def roster(*rows: list[str]) -> bytes:
    return write_sheet(title="花名册", headings=["姓名", "工作单位", "手机号"], rows=rows)


def test_the_offices_roster_has_thirty_members_of_five_employers_and_no_errors() -> None:
    sheet = read_roster(DATA / "member-roster.xlsx")
    assert (len(sheet.rows), sheet.errors) == (30, [])
    assert len({member.organisation for member in sheet.rows}) == 5
    assert sheet.rows[0] == RosterRow(3, "陈晓东", "运城市市场监督管理局", "19900010000")
    assert sheet.rows[-1].row == 32


@pytest.mark.parametrize("name", ["roster.xls", "roster.ods"])
def test_other_formats_are_read_alike(name: str) -> None:
    sheet = read_roster(DATA / name)
    assert [(member.name, member.phone) for member in sheet.rows] == [
        ("陈晓东", "19900010000"),
        ("阿依古丽·买买提", "19900010002"),
    ]


def test_each_bad_cell_is_told_with_its_row_and_the_heading_of_the_sheet() -> None:
    sheet = read_roster(roster(["陈晓东", "审计局", "1990001"], ["", "", "19900010001"], ["林=1", "", ""]))
    assert sheet.rows == []
    assert [(error.row, error.column) for error in sheet.errors] == [
        (3, "手机号"),
        (4, "姓名"),
        (5, "姓名"),
        (5, "手机号"),
    ]


def test_good_rows_beside_bad_ones_are_read() -> None:
    sheet = read_roster(roster(["陈晓东", "审计局", "1990001"], ["林丽娜", "审计局", "19900010001"]))
    assert [member.name for member in sheet.rows] == ["林丽娜"]


def test_names_and_phones_come_in_one_spelling() -> None:
    sheet = read_roster(roster(["钱 𠮷", "", "+86 199 0001 0000"], ["阿依古丽•买买提", "", "１９９-0001-0001"]))
    assert [(member.name, member.phone) for member in sheet.rows] == [
        ("钱𠮷", "19900010000"),
        ("阿依古丽·买买提", "19900010001"),
    ]


def test_an_employer_may_be_missing_and_one_that_is_too_long_is_told() -> None:
    sheet = read_roster(roster(["陈晓东", "", "19900010000"], ["林丽娜", "局" * 121, "19900010001"]))
    assert [member.organisation for member in sheet.rows] == [""]
    assert [(error.row, error.column) for error in sheet.errors] == [(4, "工作单位")]


def test_an_employer_that_looks_like_a_formula_is_text() -> None:
    assert read_roster(roster(["陈晓东", "=1+1", "19900010000"])).rows[0].organisation == "=1+1"


def test_a_sheet_without_phones_is_no_roster() -> None:
    data = write_sheet(title="花名册", headings=["姓名", "工作单位"], rows=[["陈晓东", "审计局"]])
    with pytest.raises(BadInput, match="手机号"):
        read_roster(data)


def test_the_template_is_read_back_once_it_is_filled_in() -> None:
    book = load_workbook(io.BytesIO(write_template(title="在职党员花名册", columns=COLUMNS)))
    sheet = book.worksheets[0]
    for column, value in zip("BCD", ("陈晓东", "审计局", 19900010000), strict=True):
        sheet[f"{column}5"] = value
    filled = io.BytesIO()
    book.save(filled)
    found = read_roster(filled.getvalue())
    assert (list(found.rows), found.errors) == ([RosterRow(5, "陈晓东", "审计局", "19900010000")], [])
