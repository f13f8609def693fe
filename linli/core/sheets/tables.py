"""Finding the table in an office's sheet: a title above it, a heading row, rows, perhaps a total, perhaps signatures
below.
"""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest

from django.utils.translation import gettext as _

from linli.core.errors import BadInput
from linli.core.sheets.reading import SheetRow

HEADING_DEPTH = 20
_TOTALS = ("合计", "总计", "共计", "total")
_SUBTOTALS = ("小计", "subtotal")
EXAMPLE = "示例"
_EXAMPLES = (EXAMPLE, "样例", "范例", "example")
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
    holds_below: bool = False
    """Whether what a merged cell says holds for each of its rows."""
    told: object = ""
    """What belongs there, in words; with `examples`, `choices` and `width` for the sheet to fill in."""
    examples: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    width: int = 14


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row of the table that holds anything: the number Excel shows, and the cell of each column by its code."""

    row: int
    cells: Mapping[str, str]

    def __getitem__(self, code: str) -> str:
        return self.cells.get(code, "")


@dataclass(frozen=True, slots=True)
class Table:
    """`headings` has, for each column found, the heading as it stands in the sheet, and `places` where it stands,
    counted from 0; a column that is missing is in neither.
    """

    heading_row: int
    headings: Mapping[str, str]
    rows: Sequence[TableRow] = field(default_factory=tuple)
    places: Mapping[str, int] = field(default_factory=dict)
    left_out: Sequence[int] = ()
    """Rows below the total or the signatures that hold something in these columns: not read, so told."""
    examples: Sequence[int] = ()
    """Rows that say of themselves that they are examples: not read, so told."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Where a table's columns are: the row of its headings as Excel counts (0: it has none), and the place of each
    column from 0.
    """

    heading_row: int
    places: Mapping[str, int]


class NoTable(BadInput):
    """The headings do not say which columns are which; somebody has to."""


@dataclass(frozen=True, slots=True)
class CellError:
    """What is wrong with one cell: the row as Excel counts, the heading as the sheet has it, and the reason in
    words.
    """

    row: int
    column: str
    message: str
    place: int | None = None
    """Which column of the sheet that is, from 0; None where the sheet lacks it."""


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
        heading, place = self.table.headings.get(code, code), self.table.places.get(code)
        self.errors.append(CellError(self.row.row, heading, message, place))


def find_table(rows: Sequence[SheetRow], columns: Sequence[Column]) -> Table:
    """The table under the first row that carries all required headings; title rows above it are passed over.

    The table ends at a total row (合计) or at the signatures below it; blank rows and rows that hold nothing but a
    running number are left out. Raises NoTable naming the required columns that were not found.
    """
    return table_at(rows, columns, find_layout(rows, columns))


def find_layout(rows: Sequence[SheetRow], columns: Sequence[Column]) -> Layout:
    """Where the headings say the columns are. Raises NoTable naming the required columns that were not found."""
    layout = likely_layout(rows, columns)
    missing = [column.headings[0] for column in columns if column.required and column.code not in layout.places]
    if missing:
        raise NoTable(
            _("The heading row lacks: %(columns)s. Write these headings above the table, or use the template.")
            % {"columns": "、".join(missing)}
        )
    return layout


def likely_layout(rows: Sequence[SheetRow], columns: Sequence[Column]) -> Layout:
    """The first row with all required headings, or two rows that have them together; else the row with most of them."""
    required = {column.code for column in columns if column.required}
    above: tuple[str, ...] = ()
    alone, joined = [], []
    for row in rows[:HEADING_DEPTH]:
        alone.append(Layout(row.row, _places(row.cells, columns)))
        joined.append(Layout(row.row, _places(_stacked(above, row.cells), columns)))
        above = row.cells
    complete = (layout for layout in (*alone, *joined) if required <= layout.places.keys())
    best = max(alone, key=lambda layout: len(layout.places), default=Layout(0, {}))
    return next(complete, best if best.places else Layout(0, {}))


def table_at(rows: Sequence[SheetRow], columns: Sequence[Column], layout: Layout) -> Table:
    """The table whose columns are where `layout` says. A column without a heading is called by its usual one."""
    cells = heading_cells(rows, layout.heading_row)
    usual = {column.code: column.headings[0] for column in columns}
    headings = {
        code: (" ".join(cells[place].split()) if place < len(cells) else "") or usual[code]
        for code, place in layout.places.items()
    }
    below = [row for row in rows if row.row > layout.heading_row]
    merged = {column.code for column in columns if column.holds_below}
    end = next((index for index, row in enumerate(below) if _ends(row)), len(below))
    body = tuple(_body(below[:end], layout.places, merged))
    left_out = [row.row for row in _body(below[end:], layout.places, merged)]
    examples = [row.row for row in below if _is_example(row)]
    return Table(layout.heading_row, headings, body, layout.places, left_out, examples)


def heading_cells(rows: Sequence[SheetRow], heading_row: int) -> tuple[str, ...]:
    """The headings in this row; where a cell of it is blank, what stands above it."""
    at = next((index for index, row in enumerate(rows) if row.row == heading_row), None)
    if at is None:
        return ()
    return _stacked(rows[at - 1].cells if at else (), rows[at].cells)


def _stacked(above: Sequence[str], cells: Sequence[str]) -> tuple[str, ...]:
    return tuple(cell or upper for cell, upper in zip_longest(cells, above, fillvalue=""))


def _places(cells: Sequence[str], columns: Sequence[Column]) -> dict[str, int]:
    spoken = [plain_heading(cell) for cell in cells]
    bare = [plain_heading(_BRACKETS.sub("", unicodedata.normalize("NFKC", cell))) for cell in cells]
    places: dict[str, int] = {}
    for column in columns:
        for heading in column.headings:
            found = next((i for i in _matches(plain_heading(heading), spoken, bare) if i not in places.values()), None)
            if found is not None:
                places[column.code] = found
                break
    return places


def _matches(heading: str, spoken: Sequence[str], bare: Sequence[str]) -> Iterator[int]:
    yield from (i for i, cell in enumerate(spoken) if cell == heading)
    yield from (i for i, cell in enumerate(bare) if cell == heading)


def plain_heading(text: str) -> str:
    """A heading without spaces, line breaks and marks: 姓  名, *姓名 and 姓名： are all 姓名."""
    return _NOISE.sub("", unicodedata.normalize("NFKC", text)).casefold()


def _first(row: SheetRow) -> str:
    return unicodedata.normalize("NFKC", next((cell for cell in row.cells if cell), ""))


def _ends(row: SheetRow) -> bool:
    first = _first(row)
    return plain_heading(first).startswith(_TOTALS) or _CLOSING.match(first.replace(" ", "")) is not None


def _is_example(row: SheetRow) -> bool:
    return plain_heading(_first(row)) in _EXAMPLES


def _body(rows: Sequence[SheetRow], places: Mapping[str, int], merged: Collection[str]) -> Iterator[TableRow]:
    for row in rows:
        if _ends(row) or _is_example(row) or plain_heading(_first(row)).startswith(_SUBTOTALS):
            continue
        cells = {code: row.cells[place] for code, place in places.items() if place < len(row.cells)}
        if any(cells.values()):
            said = {code: row.merged[place] for code, place in places.items() if place in row.merged}
            yield TableRow(row.row, cells | {code: text for code, text in said.items() if code in merged})
