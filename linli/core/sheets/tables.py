"""Finding the table in an office's sheet: a title above it, a heading row, rows, perhaps a total, perhaps signatures
below.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from linli.core.errors import BadInput
from linli.core.sheets.reading import SheetRow

HEADING_DEPTH = 20
_TOTALS = ("合计", "总计", "共计", "total")
_SUBTOTALS = ("小计", "subtotal")
_CLOSING = re.compile(
    r"(?:填表|制表|经办|审核|审批|负责|登记|联系)人[(:]|(?:填表|制表)(?:日期|单位|时间)[(:]|备注:|说明:|注:"
)
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|「[^」]*」")
_NOISE = re.compile(r"[\s*_.:·'\"“”/\\-]+")


@dataclass(frozen=True, slots=True)
class Column:
    """A column that is looked for: its code, and the headings by which offices call it, the usual one first."""

    code: str
    headings: tuple[str, ...]
    required: bool = False


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row of the table that holds anything: the number Excel shows, and the cell of each column by its code."""

    row: int
    cells: Mapping[str, str]

    def __getitem__(self, code: str) -> str:
        return self.cells.get(code, "")


@dataclass(frozen=True, slots=True)
class Table:
    """`headings` has, for each column found, the heading as it stands in the sheet; a column that is missing is not
    in it.
    """

    heading_row: int
    headings: Mapping[str, str]
    rows: Sequence[TableRow] = field(default_factory=tuple)


@dataclass(frozen=True, slots=True)
class CellError:
    """What is wrong with one cell: the row as Excel counts, the heading as the sheet has it, and the reason in
    words.
    """

    row: int
    column: str
    message: str


@dataclass(frozen=True, slots=True)
class RowReader:
    """One row while its cells are read: what is wrong goes to `errors` at its cell, and reading goes on."""

    table: Table
    row: TableRow
    errors: list[CellError]

    def text(self, code: str, *, longest: int) -> str:
        """The cell's text, spaces put together; an error where it is longer than can be kept."""
        text = " ".join(self.row[code].split())
        if len(text) > longest:
            self.wrong(code, _("This is longer than %(longest)s characters.") % {"longest": longest})
            return ""
        return text

    def read(self, code: str, reader: Callable[[str], str], message: str) -> str:
        """The cell through a reader that raises ValueError for what it cannot take; then `message` goes to the cell."""
        try:
            return reader(self.row[code])
        except ValueError:
            self.wrong(code, message)
            return ""

    def wrong(self, code: str, message: str) -> None:
        """Note an error at this row's cell of a column."""
        self.errors.append(CellError(self.row.row, self.table.headings.get(code, code), message))


def find_table(rows: Sequence[SheetRow], columns: Sequence[Column]) -> Table:
    """The table under the first row that carries all required headings; title rows above it are passed over.

    The table ends at a total row (合计) or at the signatures below it; blank rows and rows that hold nothing but a
    running number are left out. Raises BadInput naming the required columns that were not found.
    """
    at, places = _heading_row(rows, columns)
    headings = {code: " ".join(rows[at].cells[place].split()) for code, place in places.items()}
    return Table(rows[at].row, headings, tuple(_body(rows[at + 1 :], places)))


def _heading_row(rows: Sequence[SheetRow], columns: Sequence[Column]) -> tuple[int, dict[str, int]]:
    """Where the headings are, and the place of each column; the row with most of the required headings is meant."""
    required = {column.code for column in columns if column.required}
    best: tuple[int, dict[str, int]] = (0, {})
    for index, row in enumerate(rows[:HEADING_DEPTH]):
        places = _places(row.cells, columns)
        if required <= places.keys():
            return index, places
        if len(places) > len(best[1]):
            best = index, places
    missing = [column.headings[0] for column in columns if column.code in required - best[1].keys()]
    raise BadInput(
        _("The heading row lacks: %(columns)s. Write these headings above the table, or use the template.")
        % {"columns": "、".join(missing)}
    )


def _places(cells: Sequence[str], columns: Sequence[Column]) -> dict[str, int]:
    spoken = [_plain(cell) for cell in cells]
    bare = [_plain(_BRACKETS.sub("", unicodedata.normalize("NFKC", cell))) for cell in cells]
    places: dict[str, int] = {}
    for column in columns:
        for heading in column.headings:
            found = next((i for i in _matches(_plain(heading), spoken, bare) if i not in places.values()), None)
            if found is not None:
                places[column.code] = found
                break
    return places


def _matches(heading: str, spoken: Sequence[str], bare: Sequence[str]) -> Iterator[int]:
    yield from (i for i, cell in enumerate(spoken) if cell == heading)
    yield from (i for i, cell in enumerate(bare) if cell == heading)


def _plain(text: str) -> str:
    """A heading without spaces, line breaks and marks: 姓  名, *姓名 and 姓名： are all 姓名."""
    return _NOISE.sub("", unicodedata.normalize("NFKC", text)).casefold()


def _body(rows: Sequence[SheetRow], places: Mapping[str, int]) -> Iterator[TableRow]:
    for row in rows:
        first = unicodedata.normalize("NFKC", next((cell for cell in row.cells if cell), ""))
        word = _plain(first)
        if word.startswith(_TOTALS) or _CLOSING.match(first.replace(" ", "")):
            return
        if word.startswith(_SUBTOTALS):
            continue
        cells = {code: row.cells[place] for code, place in places.items() if place < len(row.cells)}
        if any(cells.values()):
            yield TableRow(row.row, cells)
