"""Categories as offices write them."""

import pytest

from linli.people.kinds import CATEGORY_WORDS, Category, DisabilityGrade, DisabilityKind, grade_parts, official_word
from linli.people.kinds import read_categories as read


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("低保户", ["minimum_living"]),
        ("低保户、残疾人", ["minimum_living", "disability"]),
        ("五保户", ["extreme_hardship"]),
        ("低保边缘户/重病", ["near_minimum", "serious_illness"]),
        ("独居、失能老人", ["elderly"]),
        ("低保户 低保户", ["minimum_living"]),
        ("低保户(A类)", ["minimum_living"]),
        ("失独家庭，困境儿童；支出型困难家庭", ["family_planning", "child_in_need", "rigid_expenses"]),
        ("其他", ["other"]),
        ("", []),
    ],
)
def test_offices_words_for_categories_are_understood(text: str, codes: list[str]) -> None:
    assert (list(read(text).codes), read(text).unknown) == (codes, ())


@pytest.mark.parametrize(
    ("text", "grade"),
    [
        ("残疾人（视力二级）", "vision:2"),
        ("肢体残疾3级", "limb:3"),
        ("智力残疾", "intellectual:"),
        ("残疾人二级", ":2"),
        ("残疾人(一级)", ":1"),
        ("低保户、多重残疾一级", "multiple:1"),
        ("残疾人", ""),
        ("低保户(二级)", ""),
    ],
)
def test_the_kind_and_degree_of_a_disability_are_kept(text: str, grade: str) -> None:
    assert (read(text).grade, read(text).unknown) == (grade, ())


def test_a_stored_grade_is_shown_by_its_parts() -> None:
    assert grade_parts("vision:2") == (DisabilityKind.VISION, DisabilityGrade.SECOND)
    assert grade_parts(":2") == (None, DisabilityGrade.SECOND)
    assert grade_parts("") == (None, None)


@pytest.mark.parametrize("text", ["富裕户", "低保户、富裕户", "二级", "低保?"])
def test_a_word_that_is_no_category_is_handed_back_and_not_guessed(text: str) -> None:
    assert len(read(text).unknown) == 1


def test_every_category_has_a_word_and_no_word_means_two() -> None:
    assert set(CATEGORY_WORDS) == set(Category)
    words = [word for known in CATEGORY_WORDS.values() for word in known]
    assert len(words) == len(set(words))


def test_the_offices_own_word_for_each_category_is_read_back_as_it() -> None:
    for category in Category:
        assert list(read(official_word(category)).codes) == [category.value]
