"""The wish register as offices keep it."""

import io
from decimal import Decimal
from pathlib import Path

import pytest
from django.utils import translation
from openpyxl import load_workbook

from linli.core.errors import BadInput
from linli.core.sheets import Value, write_sheet
from linli.core.sheets.template import write_template
from linli.wishes.adapters.register_sheet import COLUMNS, RegisterSheet, read_register

DATA = Path(__file__).parent.parent / "data"
HEADINGS = ["户主姓名", "困难类别", "家庭人口", "住址", "联系电话", "数量", "微心愿", "规格/备注", "家庭情况"]


def register(*rows: list[Value], headings: list[str] | None = None) -> RegisterSheet:
    """A register whose first row stands in row 3."""
    return read_register(write_sheet(title="登记表", headings=headings or HEADINGS, rows=rows))


def family(name: str, *wish: str, phone: str = "19900000001", size: str = "3") -> list[Value]:
    """A family's first row."""
    return [name, "低保户", size, "南街3号院", phone, *wish]


def more(*wish: str) -> list[Value]:
    """A further row of the family above."""
    return ["", "", "", "", "", *wish]


def cells(sheet: RegisterSheet) -> list[tuple[int, str]]:
    return [(error.row, error.column) for error in sheet.errors]


def asked(sheet: RegisterSheet) -> list[tuple[str, str, str, str]]:
    return [
        (str(wish.quantity), wish.unit, wish.item, wish.spec)
        for household in sheet.households
        for wish in household.wishes
    ]


# --- the two sheets of the office -----------------------------------------------------------------------------------


def test_the_offices_register_has_eleven_families_and_45_wishes_and_no_errors() -> None:
    sheet = read_register(DATA / "wish-register.xlsx")
    assert (sheet.rows, len(sheet.households), sheet.wishes, sheet.errors) == (45, 11, 45, [])


def test_a_familys_cells_stand_in_its_first_row_and_hold_for_all_its_wishes() -> None:
    first, second = read_register(DATA / "wish-register.xlsx").households[:2]
    assert (first.row, first.name, first.size, first.phone) == (3, "秦秀芝", 3, "19900000001")
    assert (first.address, first.note) == ("钟楼小区2号楼1单元302", "一人需长期护理")
    assert [(wish.row, wish.item, wish.spec) for wish in first.wishes] == [
        (3, "成人尿不湿", "中号"),
        (4, "尿片", ""),
        (5, "湿巾", ""),
    ]
    assert second.categories == ("minimum_living", "disability")
    assert [(str(wish.quantity), wish.unit, wish.said) for wish in second.wishes[:3]] == [
        ("1", "条", "一条围巾"),
        ("1", "双", "一双手套"),
        ("1", "顶", "一顶帽子"),
    ]


def test_a_blank_row_and_the_total_row_are_no_wishes() -> None:
    households = read_register(DATA / "wish-register.xlsx").households
    assert [(households[5].row, households[5].name), households[-1].wishes[-1].item] == [(24, "赵桂芳"), "暖水瓶"]
    assert households[6].name == "阿依古丽·买买提"


def test_the_broken_register_has_an_error_for_each_bad_cell() -> None:
    sheet = read_register(DATA / "wish-register-broken.xlsx")
    assert cells(sheet) == [
        (3, "联系电话"),
        (4, "户主姓名"),
        (4, "微心愿"),
        (5, "户主姓名"),
        (5, "困难类别"),
        (5, "数量"),
        (5, "微心愿"),
    ]
    assert [(good.name, good.phone, asked(sheet)) for good in sheet.households] == [
        ("钱𠮷", "19900000014", [("2", "双", "手套", "")])
    ]


def test_the_reasons_are_told_in_the_readers_language() -> None:
    with translation.override("en"):
        messages = [error.message for error in read_register(DATA / "wish-register-broken.xlsx").errors]
    assert messages[0] == "“1990000” is not a telephone number: it has 7 digits; a mobile number has 11."
    assert "富裕户" in messages[4]
    assert "formula" in messages[6]
    with translation.override("zh-hans"):
        messages = [error.message for error in read_register(DATA / "wish-register-broken.xlsx").errors]
    assert messages[0] == "「1990000」不是电话号码：共有 7 位数字，手机号应为 11 位。"
    assert messages[6] == "这一格是公式，不是心愿。请直接写出想要的物品。"


# --- families -------------------------------------------------------------------------------------------------------


def test_a_register_that_repeats_the_family_in_each_row_is_read_alike() -> None:
    sheet = register(family("秦秀芝", "5包", "尿片"), family("秦秀芝", "6包", "湿巾"), family("马有福", "1双", "手套"))
    assert [(household.name, len(household.wishes)) for household in sheet.households] == [("秦秀芝", 2), ("马有福", 1)]


def test_two_families_of_one_name_stay_two() -> None:
    sheet = register(family("秦秀芝", "5包", "尿片"), family("秦秀芝", "6包", "湿巾", phone="19900000002"))
    assert [household.phone for household in sheet.households] == ["19900000001", "19900000002"]


def test_wishes_of_a_family_whose_name_was_forgotten_do_not_go_to_the_family_above() -> None:
    sheet = register(
        family("秦秀芝", "5包", "尿片"), family("", "1双", "手套", phone="19900000002"), more("1顶", "帽子")
    )
    assert [(household.name, len(household.wishes)) for household in sheet.households] == [("秦秀芝", 1)]
    assert cells(sheet) == [(4, "户主姓名")]


def test_wishes_before_the_first_family_are_nobodys() -> None:
    assert cells(register(more("5包", "尿片"))) == [(3, "户主姓名")]


def test_what_is_said_of_the_family_in_any_of_its_rows_is_kept() -> None:
    sheet = register(
        [*family("秦秀芝", "5包", "尿片", ""), "独居"], [*more("", "", ""), "腿脚不便"], [*more("1个", "书包")]
    )
    assert (sheet.households[0].note, sheet.wishes) == ("独居；腿脚不便", 2)


def test_a_family_without_any_wish_is_told_at_its_cell() -> None:
    assert cells(register(family("秦秀芝"), family("马有福", "1双", "手套"))) == [(3, "微心愿")]


@pytest.mark.parametrize(
    ("cell", "size"), [("3", 3), ("三", 3), ("３人", 3), ("四口人", 4), ("十二口", 12), ("", None)]
)
def test_the_number_of_people_is_read_as_a_person_would_read_it(cell: str, size: int | None) -> None:
    sheet = register(family("秦秀芝", "5包", "尿片", size=cell))
    assert (sheet.households[0].size, sheet.errors) == (size, [])


@pytest.mark.parametrize("cell", ["0", "31", "2.5", "很多", "-1", "老两口", "3、4"])
def test_what_is_no_number_of_people_is_told(cell: str) -> None:
    assert cells(register(family("秦秀芝", "5包", "尿片", size=cell))) == [(3, "家庭人口")]


def test_a_family_may_have_no_phone() -> None:
    assert register(family("秦秀芝", "5包", "尿片", phone="")).households[0].phone == ""


# --- wishes ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "number", "unit"),
    [
        ("5包", "5", "包"),
        ("５包", "5", "包"),
        ("两个", "2", "个"),
        ("十斤", "10", "斤"),
        ("半箱", "0.5", "箱"),
        ("一次", "1", "次"),
        ("2.5 公斤", "2.5", "公斤"),
        ("3", "3", ""),
        ("三", "3", ""),
        ("4挂", "4", "挂"),
    ],
)
def test_quantities_become_a_number_and_a_unit(cell: str, number: str, unit: str) -> None:
    assert asked(register(family("秦秀芝", cell, "鞭炮"))) == [(number, unit, "鞭炮", "")]


def test_what_a_quantity_holds_in_brackets_is_a_size() -> None:
    assert asked(register(family("秦秀芝", "1袋（10公斤）", "大米", "东北"))) == [("1", "袋", "大米", "10公斤 东北")]


@pytest.mark.parametrize("cell", ["很多", "若干", "几包", "0个", "包", "1000000个", "5包尿片", "=1+1", "-2个", "3-5包"])
def test_a_quantity_that_is_no_number_is_told(cell: str) -> None:
    sheet = register(family("秦秀芝", cell, "尿片"))
    assert (cells(sheet), sheet.wishes) == ([(3, "数量")], 0)


def test_without_a_quantity_beside_it_the_wish_is_read_as_it_is_said() -> None:
    sheet = register(family("秦秀芝", "", "5包中号成人尿不湿、两包湿巾"), more("", "书包"))
    assert asked(sheet)[:2] == [("5", "包", "成人尿不湿", "中号"), ("2", "包", "湿巾", "")]
    assert [wish.row for wish in sheet.households[0].wishes] == [3, 3, 4]
    assert sheet.households[0].wishes[2].quantity == Decimal(1)


def test_a_wish_whose_number_cannot_be_told_is_not_guessed() -> None:
    assert cells(register(family("秦秀芝", "", "几斤鸡蛋"))) == [(3, "微心愿")]


def test_a_register_without_a_column_for_quantities_is_read() -> None:
    sheet = register(["秦秀芝", "一条围巾、一双手套"], headings=["姓名", "心愿内容"])
    assert [(number, unit, item) for number, unit, item, _spec in asked(sheet)] == [
        ("1", "条", "围巾"),
        ("1", "双", "手套"),
    ]


@pytest.mark.parametrize("item", ['=HYPERLINK("http://x","书包")', "=1+1", "＝1+1"])
def test_a_formula_is_no_wish(item: str) -> None:
    sheet = register(family("秦秀芝", "1个", item))
    assert (cells(sheet), sheet.wishes) == ([(3, "微心愿")], 0)


@pytest.mark.parametrize("text", ["-手套", "@微信", "+1", "＋1", "＠x"])
def test_other_text_that_a_spreadsheet_might_run_is_only_text(text: str) -> None:
    sheet = register(family("秦秀芝", "1个", text, text))
    assert asked(sheet) == [("1", "个", text, text)]


def test_a_bad_wish_leaves_the_familys_other_wishes() -> None:
    sheet = register(family("秦秀芝", "很多", "尿片"), more("6包", "湿巾"), more("1个", "书" * 61))
    assert (asked(sheet), cells(sheet)) == ([("6", "包", "湿巾", "")], [(3, "数量"), (5, "微心愿")])


def test_a_sheet_without_wishes_is_no_register() -> None:
    with pytest.raises(BadInput, match="微心愿"):
        read_register(DATA / "member-roster.xlsx")


def test_the_template_is_read_back_once_it_is_filled_in() -> None:
    book = load_workbook(io.BytesIO(write_template(title="微心愿登记表", columns=COLUMNS)))
    sheet = book.worksheets[0]
    values = ("秦秀芝", "低保对象", 3, "南街3号院", 19900000001, "5包", "尿片", "中号", 60, "独居")
    for column, value in zip("BCDEFGHIJK", values, strict=True):
        sheet[f"{column}5"] = value
    filled = io.BytesIO()
    book.save(filled)
    found = read_register(filled.getvalue())
    assert (asked(found), found.households[0].phone, found.errors) == ([("5", "包", "尿片", "中号")], "19900000001", [])
