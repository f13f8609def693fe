"""Writing a spreadsheet that an office opens, prints, fills in and hands back."""

import io
import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import chain, repeat
from typing import cast

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

Value = str | int | Decimal | None

TEXT_FORMAT = "@"
FORMULA_SIGNS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
# Excel keeps 15 digits of a number; a longer one is an identifier and would be changed silently
_LONGEST_NUMBER = 10**15
_CANNOT_BE_STORED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_NOT_IN_A_SHEET_NAME = re.compile(r"[\[\]:*?/\\]")
_THIN = Side(style="thin", color="BFBFBF")
_GRID = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_HEADING_FILL = PatternFill("solid", fgColor="F1ECE2")
_USUAL_WIDTH = 14
_PALE = "B7B1A5"


def write_sheet(
    *,
    title: str,
    headings: Sequence[str],
    rows: Iterable[Sequence[Value]],
    widths: Sequence[float] | None = None,
    spare_rows: int = 0,
    mark: str = "",
) -> bytes:
    """An .xlsx workbook with a title row, a frozen heading row and the rows; `spare_rows` of blank cells for a
    template.

    `mark` tells who took it out: it stands beside each row, however the rows are cut, and on each printed page.

    Text stays text whatever it begins with (trust.md 23): it is stored as a string in text format, and where it
    looks like a formula it carries Excel's own mark for text (the apostrophe that is not shown), so that also
    editing the cell runs nothing. Only int and Decimal become numbers.
    """
    book = Workbook()
    sheet: Worksheet = book.worksheets[0]
    fill_sheet(sheet, title=title, headings=headings, rows=rows, widths=widths, spare_rows=spare_rows)
    if mark:
        _mark(sheet, mark, len(headings) + 1)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def fill_sheet(
    sheet: Worksheet,
    *,
    title: str,
    headings: Sequence[str],
    rows: Iterable[Sequence[Value]],
    widths: Sequence[float] | None = None,
    spare_rows: int = 0,
) -> None:
    """The same into a worksheet of a book."""
    sheet.title = _NOT_IN_A_SHEET_NAME.sub(" ", title).strip().strip("'")[:31] or "Sheet1"
    _write_title(sheet, title, len(headings))
    for column, heading in enumerate(headings, start=1):
        _write_heading(cell_at(sheet, 2, column), heading)
    spare: Sequence[Value] = [None] * len(headings)
    for row, values in enumerate(chain(rows, repeat(spare, spare_rows)), start=3):
        for column, value in enumerate(values, start=1):
            _write_cell(cell_at(sheet, row, column), value)
    _lay_out(sheet, len(headings), widths or ())


def cell_at(sheet: Worksheet, row: int, column: int) -> Cell:
    """A cell that can be written to: openpyxl's other kind is what lies under a merged one."""
    return cast("Cell", sheet.cell(row, column))


def _write_title(sheet: Worksheet, title: str, columns: int) -> None:
    cell = cell_at(sheet, 1, 1)
    put_text(cell, title)
    cell.font = Font(bold=True, size=14)
    cell.alignment = Alignment(horizontal="center", vertical="center")
    if columns > 1:
        sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=columns)
    sheet.row_dimensions[1].height = 28


def _write_heading(cell: Cell, heading: str) -> None:
    put_text(cell, heading)
    cell.font = Font(bold=True)
    cell.fill = _HEADING_FILL
    cell.border = _GRID
    cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)


def _write_cell(cell: Cell, value: Value) -> None:
    cell.border = _GRID
    cell.alignment = Alignment(vertical="top", wrap_text=True)
    if isinstance(value, (int, Decimal)) and not isinstance(value, bool) and -_LONGEST_NUMBER < value < _LONGEST_NUMBER:
        cell.value = value
        cell.number_format = "0" if isinstance(value, int) else "General"
    else:
        put_text(cell, "" if value is None else str(value))


def put_text(cell: Cell, text: str, *, formatted: bool = False) -> None:
    """Text into a cell, so that it stays text. `formatted`: the cell is in text format already."""
    if not formatted:
        cell.number_format = TEXT_FORMAT
    if not text:
        return
    cell.value = _CANNOT_BE_STORED.sub("", text)
    # openpyxl takes "=..." for a formula and "#N/A" for an error; both are what somebody typed
    cell.data_type = "s"
    if is_formula_like(text):
        cell.quotePrefix = True


def _lay_out(sheet: Worksheet, columns: int, widths: Sequence[float]) -> None:
    """Heading frozen and repeated on each printed page, A4 across, as wide as the paper."""
    for column in range(1, columns + 1):
        width = widths[column - 1] if column <= len(widths) else _USUAL_WIDTH
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.freeze_panes = "A3"
    sheet.print_title_rows = "1:2"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _mark(sheet: Worksheet, mark: str, column: int) -> None:
    """Pale, in a column of its own, on each row; in print also above and below, where `&` would begin a command."""
    for row in range(3, sheet.max_row + 1):
        cell = cell_at(sheet, row, column)
        put_text(cell, mark)
        cell.font = Font(size=8, color=_PALE)
    sheet.column_dimensions[get_column_letter(column)].width = 40
    printed = mark.replace("&", "&&")
    header, footer = sheet.oddHeader, sheet.oddFooter
    if header is not None and footer is not None:
        header.right.text = footer.center.text = printed


def is_formula_like(text: str) -> bool:
    """Whether a spreadsheet could take this text for a formula, full-width signs included."""
    return text.lstrip().startswith(FORMULA_SIGNS)
