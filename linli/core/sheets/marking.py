"""A sheet handed back as it came, with the bad cells marked: colour, the reason as a note, and a list of them all."""

import io
from collections import defaultdict
from collections.abc import Mapping, Sequence
from copy import copy
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from linli.core.sheets.reading import SheetRow
from linli.core.sheets.tables import CellError
from linli.core.sheets.writing import cell_at, put_text

_WRONG = PatternFill("solid", fgColor="F8D7DA")
_LONGEST_NOTE = 1000


def mark_sheet(rows: Sequence[SheetRow], errors: Sequence[CellError]) -> bytes:
    """An .xlsx workbook with every cell in its place and as text, whatever it begins with, and the bad ones marked.

    An error of a column that the sheet lacks is marked at the first cell of its row that says something.
    """
    book = Workbook()
    sheet: Worksheet = book.worksheets[0]
    sheet.title = _("Sheet")
    _copy(sheet, rows)
    first = {row.row: next((place for place, cell in enumerate(row.cells) if cell), 0) for row in rows}
    wrong: dict[tuple[int, int], list[str]] = defaultdict(list)
    for error in errors:
        wrong[error.row, first.get(error.row, 0) if error.place is None else error.place].append(error.message)
    for (row, place), messages in wrong.items():
        _mark(cell_at(sheet, row, place + 1), "\n".join(messages))
    _list(book.create_sheet(_("To mend")), errors)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _copy(sheet: Worksheet, rows: Sequence[SheetRow]) -> None:
    plain: Any = None
    for row in rows:
        for place, text in enumerate(row.cells):
            if not text:
                continue
            cell = cell_at(sheet, row.row, place + 1)
            if plain is not None:
                cell._style = copy(plain)  # type: ignore[attr-defined]  # -- ten times faster than naming the format
            put_text(cell, text, formatted=plain is not None)
            plain = plain if plain is not None or cell.quotePrefix else copy(cell._style)  # type: ignore[attr-defined]  # -- the same
    for place in range(max((len(row.cells) for row in rows), default=0)):
        sheet.column_dimensions[get_column_letter(place + 1)].width = 16


def _mark(cell: Cell, message: str) -> None:
    cell.fill = _WRONG
    cell.comment = Comment(message[:_LONGEST_NOTE], "", height=120, width=280)


def _list(sheet: Worksheet, errors: Sequence[CellError]) -> None:
    headings = (_("Row"), _("Column"), _("What is wrong"))
    lines: list[Sequence[str]] = [headings, *((str(error.row), error.column, error.message) for error in errors)]
    for row, line in enumerate(lines, start=1):
        for column, text in enumerate(line, start=1):
            put_text(cell_at(sheet, row, column), text)
    for letter, width in zip("ABC", (8, 18, 80), strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = "A2"


def as_errors(told: Sequence[Mapping[str, Any]]) -> list[CellError]:
    """Errors as they were kept in plain JSON."""
    return [CellError(error["row"], error["column"], error["message"], error["place"]) for error in told]
