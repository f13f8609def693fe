"""What people on the roster can do: read from words, ticked and written at the desk, found again."""

import pytest

from linli.core.errors import BadInput, NotHere, Refused
from linli.core.sheets import write_sheet
from linli.people.adapters.roster_sheet import read_roster
from linli.people.kinds import SKILL_WORDS, Skill, read_skills, skill_label
from linli.people.queries.persons import roster_within
from linli.people.queries.skills import in_words, skills_of, skills_on_roster
from linli.people.services.roster import end_roster_entry
from linli.people.services.skills import checked_skills, set_skills
from linli.timeline.models import Event
from tests.factories.people import BELL_TOWER, WEST_LAKE, staff
from tests.factories.wishes import member
from tests.wishes.office import Desk, words_of


@pytest.mark.parametrize(
    ("said", "known", "wrong"),
    [
        ("电工、理发", ("electrician", "haircut"), ()),
        ("会开车，书法 ；律师", ("driving", "书法", "law"), ()),
        ("电工/水电工", ("electrician",), ()),
        ("", (), ()),
        ("13800000001", (), ("13800000001",)),
        ("住在钟楼小区三号楼的王师傅", (), ("住在钟楼小区三号楼的王师傅",)),
    ],
)
def test_skills_are_read_as_offices_write_them(said: str, known: tuple[str, ...], wrong: tuple[str, ...]) -> None:
    assert read_skills(said) == (known, wrong)


def test_every_skill_has_words_of_its_own_and_a_code_that_fits() -> None:
    words = [word for words in SKILL_WORDS.values() for word in words]
    assert set(SKILL_WORDS) == set(Skill)
    assert len(words) == len(set(words))
    assert all(len(code) <= 12 for code in Skill.values)
    assert skill_label("书法") == "书法"


def test_bad_skill_is_told_at_its_cell() -> None:
    rows = [["陈晓东", "19900010000", "电工、开车"], ["林丽娜", "19900010001", "电话13800000001"]]
    sheet = read_roster(write_sheet(title="名册", headings=["姓名", "手机号", "特长"], rows=rows))
    assert [row.skills for row in sheet.rows] == [("electrician", "driving")]
    assert len(sheet.errors) == 1


@pytest.mark.django_db
def test_office_writes_down_what_somebody_can_do_and_finds_who_can() -> None:
    person, other = member(), member(name="林丽娜", phone="19900010001")
    by = staff("civil_affairs")
    given = {"community_id": BELL_TOWER, "by": by}
    set_skills(person_id=person.pk, skills=checked_skills(["electrician"], "书法"), **given)
    set_skills(person_id=other.pk, skills=("electrician",), **given)
    events = Event.objects.within(BELL_TOWER).count()
    set_skills(person_id=other.pk, skills=("electrician",), **given)
    assert Event.objects.within(BELL_TOWER).count() == events
    assert in_words(skills_of(BELL_TOWER, [person.pk])[person.pk]) == "电工、书法"
    assert skills_on_roster(BELL_TOWER) == [("electrician", "电工", 2), ("书法", "书法", 1)]
    assert [row.person_id for row in roster_within(BELL_TOWER, skill="书法").rows] == [person.pk]
    set_skills(person_id=person.pk, skills=("haircut",), **given)
    assert skills_of(BELL_TOWER, [person.pk])[person.pk] == ("haircut",)


@pytest.mark.django_db
def test_skills_are_for_who_keeps_the_roster_and_of_who_is_on_it() -> None:
    person = member()
    asked = {"community_id": BELL_TOWER, "person_id": person.pk, "skills": ("haircut",)}
    with pytest.raises(Refused):
        set_skills(by=staff("worker"), **asked)
    end_roster_entry(community_id=BELL_TOWER, person_id=person.pk, by=staff("civil_affairs"))
    with pytest.raises(NotHere):
        set_skills(by=staff("civil_affairs"), **asked)
    assert skills_of(BELL_TOWER, [person.pk]) == {}


MANY = "、".join(char * 2 for char in "书画琴棋诗酒花茶山水云月风雨雪霜春夏秋冬东")


@pytest.mark.parametrize("own", ["13800000001", "很" * 13, MANY])
def test_own_words_are_a_few_short_ones(own: str) -> None:
    with pytest.raises(BadInput):
        checked_skills([], own)


@pytest.mark.django_db
def test_roster_page_shows_skills_narrows_down_and_leads_to_changing_them() -> None:
    person = member()
    desk = Desk("secretary")
    page = f"roster/{person.pk}/skills"
    assert desk.at(page).status_code == 200
    wrong = desk.send(page, known=["electrician"], own="电话13800000001")
    assert (wrong.status_code, "13800000001" in wrong.content.decode()) == (422, True)
    assert desk.send(page, known=["electrician"], own="书法").status_code == 302
    assert "电工、书法" in words_of(desk.at("roster/"))
    assert "陈*东" in words_of(desk.at("roster/?skill=electrician"))
    assert "陈*东" not in words_of(desk.at("roster/?skill=haircut"))
    assert Desk("secretary", WEST_LAKE).send(page, known=["haircut"]).status_code == 404
    assert Desk("worker").send(page, known=["haircut"]).status_code == 403
