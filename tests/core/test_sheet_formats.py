"""The same table in every format and encoding in which an office hands it in."""

import csv
import io
import zipfile
from collections.abc import Sequence

import pytest
import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table as OdsTable
from odf.table import TableCell, TableRow
from odf.text import P
from openpyxl import Workbook

from linli.core.errors import BadInput
from linli.core.sheets import Column, Layout, NoTable, SheetRow, find_table, likely_layout, read_sheet, table_at

ROWS = [
    ["微心愿登记表", "", ""],
    ["户主", "联系方式", "需求"],
    ["钱𠮷", "19900010000", "书包、围巾"],
    ["王芳", "", "棉被"],
]
COLUMNS = (
    Column("name", ("姓名", "户主"), required=True, holds_below=True),
    Column("phone", ("手机号", "联系方式"), holds_below=True),
    Column("item", ("心愿", "需求"), required=True),
)


def as_csv(rows: Sequence[Sequence[str]], encoding: str, separator: str = ",") -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=separator).writerows(rows)
    return text.getvalue().encode(encoding)


def as_xls(rows: Sequence[Sequence[str]]) -> bytes:
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("登记表")
    for row, cells in enumerate(rows):
        for column, text in enumerate(cells):
            sheet.write(row, column, text)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def as_ods(rows: Sequence[Sequence[str]]) -> bytes:
    book, table = OpenDocumentSpreadsheet(), OdsTable(name="登记表")
    for cells in rows:
        line = TableRow()
        for text in cells:
            cell = TableCell(valuetype="string")
            cell.addElement(P(text=text))
            line.addElement(cell)
        table.addElement(line)
    book.spreadsheet.addElement(table)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def as_xlsx(rows: Sequence[Sequence[str]], *merged: str) -> bytes:
    book = Workbook()
    for cells in rows:
        book.worksheets[0].append(cells)
    for cells in merged:
        book.worksheets[0].merge_cells(cells)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


SAME = {
    "xlsx": as_xlsx(ROWS),
    "xls": as_xls(ROWS),
    "ods": as_ods(ROWS),
    "csv in UTF-8": as_csv(ROWS, "utf-8"),
    "csv in UTF-8 with its mark": as_csv(ROWS, "utf-8-sig"),
    "csv in GB 18030": as_csv(ROWS, "gb18030"),
    "csv with semicolons": as_csv(ROWS, "gb18030", ";"),
    "text with tabs": as_csv(ROWS, "utf-8", "\t"),
    "Excel's Unicode text": as_csv(ROWS, "utf-16", "\t"),
}


@pytest.mark.parametrize("data", SAME.values(), ids=SAME.keys())
def test_one_table_reads_the_same_in_every_format(data: bytes) -> None:
    table = find_table(read_sheet(data), COLUMNS)
    assert table.headings == {"name": "户主", "phone": "联系方式", "item": "需求"}
    assert [(row.row, dict(row.cells)) for row in table.rows] == [
        (3, {"name": "钱𠮷", "phone": "19900010000", "item": "书包、围巾"}),
        (4, {"name": "王芳", "phone": "", "item": "棉被"}),
    ]


def test_csv_of_an_old_office_program_in_gbk_is_read() -> None:
    assert read_sheet(as_csv([["户主", "需求"], ["王芳", "棉被"]], "gbk"))[1].cells == ("王芳", "棉被")


def test_cell_of_a_csv_may_hold_its_separator_quotes_and_lines() -> None:
    rows = [["户主", "需求"], ["王芳", '书包,\n"大"号']]
    assert read_sheet(as_csv(rows, "utf-8"))[1] == SheetRow(2, ("王芳", '书包,\n"大"号'))


def test_separators_that_go_on_for_ever_without_a_word_are_no_columns() -> None:
    assert read_sheet("户主,需求".encode() + b"," * 100_000 + "\n王芳,棉被".encode())[1].cells == ("王芳", "棉被")


def test_quotation_that_is_never_closed_is_told_and_swallows_no_rows() -> None:
    with pytest.raises(BadInput, match=r"quotation|引号"):
        read_sheet('户主,需求\n王芳,"棉被\n李强,书包\n'.encode())


def test_cell_merged_over_two_families_holds_for_both_and_a_merged_wish_is_one() -> None:
    rows = [["户主", "联系方式", "需求"], ["王芳", "1", "棉被"], ["李强", "", "书包"], ["李强", "", "x"]]
    table = find_table(read_sheet(as_xlsx(rows, "B2:B3", "C3:C4")), COLUMNS)
    assert [row["phone"] for row in table.rows] == ["1", "1", ""]
    assert [row["item"] for row in table.rows] == ["棉被", "书包", ""]


ODS = """<?xml version="1.0"?><office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
><office:body><office:spreadsheet><table:table table:name="S">%s</table:table></office:spreadsheet></office:body>
</office:document-content>"""
KIND = "application/vnd.oasis.opendocument.spreadsheet"
PARTS = """<?xml version="1.0"?><m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
><m:file-entry m:full-path="/" m:media-type="%s"/></m:manifest>"""


def ods_of(*rows: str) -> bytes:
    """An .ods as LibreOffice writes it, of rows in XML."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", KIND)
        archive.writestr("META-INF/manifest.xml", PARTS % KIND)
        archive.writestr("content.xml", ODS % "".join(rows))
    return buffer.getvalue()


def line(*cells: str, repeated: object = 1) -> str:
    return f'<table:table-row table:number-rows-repeated="{repeated}">{"".join(cells)}</table:table-row>'


def cell(text: str = "", *, repeated: object = 1, down: object = 1) -> str:
    said = f'office:value-type="string"><text:p>{text}</text:p>' if text else ">"
    spans = f'table:number-columns-repeated="{repeated}" table:number-rows-spanned="{down}"'
    return f"<table:table-cell {spans} {said}</table:table-cell>"


COVERED = "<table:covered-table-cell/>"
HEADINGS = line(cell("户主"), cell("联系方式"), cell("需求"))


def test_cells_merged_in_an_ods_hold_for_the_rows_below_as_in_an_xlsx() -> None:
    first = line(cell("王芳"), cell("1", down=2), cell("棉被"))
    rows = [HEADINGS, line(cell(repeated=3), repeated=2), first, line(cell("李强"), COVERED, cell("书包"))]
    table = find_table(read_sheet(ods_of(*rows)), COLUMNS)
    assert [(row.row, row["phone"]) for row in table.rows] == [(4, "1"), (5, "1")]


@pytest.mark.parametrize("down", ["4000000000", "99999999999999999999", "-2", "x", "0"])
def test_cell_of_an_ods_that_says_it_reaches_down_for_ever_is_read_as_far_as_there_are_rows(down: str) -> None:
    rows = [HEADINGS, line(cell("王芳", down=down), cell("1"), cell("棉被")), line(COVERED, cell("1"), cell("书包"))]
    table = find_table(read_sheet(ods_of(*rows)), COLUMNS)
    assert [row["item"] for row in table.rows] == ["棉被", "书包"]


def test_blank_cells_and_rows_that_libreoffice_repeats_to_the_end_of_the_sheet_are_nothing() -> None:
    end = line(cell(repeated=16384), repeated=1048573)
    rows = [HEADINGS, line(cell("王芳"), cell(), cell("棉被"), cell(repeated=16381)), end]
    assert [row.cells for row in read_sheet(ods_of(*rows))] == [("户主", "联系方式", "需求"), ("王芳", "", "棉被")]


def test_cells_and_rows_of_an_ods_that_say_something_are_repeated_as_they_say() -> None:
    rows = [HEADINGS, line(cell("王芳"), cell("同上", repeated=2), repeated=3)]
    assert [row.cells for row in read_sheet(ods_of(*rows))][1:] == [("王芳", "同上", "同上")] * 3


@pytest.mark.parametrize("repeated", [16384, 4000000000, 10**19, "-5", "x"])
@pytest.mark.parametrize("what", ["columns", "rows"])
def test_ods_that_repeats_what_it_says_beyond_all_measure_is_refused(what: str, repeated: object) -> None:
    hostile = line(cell("王芳", repeated=repeated)) if what == "columns" else line(cell("王芳"), repeated=repeated)
    with pytest.raises(BadInput):
        read_sheet(ods_of(HEADINGS, hostile))


def test_cells_merged_in_an_xls_hold_for_the_rows_below() -> None:
    book = xlwt.Workbook(encoding="gbk")
    sheet = book.add_sheet("登记表")
    for column, heading in enumerate(("户主", "联系方式", "需求")):
        sheet.write(0, column, heading)
    sheet.write_merge(1, 2, 1, 1, 19900010000)
    for row, (name, item) in enumerate((("王芳", "棉被"), ("李强", "书包")), start=1):
        sheet.write(row, 0, name)
        sheet.write(row, 2, item)
    buffer = io.BytesIO()
    book.save(buffer)
    assert [row["phone"] for row in find_table(read_sheet(buffer.getvalue()), COLUMNS).rows] == ["19900010000"] * 2


WEB_PAGES = ["<html><table><tr><td>户主</td></tr></table></html>", '<?xml version="1.0"?><Workbook/>']


@pytest.mark.parametrize("text", WEB_PAGES)
def test_web_page_that_calls_itself_xls_is_refused_in_words(text: str) -> None:
    """As programs of the street export them."""
    with pytest.raises(BadInput, match=r"not a spreadsheet|不是电子表格"):
        read_sheet(text.encode("gbk"))


def test_block_of_merged_cells_over_two_rows_is_one_row() -> None:
    rows = [["户主", "联系方式", "需求"], ["王芳", "1", "棉被"], ["", "", ""], ["李强", "2", "书包"]]
    table = find_table(read_sheet(as_xlsx(rows, "A2:A3", "B2:B3", "C2:C3")), COLUMNS)
    assert [row["name"] for row in table.rows] == ["王芳", "李强"]


def test_headings_over_two_rows_are_read_together() -> None:
    rows = [["登记表", "", ""], ["户主", "一家人", ""], ["", "联系方式", "心愿"], ["王芳", "1", "棉被"]]
    table = find_table(read_sheet(as_xlsx(rows, "A2:A3", "B2:C2")), COLUMNS)
    assert (table.heading_row, dict(table.rows[0].cells)) == (3, {"name": "王芳", "phone": "1", "item": "棉被"})


def test_rows_below_the_total_are_left_out_and_told() -> None:
    rows = [["户主", "需求"], ["王芳", "棉被"], ["合计", "1"], ["李强", "书包"], ["填表人：张三", ""]]
    table = find_table(read_sheet(as_xlsx(rows)), COLUMNS)
    assert ([row.row for row in table.rows], table.left_out) == ([2], [4])


def test_columns_may_be_placed_by_hand_where_the_headings_say_nothing() -> None:
    read = read_sheet(as_csv([["住户", "想要啥"], ["王芳", "棉被"]], "gbk"))
    with pytest.raises(NoTable):
        find_table(read, COLUMNS)
    table = table_at(read, COLUMNS, Layout(1, {"name": 0, "item": 1}))
    assert (table.headings, dict(table.rows[0].cells)) == (
        {"name": "住户", "item": "想要啥"},
        {"name": "王芳", "item": "棉被"},
    )


def test_table_without_a_heading_row_begins_at_its_first_row() -> None:
    table = table_at(read_sheet(as_xlsx([["王芳", "棉被"]])), COLUMNS, Layout(0, {"name": 0, "item": 1}))
    assert (table.headings["name"], table.rows[0].row) == ("姓名", 1)


def test_likely_headings_are_those_that_know_the_most_columns() -> None:
    read = read_sheet(as_xlsx([["登记表"], ["住户", "联系方式", "想要啥"], ["王芳", "1", "棉被"]]))
    assert likely_layout(read, COLUMNS) == Layout(2, {"phone": 1})
