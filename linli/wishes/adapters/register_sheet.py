"""The wish register (微心愿登记表) as offices keep it, read from a spreadsheet. Pure: nothing is stored.

A family's own cells stand only in its first row, or are repeated in each; blank rows and a total row come and go.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from linli.core.sheets import CellError, Column, RowReader, Table, TableRow, find_table, read_sheet
from linli.people.adapters.sheet_cells import read_name, read_phone
from linli.people.kinds import CATEGORY_WORDS
from linli.wishes.adapters.register_cells import RegisterWish, read_family_categories, read_row_wishes, read_size
from linli.wishes.adapters.register_prices import PRICE_COLUMN

COLUMNS = (
    Column(
        "name",
        ("户主姓名", "户主", "姓名", "困难群众姓名", "困难群众", "服务对象", "申请人", "Head of household", "Name"),
        required=True,
        holds_below=True,
        told=_(
            "The head of the household. Further wishes of the family: in the rows below, name left empty or repeated."
        ),
        examples=("王秀英", ""),
        width=12,
    ),
    Column(
        "categories",
        ("困难类别", "困难类型", "类别", "人员类别", "对象类别", "家庭类别", "困难群体类别", "Category"),
        holds_below=True,
        told=_("Choose from the list, or write several with 、 between them, a disability's degree in brackets."),
        examples=("低保对象、残疾人（肢体二级）", ""),
        choices=tuple(words[0] for words in CATEGORY_WORDS.values()),
        width=18,
    ),
    Column(
        "size",
        ("家庭人口", "家庭人口数", "家庭人数", "人口数", "人口", "人数", "People"),
        holds_below=True,
        told=_("How many people live in the household, 1 to 30."),
        examples=("3", ""),
        width=9,
    ),
    Column(
        "address",
        ("住址", "家庭住址", "地址", "家庭地址", "居住地址", "详细地址", "Address"),
        holds_below=True,
        told=_("Building, entrance and door. With name and telephone the family is known again by it."),
        examples=("1号楼1单元101", ""),
        width=28,
    ),
    Column(
        "phone",
        ("联系电话", "电话", "手机号", "手机号码", "手机", "电话号码", "联系方式", "Phone"),
        holds_below=True,
        told=_("A mobile number of 11 digits, or a landline with its area code."),
        examples=("19900000003", ""),
        width=16,
    ),
    Column(
        "quantity",
        ("数量", "心愿数量", "需求数量", "Quantity"),
        told=_("A number with its unit, such as 5包 or 两个. Empty where the wish says it itself."),
        examples=("1床", ""),
        width=9,
    ),
    Column(
        "item",
        (
            "微心愿",
            "心愿",
            "微心愿内容",
            "心愿内容",
            "具体心愿",
            "心愿物品",
            "需求物品",
            "物品名称",
            "物品",
            "需求",
            "Wish",
        ),
        required=True,
        told=_(
            "One thing or service. Without a quantity beside it, several may stand in one cell: 两个书包、一条围巾."
        ),
        examples=("棉被", "两个书包、一条围巾"),
        width=20,
    ),
    Column(
        "spec",
        ("规格/备注", "规格", "规格型号", "规格要求", "尺码", "尺寸", "型号", "要求", "Size"),
        told=_("Size, make, colour: what one has to know to buy it."),
        examples=("1.5米", ""),
        width=18,
    ),
    PRICE_COLUMN,
    Column(
        "note",
        ("家庭情况", "家庭基本情况", "家庭困难情况", "困难情况", "基本情况", "情况说明", "备注", "Note"),
        told=_("What the office should know about the family. Never shown to the public."),
        examples=("独居，行动不便", ""),
        width=28,
    ),
    Column(
        "grid",
        ("网格", "所属网格", "网格名称", "网格编号", "Grid"),
        holds_below=True,
        told=_("The part of the community, as the office calls it, such as 3网格."),
        examples=("3网格", ""),
        width=9,
    ),
)
_FAMILY = ("categories", "size", "address", "phone", "grid")
LONGEST_ADDRESS = 200
LONGEST_NOTE = 500
LONGEST_GRID = 20


@dataclass(frozen=True, slots=True)
class RegisterHousehold:
    """A family: the row it begins in, its cells, and its wishes. `grade` is a disability's kind and degree
    (`vision:2`).
    """

    row: int
    name: str
    categories: tuple[str, ...]
    grade: str
    size: int | None
    address: str
    phone: str
    grid: str
    note: str
    wishes: Sequence[RegisterWish]


@dataclass(frozen=True, slots=True)
class RegisterSheet:
    """What a register says. `rows` counts the rows that hold anything; `households` are the families whose own cells
    are all right, with those of their wishes that are; every bad cell is in `errors`, in the order of the sheet.
    """

    rows: int
    households: Sequence[RegisterHousehold]
    errors: Sequence[CellError]
    wish_column: tuple[str, int | None] = ("", None)

    @property
    def wishes(self) -> int:
        """How many wishes were read."""
        return sum(len(household.wishes) for household in self.households)


def read_register(source: bytes | Path) -> RegisterSheet:
    """The families and wishes in a register spreadsheet (.xlsx, .xls, .ods, .csv); columns may stand in any order.

    Raises BadInput where the file cannot be read or a required column is missing.
    """
    table = find_table(read_sheet(source), COLUMNS)
    return read_families_of(table, list(families_of(table.rows)))


def read_families_of(table: Table, together: Sequence[Sequence[TableRow]]) -> RegisterSheet:
    """The families whose rows stand together here, as `families_of` puts them."""
    errors: list[CellError] = []
    families = [_read_family(table, rows, errors) for rows in together]
    order = {place: at for at, place in enumerate(table.places.values())}
    errors.sort(key=lambda error: (error.row, order.get(error.place, -1) if error.place is not None else -1))
    wish_column = table.headings.get("item", ""), table.places.get("item")
    return RegisterSheet(sum(map(len, together)), [family for family in families if family], errors, wish_column)


def families_of(rows: Sequence[TableRow]) -> Iterator[list[TableRow]]:
    """The rows of each family."""
    family: list[TableRow] = []
    for row in rows:
        if family and not _goes_on(family[0], row):
            yield family
            family = []
        family.append(row)
    if family:
        yield family


def _goes_on(first: TableRow, row: TableRow) -> bool:
    """Whether a row belongs to the family that began in `first`: what it says of the family, if anything, is the same.

    A row with other family cells and no name is a family whose name was forgotten, never more of the family above: its
    wishes must not land on somebody else's page.
    """
    return all(row[code] in ("", first[code]) for code in ("name", *_FAMILY))


def _read_family(table: Table, rows: Sequence[TableRow], errors: list[CellError]) -> RegisterHousehold | None:
    before = len(errors)
    cells = RowReader(table, rows[0], errors)
    categories = read_family_categories(cells)
    name, size = read_name(cells, "name"), read_size(cells)
    address, phone = cells.text("address", longest=LONGEST_ADDRESS), read_phone(cells, "phone", required=False)
    grid, note = cells.text("grid", longest=LONGEST_GRID), _read_note(table, rows, errors)
    is_right = len(errors) == before
    wishes = _read_wishes(table, rows, errors)
    if not is_right:
        return None
    return RegisterHousehold(
        rows[0].row, name, categories.codes, categories.grade, size, address, phone, grid, note, tuple(wishes)
    )


def _read_note(table: Table, rows: Sequence[TableRow], errors: list[CellError]) -> str:
    """What is written about the family, in whichever of its rows, each sentence once."""
    notes = [RowReader(table, row, errors).text("note", longest=LONGEST_NOTE) for row in rows]
    return "；".join(dict.fromkeys(filter(None, notes)))[:LONGEST_NOTE]


def _read_wishes(table: Table, rows: Sequence[TableRow], errors: list[CellError]) -> list[RegisterWish]:
    """The wishes of a family. A row that only says something about the family is no wish; a family needs at least
    one.
    """
    asking = [row for row in rows if row["item"] or row["quantity"] or row["spec"]] or rows[:1]
    return [wish for row in asking for wish in read_row_wishes(RowReader(table, row, errors))]
