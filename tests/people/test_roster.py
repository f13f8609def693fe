"""The roster of in-service party members, from the sheet that the office is given."""

from dataclasses import replace
from pathlib import Path

import pytest

from linli.core.errors import Refused
from linli.people.adapters.roster_sheet import read_roster
from linli.people.models import Organisation, Person, PersonSkill, RosterEntry
from linli.people.queries.persons import on_roster, person_by_phone_and_name, roster_within
from linli.people.queries.roster_plan import Member, roster_plan
from linli.people.services.roster import RosterOutcome, import_roster
from linli.timeline.models import Event
from tests.factories.people import BELL_TOWER, WEST_LAKE, staff

pytestmark = pytest.mark.django_db

AUDIT, SCHOOL = "盐湖区审计局", "运城市盐化中学"
CHEN, LIN = Member("陈晓东", "19900010000", AUDIT), Member("林丽娜", "19900010001", SCHOOL)
SHEET = Path(__file__).parent.parent / "data" / "member-roster.xlsx"


def put(*members: Member) -> RosterOutcome:
    return import_roster(community_id=BELL_TOWER, members=members, by=staff("civil_affairs"))


def persons() -> dict[str, tuple[str, str]]:
    rows = RosterEntry.objects.within(BELL_TOWER).select_related("person", "person__organisation")
    return {row.person.name: (row.person.phone, row.person.organisation.name) for row in rows}


def sheet() -> list[Member]:
    return [Member(row.name, row.phone, row.organisation) for row in read_roster(SHEET).rows]


def test_thirty_members_of_five_employers_come_from_the_sheet() -> None:
    assert put(*sheet()) == RosterOutcome(added=30, changed=0, unchanged=0, missing=())
    assert Organisation.objects.within(BELL_TOWER).count() == 5
    assert persons()["程敏"] == ("19900010029", "运城市经纬燃气有限公司")


def test_skills_in_the_sheet_are_added_to_those_on_record_and_the_same_sheet_changes_nothing() -> None:
    put(CHEN, LIN)
    skilled = replace(CHEN, skills=("electrician", "书法"))
    assert put(skilled, LIN) == RosterOutcome(added=0, changed=1, unchanged=1, missing=())
    assert put(skilled, replace(LIN, skills=("haircut",))) == RosterOutcome(0, 1, 1, ())
    assert put(replace(CHEN, skills=("driving",)), LIN).changed == 1
    newcomer = Member("何海燕", "19900010002", AUDIT, ("haircut",))
    assert put(newcomer).added == 1
    found = {row.person.name: set() for row in PersonSkill.objects.within(BELL_TOWER).select_related("person")}
    for row in PersonSkill.objects.within(BELL_TOWER).select_related("person"):
        found[row.person.name].add(row.skill)
    assert found == {"陈晓东": {"electrician", "书法", "driving"}, "林丽娜": {"haircut"}, "何海燕": {"haircut"}}


def test_same_sheet_again_changes_nothing() -> None:
    put(*sheet())
    before = list(Event.objects.within(BELL_TOWER).values_list("pk", flat=True))
    assert put(*sheet()) == RosterOutcome(added=0, changed=0, unchanged=30, missing=())
    assert list(Event.objects.within(BELL_TOWER).values_list("pk", flat=True)) == before


def test_changed_phone_and_employer_are_written_over() -> None:
    put(CHEN, LIN)
    assert put(Member("陈晓东", "19900019999", AUDIT), Member("林丽娜", "19900010001", AUDIT)).changed == 2
    assert persons() == {"陈晓东": ("19900019999", AUDIT), "林丽娜": ("19900010001", AUDIT)}


def test_changed_phone_takes_the_link_to_the_old_account_away() -> None:
    put(CHEN)
    Person.objects.within(BELL_TOWER).update(user_id="00000000-0000-7000-8000-000000000001")
    put(Member("陈晓东", "19900019999", AUDIT))
    assert Person.objects.within(BELL_TOWER).get().user_id is None


def test_who_is_missing_is_told_and_stays() -> None:
    put(CHEN, LIN)
    assert put(CHEN).missing == ("林*娜",)
    assert set(persons()) == {"陈晓东", "林丽娜"}


def test_two_of_one_name_are_told_apart_by_phone_and_employer() -> None:
    here, there = Member("王军", "19900010100", AUDIT), Member("王军", "19900010101", SCHOOL)
    put(here, there)
    outcome = put(Member("王军", "19900010102", AUDIT), there)
    assert (outcome.added, outcome.changed, outcome.unchanged) == (0, 1, 1)
    numbers = Person.objects.within(BELL_TOWER).order_by("id")
    assert [person.phone for person in numbers] == ["19900010102", "19900010101"]


def test_shared_phone_does_not_make_two_persons_one() -> None:
    put(CHEN)
    outcome = put(CHEN, Member("陈小东", "19900010000", SCHOOL))
    assert (outcome.added, outcome.changed, outcome.unchanged) == (1, 0, 1)


def test_line_that_stands_twice_counts_once() -> None:
    assert put(CHEN, CHEN).added == 1


def test_somebody_known_already_joins_the_roster_as_the_same_person() -> None:
    known = Person(community_id=BELL_TOWER, origin="self", made_at="2026-01-01T00:00:00Z")
    known.set_name("陈晓东")
    known.set_phone("19900010000")
    known.save(force_insert=True)
    assert put(CHEN).added == 1
    person = Person.objects.within(BELL_TOWER).select_related("organisation").get()
    assert (person.pk, person.organisation.name) == (known.pk, AUDIT)
    assert on_roster(BELL_TOWER, known.pk)


def test_plan_writes_nothing() -> None:
    plan = roster_plan(BELL_TOWER, [CHEN])
    assert (len(plan.new), plan.changes_nothing) == (1, False)
    assert not Person.objects.within(BELL_TOWER).exists()


def test_role_without_the_permission_imports_nothing() -> None:
    with pytest.raises(Refused):
        import_roster(community_id=BELL_TOWER, members=[CHEN], by=staff("worker"))
    with pytest.raises(Refused):
        import_roster(community_id=WEST_LAKE, members=[CHEN], by=staff("secretary"))
    assert not Person.objects.within(BELL_TOWER).exists()


def test_person_is_found_by_phone_and_name_together() -> None:
    put(CHEN, LIN)
    found = person_by_phone_and_name(BELL_TOWER, "19900010000", "陈晓东")
    assert found is not None
    assert on_roster(BELL_TOWER, found.pk)
    assert person_by_phone_and_name(BELL_TOWER, "19900010000", "林丽娜") is None
    assert person_by_phone_and_name(WEST_LAKE, "19900010000", "陈晓东") is None


def test_roster_is_listed_masked_page_by_page() -> None:
    put(*sheet())
    first = roster_within(BELL_TOWER, size=20)
    second = roster_within(BELL_TOWER, after=first.after, size=20)
    assert (len(first.rows), len(second.rows), second.after) == (20, 10, None)
    line = first.rows[0]
    assert (line.name, line.phone, line.organisation) == ("陈*东", "199****0000", "运城市市场监督管理局")


def test_one_person_has_a_line_of_their_own() -> None:
    put(*sheet())
    line = roster_within(BELL_TOWER).rows[7]
    assert [row.id for row in roster_within(BELL_TOWER, person_id=line.person_id).rows] == [line.id]
