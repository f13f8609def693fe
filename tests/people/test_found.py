"""Families and persons that a search means: by name, by sound, by telephone, by number."""

import pytest

from linli.core.actor import SYSTEM
from linli.people.queries.found import MOST, households_found, persons_found
from linli.people.reading.spelling import spells
from linli.people.reading.typed import Typed
from linli.people.services.households import add_member
from tests.factories.people import BELL_TOWER, WEST_LAKE, family, office
from tests.factories.wishes import member

pytestmark = pytest.mark.django_db


def found(typed: str) -> list[int]:
    return [one.row.number for one in households_found(BELL_TOWER, Typed.read(typed))[0]]


def people(typed: str) -> list[str]:
    return [person.name for person in persons_found(BELL_TOWER, Typed.read(typed))[0]]


@pytest.fixture
def three_families() -> None:
    office()
    family(name="王小丽", phone="19900000001", address="钟楼小区2号楼1单元302")
    family(name="单秀芝", phone="0359-2001234", address="钟楼小区3号楼")
    family(name="欧阳志强", phone="19900000005", address="南街5号")
    family(community=office(WEST_LAKE, "西湖社区").pk, name="王小丽", phone="19900000001")


@pytest.mark.usefixtures("three_families")
@pytest.mark.parametrize(
    ("typed", "numbers"),
    [
        ("小丽", [1]),
        ("wxl", [1]),
        ("WXL", [1]),
        ("wangxiaoli", [1]),
        ("wang xl", [1]),
        ("xl", [1]),
        ("wl", []),
        ("shanxz", [2]),
        ("danxz", [2]),
        ("oyzq", [3]),
        ("2", [2]),
        ("户号 03", [3]),
        ("０３", [3]),
        ("0005", [3]),
        ("1234", [2]),
        ("19900000001", [1]),
        ("+86 199 0000 0001", [1]),
        ("0359-2001234", [2]),
        ("钟楼小区", [1, 2]),
        ("9", []),
        ("丁", []),
        ("", []),
        ("x", []),
    ],
)
def test_family_is_found_by_name_sound_number_phone_and_address(typed: str, numbers: list[int]) -> None:
    assert found(typed) == numbers


@pytest.mark.usefixtures("three_families")
def test_family_is_found_by_a_member_and_says_by_whom() -> None:
    (household,), _more = households_found(BELL_TOWER, Typed.read("小丽"))
    add_member(
        community_id=BELL_TOWER, household_id=household.row.id, name="秦小花", relation="child", note="", by=SYSTEM
    )
    (one,), more = households_found(BELL_TOWER, Typed.read("qxh"))
    assert (one.row.number, one.why, more) == (1, "子女 秦*花", False)
    assert "小丽" not in str(one)


def test_person_is_found_by_name_sound_phone_and_employer_masked() -> None:
    office()
    member(name="陈晓东", phone="19900010001", employer="运城市审计局")
    member(name="林小东", phone="19900010002", employer="教育局")
    assert people("晓东") == ["陈*东"]
    assert people("cxd") == ["陈*东"]
    assert people("0002") == ["林*东"]
    assert people("审计") == ["陈*东"]
    assert persons_found(BELL_TOWER, Typed.read("cxd"))[0][0].on_roster


def test_only_the_first_are_shown_and_said_to_be_so() -> None:
    office()
    for nth in range(MOST + 1):
        family(name="王小丽", phone=f"199000000{nth:02d}")
    households, more = households_found(BELL_TOWER, Typed.read("wxl"))
    assert (len(households), more) == (MOST, True)


@pytest.mark.parametrize(
    ("typed", "name", "is_meant"),
    [("lv", "吕布", True), ("tom", "Tom", True), ("agl", "阿依古丽·买买提", False), ("glmm", "阿依古丽·买买提", True)],
)
def test_letters_spell_characters_one_after_the_other(typed: str, name: str, is_meant: bool) -> None:
    assert spells(typed, name) is is_meant
