"""Columns placed in words, as at the console: 户主姓名=住户,微心愿=D."""

import re
from collections.abc import Sequence

from django.utils.translation import gettext as _
from openpyxl.utils import column_index_from_string

from linli.core.errors import BadInput
from linli.core.sheets.reading import SheetRow
from linli.core.sheets.tables import HEADING_DEPTH, Column, Layout, likely_layout, plain_heading

_LETTERS = re.compile(r"[A-Za-z]{1,2}")


def layout_from(words: str, rows: Sequence[SheetRow], columns: Sequence[Column]) -> Layout:
    """Where the columns are: `what=where`, several with commas. What: a code or one of the headings it is known by;
    where: a heading as it stands in the sheet, or a letter. Columns that are not named stay where their headings say.

    Raises BadInput for what is neither, or where a required column is still missing.
    """
    wanted = dict(_wanted(part, columns) for part in words.replace("，", ",").split(",") if part.strip())
    guess = likely_layout(rows, columns)
    row, found = _heading_row(rows, set(wanted.values()), guess.heading_row)
    places = {code: place for code, place in guess.places.items() if guess.heading_row == row}
    for code, where in wanted.items():
        places[code] = found[where] if where in found else _letter(where)
    missing = [column.headings[0] for column in columns if column.required and column.code not in places]
    if missing:
        raise BadInput(_("Say which column this is: %(columns)s.") % {"columns": "、".join(missing)})
    return Layout(row, places)


def _wanted(part: str, columns: Sequence[Column]) -> tuple[str, str]:
    what, _sign, where = part.partition("=")
    named = plain_heading(what)
    code = next((c.code for c in columns if named == c.code or named in map(plain_heading, c.headings)), "")
    if not code or not where.strip():
        known = "、".join(column.headings[0] for column in columns)
        raise BadInput(
            _("“%(part)s” does not say which column is which. Known are: %(known)s.") % {"part": part, "known": known}
        )
    return code, plain_heading(where)


def _heading_row(rows: Sequence[SheetRow], words: set[str], likely: int) -> tuple[int, dict[str, int]]:
    """The first row that has the most of the words that are no letters, and where each of its headings stands."""
    best = likely
    found: dict[str, int] = {}
    for row in rows[:HEADING_DEPTH]:
        here = {plain_heading(cell): place for place, cell in enumerate(row.cells) if cell}
        if len(words & here.keys()) > len(words & found.keys()):
            best, found = row.row, here
    return best, found


def _letter(where: str) -> int:
    if not _LETTERS.fullmatch(where):
        raise BadInput(_("The sheet has no column “%(where)s”.") % {"where": where})
    return column_index_from_string(where.upper()) - 1
