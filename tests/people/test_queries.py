"""Families in lists and on their page: masked, found by a part, paged by number."""

from datetime import timedelta

import pytest
from django.utils import translation

from linli.core import clock
from linli.people.queries.consents import consent_text
from linli.people.queries.history import history_of
from linli.people.queries.households import HouseholdFilter, household_page, households_within, same_household
from linli.people.services.households import CategoryHeld, add_member, edit_household, set_categories
from linli.people.services.unmasking import unmask_field
from tests.factories.people import BELL_TOWER, WEST_LAKE, family, staff

pytestmark = pytest.mark.django_db


def three_families() -> None:
    family()
    family(name="温建国", phone="19900000002", address="钟楼小区5号楼", categories=("disability", "minimum_living"))
    family(name="欧阳志强", phone="19900000005", address="南街3号院", categories=("elderly",))
    family(community=WEST_LAKE, name="秦秀芝")


def found(after: int | None = 0, **asked: str) -> list[int]:
    return [row.number for row in households_within(BELL_TOWER, HouseholdFilter.read(asked), after=after or 0).rows]


def test_list_shows_no_more_than_staff_need_to_see() -> None:
    three_families()
    with translation.override("en"):
        first, second, third = households_within(BELL_TOWER).rows
    assert (first.name, first.phone, first.address) == ("秦*芝", "199****0001", "钟楼小区2号楼")
    assert third.name == "欧阳*强"
    assert second.categories == ("Minimum living allowance", "Disability")
    assert "302" not in str(first)


def test_list_is_filtered_by_a_category_that_holds_today() -> None:
    three_families()
    assert found(category="minimum_living") == [1, 2]
    household = family(name="高仁", phone="19900000009", categories=())
    with clock.at(clock.now() - timedelta(days=9)):
        held = [CategoryHeld("elderly")]
        set_categories(community_id=BELL_TOWER, household_id=household.pk, categories=held, by=staff())
    assert found(category="elderly") == [3, 4]
    set_categories(community_id=BELL_TOWER, household_id=household.pk, categories=[], by=staff())
    assert found(category="elderly") == [3]


def test_pages_follow_each_other_by_number() -> None:
    three_families()
    first = households_within(BELL_TOWER, size=2)
    assert first.after == 2
    assert found(after=2) == [3]
    assert households_within(BELL_TOWER, after=2, size=2).after is None


@pytest.mark.parametrize("count", [1, 3])
def test_list_takes_two_statements_however_long_it_is(count: int, django_assert_num_queries: object) -> None:
    for number in range(count):
        family(name="秦秀芝", phone=f"1990000000{number}")
    with django_assert_num_queries(2):  # type: ignore[operator]  # -- a fixture of pytest-django
        assert len(households_within(BELL_TOWER).rows) == count


def test_page_of_a_family_tells_what_is_there_without_showing_it() -> None:
    household = family()
    add_member(
        community_id=BELL_TOWER, household_id=household.pk, name="秦小兰", relation="child", note="三年级", by=staff()
    )
    page = household_page(BELL_TOWER, household.pk)
    assert page is not None
    assert (page.has_phone, page.has_note, page.members[0].name, page.members[0].has_note) == (
        True,
        True,
        "秦*兰",
        True,
    )
    assert "护理" not in str(page)
    assert "三年级" not in str(page)
    assert household_page(WEST_LAKE, household.pk) is None


def test_history_tells_what_happened_in_words_the_newest_first() -> None:
    household = family()
    edit_household(
        community_id=BELL_TOWER, household_id=household.pk, changes={"phone": "19900000009", "note": ""}, by=staff()
    )
    unmask_field(
        community_id=BELL_TOWER, kind="household", row_id=household.pk, field="phone", reason="约上门时间", by=staff()
    )
    with translation.override("en"):
        texts = [(line.text, line.note) for line in history_of(BELL_TOWER, household.pk)]
    assert texts == [
        ("Looked at: telephone", "Community worker · 约上门时间"),
        ("Changed: telephone, note", "Community worker"),
        ("Family written down", ""),
    ]


def test_family_of_a_sheet_is_known_by_its_head_with_phone_or_address() -> None:
    household = family()
    find = same_household([household])
    assert find("秦秀芝", "19900000001", "搬走了") is household
    assert find("秦秀芝", "", "钟楼小区2号楼1单元302") is household
    assert find("秦秀芝", "", "") is household
    assert find("秦秀芝", "19900000009", "南街") is None
    assert find("温建国", "19900000001", "") is None


def test_name_alone_does_not_tell_two_families_apart() -> None:
    find = same_household([family(), family(phone="19900000002", address="南街")])
    assert find("秦秀芝", "", "") is None


def test_hash_of_a_consent_is_of_the_chinese_words_whatever_the_reader_speaks() -> None:
    chinese = consent_text("publish")
    with translation.override("en"):
        english = consent_text("publish")
    assert english.hash == chinese.hash
    assert english.words != chinese.words
    assert "不写姓名" in chinese.words
