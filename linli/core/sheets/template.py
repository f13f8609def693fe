"""A blank sheet to fill in: two rows as an example, choices to pick from, and what belongs in each column."""

import io
from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from linli.core.sheets.tables import EXAMPLE, Column
from linli.core.sheets.writing import TEXT_FORMAT, cell_at, fill_sheet, put_text

NUMBER = "序号"
LAST_ROW = 12_000
SPARE_ROWS = 100
_FIRST_ROW = 3
_PALE = Font(italic=True, color="8A8478")
_BOLD = Font(bold=True)
_LONGEST_PROMPT = 250


def write_template(*, title: str, columns: Sequence[Column]) -> bytes:
    """An .xlsx workbook that `find_table` reads back once it is filled in. All cells are text, so that telephone
    numbers stay as they are typed; the rows marked 示例 are read as examples and not imported.
    """
    book = Workbook()
    sheet, told = book.worksheets[0], book.create_sheet(_("How to fill in"))
    shown = max((len(column.examples) for column in columns), default=0)
    examples = [[EXAMPLE, *(_at(column.examples, row) for column in columns)] for row in range(shown)]
    fill_sheet(
        sheet,
        title=title,
        headings=[NUMBER, *(column.headings[0] for column in columns)],
        rows=examples,
        widths=[6, *(column.width for column in columns)],
        spare_rows=SPARE_ROWS,
    )
    for row in range(_FIRST_ROW, _FIRST_ROW + shown):
        for place in range(len(columns) + 1):
            cell_at(sheet, row, place + 1).font = _PALE
    _explain(told, columns)
    lists = _offer(told, columns)
    for place, column in enumerate(columns, start=2):
        letter = get_column_letter(place)
        # what stands below the prepared rows too
        sheet.column_dimensions[letter].number_format = TEXT_FORMAT
        _guide(sheet, f"{letter}{_FIRST_ROW}:{letter}{LAST_ROW}", column, lists.get(column.code, ""))
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _at(examples: Sequence[str], row: int) -> str:
    return examples[row] if row < len(examples) else ""


def _guide(sheet: Worksheet, cells: str, column: Column, choices: str) -> None:
    """What Excel and WPS say while a cell is filled in. A choice may be written otherwise, since several at once are
    understood.
    """
    if not (choices or column.told):
        return
    guide = DataValidation(
        type="list" if choices else None, formula1=choices or None, allow_blank=True, showInputMessage=True
    )
    guide.promptTitle, guide.prompt = column.headings[0][:30], str(column.told)[:_LONGEST_PROMPT]
    guide.showErrorMessage, guide.errorStyle = bool(choices), "information"
    guide.errorTitle = column.headings[0][:30]
    guide.error = _("This is not in the list. Several of the list are fine, with 、 between them.")
    sheet.add_data_validation(guide)
    guide.add(cells)


def _explain(sheet: Worksheet, columns: Sequence[Column]) -> None:
    lines: list[Sequence[str]] = [(_("Column"), _("Needed"), _("What belongs there"), _("Example"))]
    for column in columns:
        needed = pgettext("column of a sheet", "yes") if column.required else _("may stay empty")
        lines.append((column.headings[0], needed, str(column.told), _at(column.examples, 0)))
    mark = _("Rows that begin with %(mark)s are examples and are not imported. Delete them or leave them.")
    lines += [(), (mark % {"mark": EXAMPLE},)]
    for row, line in enumerate(lines, start=1):
        for place, text in enumerate(line, start=1):
            put_text(cell_at(sheet, row, place), text)
    for place, width in enumerate((16, 10, 70, 30), start=1):
        cell_at(sheet, 1, place).font = _BOLD
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.freeze_panes = "A2"


def _offer(sheet: Worksheet, columns: Sequence[Column]) -> dict[str, str]:
    """The closed lists, to the right of the explanation; for each column with one, where its list stands."""
    found = {}
    for place, column in enumerate((column for column in columns if column.choices), start=6):
        letter = get_column_letter(place)
        for row, text in enumerate((column.headings[0], *column.choices), start=1):
            put_text(cell_at(sheet, row, place), text)
        cell_at(sheet, 1, place).font = _BOLD
        sheet.column_dimensions[letter].width = 24
        found[column.code] = f"'{sheet.title}'!${letter}$2:${letter}${len(column.choices) + 1}"
    return found
