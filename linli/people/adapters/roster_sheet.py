"""The roster of in-service party members (双报到花名册) as offices keep it, read from a spreadsheet. Pure: nothing
is stored.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from linli.core.sheets import CellError, Column, RowReader, Table, TableRow, find_table, read_sheet, write_sheet
from linli.people.adapters.sheet_cells import read_name, read_phone

LONGEST_ORGANISATION = 120

COLUMNS = (
    Column("name", ("姓名", "党员姓名", "名字", "Name"), required=True),
    Column(
        "organisation",
        ("工作单位", "单位", "单位名称", "所在单位", "工作单位名称", "Employer", "Organisation"),
        holds_below=True,
    ),
    Column(
        "phone",
        ("手机号", "手机号码", "手机", "联系电话", "电话", "电话号码", "联系方式", "Phone", "Mobile"),
        required=True,
    ),
)


@dataclass(frozen=True, slots=True)
class RosterRow:
    """One member: the row as Excel counts, the name in one spelling, the employer as written, the phone normalised."""

    row: int
    name: str
    organisation: str
    phone: str


@dataclass(frozen=True, slots=True)
class RosterSheet:
    """`rows` are the members whose cells are all right; each bad cell of the others is in `errors`."""

    rows: Sequence[RosterRow]
    errors: Sequence[CellError]


def read_roster(source: bytes | Path) -> RosterSheet:
    """The members in a roster spreadsheet (.xlsx, .xls, .ods, .csv): title rows, order of columns and blank rows do not
    matter.

    Raises BadInput where the file cannot be read or a required column is missing.
    """
    table = find_table(read_sheet(source), COLUMNS)
    errors: list[CellError] = []
    members = [member for row in table.rows if (member := _read_row(table, row, errors))]
    return RosterSheet(members, errors)


def _read_row(table: Table, row: TableRow, errors: list[CellError]) -> RosterRow | None:
    before = len(errors)
    cells = RowReader(table, row, errors)
    name = read_name(cells, "name")
    organisation = cells.text("organisation", longest=LONGEST_ORGANISATION)
    phone = read_phone(cells, "phone")
    return RosterRow(row.row, name, organisation, phone) if len(errors) == before else None


def roster_template(*, title: str) -> bytes:
    """A blank roster to fill in, which `read_roster` reads back: its phone column is text from the first row on."""
    headings = ["序号", *(column.headings[0] for column in COLUMNS)]
    return write_sheet(title=title, headings=headings, rows=[], widths=[6, 14, 32, 18], spare_rows=60)
