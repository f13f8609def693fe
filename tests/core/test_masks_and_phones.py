"""How names, numbers and addresses are shown to people who need not know them whole, and how numbers are read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.core import masks, phones


@pytest.mark.parametrize(
    ("full", "listed", "printed"),
    [
        ("王小旭", "王*旭", "王某某"),
        ("王旭", "王*", "王某"),
        ("王", "王*", "王某"),
        ("欧阳小明", "欧阳*明", "欧阳某某"),
        ("欧阳明", "欧阳*", "欧阳某"),
        ("欧阳", "欧*", "欧某"),
        ("古丽娜尔·买买提", "古*", "古某"),
        ("  王小旭 ", "王*旭", "王某某"),
        ("", "", ""),
    ],
)
def test_name_is_masked_for_lists_and_for_print(full: str, listed: str, printed: str) -> None:
    assert (masks.name(full), masks.printed_name(full)) == (listed, printed)


@given(st.text("王小明旭欧阳买提·", min_size=3, max_size=12))
def test_masked_name_never_shows_more_than_three_characters_nor_its_length(full: str) -> None:
    shown = masks.name(full).replace("*", "")

    assert len(shown) <= 3
    assert masks.name(full).count("*") <= 1


@pytest.mark.parametrize(
    ("number", "shown"),
    [("18600001402", "186****1402"), ("03595550123", "03595****23"), ("5550123", "****23"), ("", "****")],
)
def test_number_is_masked(number: str, shown: str) -> None:
    assert masks.phone(number) == shown


@pytest.mark.parametrize(
    ("full", "shown"),
    [
        ("钟楼小区2号楼1单元302", "钟楼小区2号楼"),
        ("解放路15号院3栋1单元", "解放路15号院"),
        ("解放路15号院", "解放路15号院"),
        ("东街7栋甲单元", "东街7栋"),
        ("中城街道某某家属院东排第三户", "中城街道某某…"),
        ("东街", "东街"),
    ],
)
def test_address_is_masked_to_the_building(full: str, shown: str) -> None:
    assert masks.address(full) == shown


@pytest.mark.parametrize(
    "typed",
    [
        "18600001402",
        "186 0000 1402",
        "186-0000-1402",
        "+86 186 0000 1402",
        "+86-18600001402",
        "0086 18600001402",
        "8618600001402",
        "１８６００００１４０２",
        " 186\u00a00000\u30001402 ",
        "(186)00001402",
    ],
)
def test_mobile_number_is_read_however_it_is_written(typed: str) -> None:
    assert phones.normalise(typed) == "18600001402"
    assert phones.is_mobile(phones.normalise(typed))


@pytest.mark.parametrize(
    ("typed", "digits"), [("0359-5550123", "03595550123"), ("（0359）5550123", "03595550123"), ("555 0123", "5550123")]
)
def test_landline_is_a_number_but_takes_no_text_message(typed: str, digits: str) -> None:
    assert phones.normalise(typed) == digits
    assert not phones.is_mobile(digits)


@pytest.mark.parametrize(
    "typed", ["", "110", "12345678901", "1860000140", "186000014022", "186000014o2", "无", "+1 212 555 0123", "1" * 400]
)
def test_what_cannot_be_called_is_no_number(typed: str) -> None:
    with pytest.raises(ValueError, match="telephone"):
        phones.normalise(typed)


@given(st.text(max_size=30))
def test_reading_twice_reads_the_same(typed: str) -> None:
    try:
        number = phones.normalise(typed)
    except ValueError:
        return
    assert phones.normalise(number) == number
    assert number.isascii()
    assert number.isdigit()
