"""Signing in by a phone that the roster has: the account becomes that person, where there is no doubt."""

import pytest

from linli.accounts.kinds import newcomers
from linli.accounts.services import ensure_user
from linli.people.models import Person, RosterEntry
from linli.people.queries.persons import communities_with_phone
from linli.people.services.linking import link_account
from tests.factories.wishes import BELL_TOWER, WEST_LAKE, member

pytestmark = pytest.mark.django_db
PHONE = "19900010000"


def user_of(person: Person) -> object:
    person.refresh_from_db()
    return person.user_id


def test_whoever_is_on_a_roster_may_sign_in_and_is_linked_in_each_community() -> None:
    here, there = member(BELL_TOWER, phone=PHONE), member(WEST_LAKE, phone=PHONE)
    user = ensure_user(PHONE)
    assert newcomers.communities_knowing(PHONE) == {BELL_TOWER, WEST_LAKE}
    newcomers.link(user, PHONE)
    assert [user_of(here), user_of(there)] == [user.pk, user.pk]


def test_two_on_the_roster_with_one_phone_are_not_linked() -> None:
    pair = [member(name=name, phone=PHONE) for name in ("陈晓东", "林丽娜")]
    assert link_account(user=ensure_user(PHONE), phone=PHONE) == 0
    assert [user_of(person) for person in pair] == [None, None]


def test_who_left_the_roster_is_neither_known_nor_linked() -> None:
    person = member(phone=PHONE)
    RosterEntry.objects.within(BELL_TOWER).update(until="2020-01-01", since="2019-01-01")
    assert communities_with_phone(PHONE) == frozenset()
    assert link_account(user=ensure_user(PHONE), phone=PHONE) == 0
    assert user_of(person) is None


def test_person_linked_to_another_account_stays_so() -> None:
    person, first = member(phone=PHONE), ensure_user("13800000000")
    Person.objects.within(BELL_TOWER).filter(pk=person.pk).update(user_id=first.pk)
    assert link_account(user=ensure_user(PHONE), phone=PHONE) == 0
    assert user_of(person) == first.pk
