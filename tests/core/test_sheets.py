"""Spreadsheets in and out: what an office's file says, cell by cell, and that text stays text."""

import io
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell

from linli.core.errors import BadInput
from linli.core.sheets import Column, SheetRow, find_table, read_sheet, write_sheet
from tests.core.hostile_sheets import cell, row, workbook

DATA = Path(__file__).parent.parent / "data"
COLUMNS = (Column("name", ("姓名", "Name"), required=True), Column("phone", ("手机号", "联系电话")))


def saved(*rows: list[object]) -> bytes:
    book = Workbook()
    for values in rows:
        book.worksheets[0].append(values)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def cells_of(data: bytes) -> list[tuple[str, ...]]:
    return [found.cells for found in read_sheet(data)]


# --- reading --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["roster.xls", "roster.ods"])
def test_xls_and_ods_are_read_like_xlsx(name: str) -> None:
    rows = read_sheet(DATA / name)
    assert rows[0].cells[0] == "钟楼社区在职党员双报到花名册"
    assert rows[3] == SheetRow(4, ("2", "阿依古丽·买买提", "盐湖区审计局", "19900010002"))


def test_a_phone_stored_as_a_number_keeps_its_digits() -> None:
    rows = read_sheet(DATA / "member-roster.xlsx")
    assert rows[2].cells == ("1", "陈晓东", "运城市市场监督管理局", "19900010000")


def test_the_file_is_judged_by_what_it_holds_and_not_by_its_name(tmp_path: Path) -> None:
    misnamed = tmp_path / "花名册.xls"
    misnamed.write_bytes((DATA / "member-roster.xlsx").read_bytes())
    assert len(read_sheet(misnamed)) == 32


def test_numbers_and_dates_are_written_as_people_write_them() -> None:
    # a sheet's times know no zone
    afternoon = datetime(2024, 12, 1, 15, 13, tzinfo=UTC).replace(tzinfo=None)
    data = saved([3, 2.5, 0.0000125, date(2024, 12, 1), afternoon, True, 141080200400])
    assert cells_of(data) == [("3", "2.5", "0.0000125", "2024-12-01", "2024-12-01 15:13", "TRUE", "141080200400")]


def test_row_numbers_are_those_that_excel_shows_and_blank_rows_are_left_out() -> None:
    data = saved(["甲"], [], ["  ", "\u3000"], ["乙"])
    assert [(found.row, found.cells[0]) for found in read_sheet(data)] == [(1, "甲"), (4, "乙")]


def test_what_nobody_sees_is_taken_off_the_text() -> None:
    assert cells_of(saved(["\ufeff 王\u200b芳\u3000", "第一行\r\n第二行"])) == [("王芳", "第一行\n第二行")]


def test_a_formula_without_a_result_is_read_as_it_is_written() -> None:
    rows = read_sheet(DATA / "wish-register-broken.xlsx")
    assert rows[4].cells[7] == '=HYPERLINK("http://x","书包")'


def test_a_formula_with_a_result_is_read_as_its_result() -> None:
    summed = row(1, '<c r="A1"><f>SUM(1,2)</f><v>3</v></c>')
    assert cells_of(workbook(f"<sheetData>{summed}</sheetData>")) == [("3",)]


def test_a_shared_formula_and_entities_in_a_formula_are_read() -> None:
    formulas = '<c r="A1"><f t="shared" si="0">C1&amp;"&lt;"</f></c>', '<c r="B1"><f t="shared" si="0"/></c>'
    data = workbook(f"<sheetData>{row(1, *formulas, cell('C1', 'x'))}</sheetData>")
    assert cells_of(data) == [('=C1&"<"', "=", "x")]


def test_a_hidden_sheet_is_not_what_was_handed_in() -> None:
    book = Workbook()
    book.worksheets[0].append(["藏起来的"])
    book.worksheets[0].sheet_state = "hidden"
    book.create_sheet("空的")
    book.create_sheet("登记表").append(["看得见的"])
    buffer = io.BytesIO()
    book.save(buffer)
    assert cells_of(buffer.getvalue()) == [("看得见的",)]


def test_an_empty_workbook_has_no_rows() -> None:
    assert read_sheet(saved()) == []


def test_a_file_over_the_limit_is_refused_before_it_is_opened(tmp_path: Path) -> None:
    large = tmp_path / "large.xlsx"
    large.write_bytes(b"PK\x03\x04" + b"0" * (2 * 1024 * 1024))
    with pytest.raises(BadInput, match="1 MB"):
        read_sheet(large, max_bytes=1024 * 1024)


def test_as_many_rows_and_columns_as_allowed_are_read_and_one_more_is_not() -> None:
    data = saved(*[["x"] * 4 for _ in range(3)])
    assert len(read_sheet(data, max_rows=3, max_columns=4)) == 3
    with pytest.raises(BadInput, match="2"):
        read_sheet(data, max_rows=2, max_columns=4)
    with pytest.raises(BadInput, match="3"):
        read_sheet(data, max_rows=3, max_columns=3)


# --- finding the table ----------------------------------------------------------------------------------------------


def rows(*lines: list[str]) -> list[SheetRow]:
    return [SheetRow(number, tuple(line)) for number, line in enumerate(lines, start=1) if any(line)]


def test_title_rows_are_passed_over_and_columns_are_found_by_their_headings() -> None:
    table = find_table(rows(["某某表"], ["制表：社区"], ["手机号", "序号", "姓 名*"], ["1", "", "王芳"]), COLUMNS)
    assert table.heading_row == 3
    assert table.headings == {"name": "姓 名*", "phone": "手机号"}
    assert [dict(found.cells) for found in table.rows] == [{"name": "王芳", "phone": "1"}]


def test_a_heading_with_a_remark_in_brackets_or_over_two_lines_is_found() -> None:
    table = find_table(rows(["姓\n名", "联系电话（手机）"], ["王芳", "1"]), COLUMNS)
    assert table.rows[0]["phone"] == "1"


def test_a_column_that_may_be_missing_reads_as_blank() -> None:
    table = find_table(rows(["姓名"], ["王芳"]), COLUMNS)
    assert "phone" not in table.headings
    assert table.rows[0]["phone"] == ""


def test_a_missing_required_column_is_named() -> None:
    with pytest.raises(BadInput, match="姓名"):
        find_table(rows(["花名册"], ["手机号", "单位"], ["1", "x"]), COLUMNS)


def test_the_table_ends_at_the_total_row() -> None:
    table = find_table(rows(["姓名"], ["王芳"], ["合 计"], ["填错的"]), COLUMNS)
    assert [found["name"] for found in table.rows] == ["王芳"]


@pytest.mark.parametrize("closing", ["填表人：张三", "审核人: 李四", "备注：以上属实", "制表日期：2024年12月1日"])
def test_the_table_ends_at_the_signatures(closing: str) -> None:
    table = find_table(rows(["姓名"], ["王芳"], [closing]), COLUMNS)
    assert [found["name"] for found in table.rows] == ["王芳"]


def test_a_subtotal_ends_nothing_and_is_no_row() -> None:
    table = find_table(rows(["姓名"], ["王芳"], ["小计"], ["李强"]), COLUMNS)
    assert [found["name"] for found in table.rows] == ["王芳", "李强"]


def test_a_row_with_nothing_but_its_running_number_is_blank() -> None:
    table = find_table(rows(["序号", "姓名"], ["1", "王芳"], ["2", ""], ["3", "李强"]), COLUMNS)
    assert [found.row for found in table.rows] == [2, 4]


# --- writing --------------------------------------------------------------------------------------------------------

FORMULA_LIKE = [
    "=1+1",
    "+86 199",
    "-1",
    "@SUM(A1)",
    "＝1",
    "＋1",
    "－1",
    "＠x",
    " =1",
    "\t=1",
    '=HYPERLINK("http://x")',
]


def sheet_cells(data: bytes) -> dict[str, Cell]:
    sheet = load_workbook(io.BytesIO(data)).worksheets[0]
    return {found.coordinate: found for line in sheet.iter_rows() for found in line if isinstance(found, Cell)}


@pytest.mark.parametrize("text", FORMULA_LIKE)
def test_text_that_looks_like_a_formula_goes_out_as_text_and_comes_in_as_text(text: str) -> None:
    data = write_sheet(title="表", headings=["心愿"], rows=[[text]])
    written = sheet_cells(data)["A3"]
    assert (written.data_type, written.value, written.quotePrefix) == ("s", text, True)
    assert read_sheet(data)[-1].cells == (text.strip(),)


def test_a_heading_or_a_title_that_looks_like_a_formula_is_text_too() -> None:
    cells = sheet_cells(write_sheet(title="=1", headings=["@x"], rows=[]))
    assert (cells["A1"].data_type, cells["A2"].data_type) == ("s", "s")


def test_plain_text_has_no_apostrophe_and_phones_are_in_text_format() -> None:
    cells = sheet_cells(write_sheet(title="表", headings=["手机号"], rows=[["19900010000"]]))
    assert (cells["A3"].data_type, cells["A3"].number_format, cells["A3"].quotePrefix) == ("s", "@", False)


def test_only_whole_and_decimal_numbers_are_numbers() -> None:
    cells = sheet_cells(write_sheet(title="表", headings=["a", "b", "c"], rows=[[3, Decimal("2.5"), "7"]]))
    assert [cells[at].data_type for at in ("A3", "B3", "C3")] == ["n", "n", "s"]


def test_a_number_longer_than_excel_can_keep_is_written_as_text() -> None:
    cells = sheet_cells(write_sheet(title="表", headings=["身份证号"], rows=[[110101199001011234]]))
    assert (cells["A3"].data_type, cells["A3"].value) == ("s", "110101199001011234")


def test_error_words_and_control_characters_are_only_text() -> None:
    cells = sheet_cells(write_sheet(title="[a]:*?/", headings=["x"], rows=[["#N/A"], ["a\x00b"], [None]]))
    assert (cells["A3"].data_type, cells["A3"].value, cells["A4"].value, cells["A5"].value) == ("s", "#N/A", "ab", None)


def test_the_heading_row_stays_in_view_and_is_printed_on_each_page() -> None:
    sheet = load_workbook(io.BytesIO(write_sheet(title="表", headings=["a", "b"], rows=[], widths=[5, 40]))).worksheets[
        0
    ]
    assert (sheet.freeze_panes, sheet.print_title_rows) == ("A3", "$1:$2")
    assert (sheet.column_dimensions["B"].width, sheet.page_setup.paperSize) == (40, 9)


def test_blank_rows_of_a_template_keep_what_is_typed_into_them_as_text() -> None:
    cells = sheet_cells(write_sheet(title="表", headings=["手机号"], rows=[], spare_rows=2))
    assert [cells[at].number_format for at in ("A3", "A4")] == ["@", "@"]


def test_what_is_written_is_found_again() -> None:
    data = write_sheet(title="花名册", headings=["序号", "姓名", "手机号"], rows=[[1, "钱𠮷", "19900010000"]])
    assert dict(find_table(read_sheet(data), COLUMNS).rows[0].cells) == {"name": "钱𠮷", "phone": "19900010000"}
