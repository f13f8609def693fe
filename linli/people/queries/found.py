"""Families and persons that a search at the desk means: by a part of the name, its sound, a telephone, a number.

Sealed values are opened in memory, one community at a time, and forgotten again: 10,000 names take about 11 ms to open
(one core of a small server), so nothing is kept that would have to be made void (ADR 8).
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from linli.core import masks
from linli.core.crypto import EncryptedTextField
from linli.people.kinds import Relation
from linli.people.models import Household, HouseholdMember, Person
from linli.people.queries.display import family_name
from linli.people.queries.households import HouseholdRow, current_categories, row_of
from linli.people.queries.persons import roster_among
from linli.people.reading.spelling import spells
from linli.people.reading.typed import Typed

MOST = 20


@dataclass(frozen=True, slots=True)
class FoundHousehold:
    """A family, masked; `why`: the member whose name was meant, masked, where it was not the head."""

    row: HouseholdRow
    why: str = ""


@dataclass(frozen=True, slots=True)
class FoundPerson:
    """A person whom the community knows, masked."""

    id: UUID
    name: str
    phone: str
    employer: str
    on_roster: bool


def households_found(community_id: int, typed: Typed) -> tuple[list[FoundHousehold], bool]:
    """The first families that are meant, and whether there are more."""
    wanted: dict[UUID, str] = dict.fromkeys(_families_themselves(community_id, typed), "")
    if typed.may_be_a_name:
        for household_id, why in _by_members(community_id, typed):
            wanted.setdefault(household_id, why)
    keys = list(wanted)[:MOST]
    rows = list(Household.objects.within(community_id).filter(pk__in=keys).order_by("number")) if keys else []
    held: Mapping[UUID, Sequence[str]] = current_categories(community_id, keys) if keys else {}
    found = [FoundHousehold(row_of(row, held.get(row.pk, ())), wanted[row.pk]) for row in rows]
    return found, len(wanted) > MOST


def _families_themselves(community_id: int, typed: Typed) -> Iterator[UUID]:
    rows = Household.objects.within(community_id)
    if typed.number is not None:
        yield from rows.filter(number=typed.number).values_list("pk", flat=True)
    yield from _opened(Household, community_id, typed, name="head_name", address="address")


def _by_members(community_id: int, typed: Typed) -> Iterator[tuple[UUID, str]]:
    column = _sealed(HouseholdMember, "name")
    rows = HouseholdMember.objects.within(community_id).filter(left_at=None).order_by("id")
    for key, household_id, relation, sealed in rows.values_list("pk", "household_id", "relation", "name").iterator():
        name = column.open(sealed, key)
        if _names(typed, name):
            yield household_id, f"{Relation(relation).label} {family_name(name)}".strip()


def persons_found(community_id: int, typed: Typed) -> tuple[list[FoundPerson], bool]:
    """The first persons that are meant, those on the roster first, and whether there are more."""
    keys = list(dict.fromkeys(_persons(community_id, typed)))
    if not keys:
        return [], False
    rows = Person.objects.within(community_id).filter(pk__in=keys[: 10 * MOST], same_as=None)
    persons = list(rows.select_related("organisation").order_by("id"))
    listed = roster_among(community_id, [person.pk for person in persons])
    persons.sort(key=lambda person: person.pk not in listed)
    return [_person(person, on_roster=person.pk in listed) for person in persons[:MOST]], len(persons) > MOST


def _persons(community_id: int, typed: Typed) -> Iterator[UUID]:
    yield from _opened(Person, community_id, typed, name="name")
    if len(typed.text) >= 2 and not typed.digits:
        rows = Person.objects.within(community_id).filter(organisation__name__icontains=typed.text).order_by("id")
        yield from rows.values_list("pk", flat=True)[: 10 * MOST]


def _person(person: Person, *, on_roster: bool) -> FoundPerson:
    return FoundPerson(
        id=person.pk,
        name=masks.name(person.name),
        phone=masks.phone(person.phone) if person.phone else "",
        employer=person.organisation.name if person.organisation else "",
        on_roster=on_roster,
    )


def _opened(model: type[Any], community_id: int, typed: Typed, *, name: str, address: str = "") -> Iterator[UUID]:
    """Keys of the rows whose telephone, name or address is meant. Only the column that can be meant is opened."""
    tests: dict[str, Callable[[str], bool]] = {}
    if typed.may_be_a_phone:
        tests["phone"] = typed.ends
    if typed.may_be_a_name:
        tests[name] = lambda text: _names(typed, text)
    if address and typed.may_be_an_address:
        tests[address] = lambda text: typed.text in text
    if not tests:
        return
    columns = [(_sealed(model, column), test) for column, test in tests.items()]
    rows = model.objects.within(community_id).order_by("id").values_list("pk", *tests)
    for key, *values in rows.iterator():
        if any(value and test(column.open(value, key)) for (column, test), value in zip(columns, values, strict=True)):
            yield key


def _names(typed: Typed, name: str) -> bool:
    return spells(typed.letters, name) if typed.letters else typed.text in name


def _sealed(model: type[Any], column: str) -> EncryptedTextField:
    found: EncryptedTextField = model._meta.get_field(column)
    return found
