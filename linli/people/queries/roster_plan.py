"""What a roster sheet would change: who is new, whose phone or employer changed, who is missing from it."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from linli.core.crypto import blind_index
from linli.people.models import Person
from linli.people.queries.persons import roster_persons
from linli.people.queries.skills import skills_of


@dataclass(frozen=True, slots=True)
class Member:
    """One line of a roster sheet: name and phone in their stored spelling, the employer as written; `skills` are added
    to those that the person has."""

    name: str
    phone: str
    organisation: str = ""
    skills: tuple[str, ...] = ()

    @property
    def identity(self) -> tuple[bytes, bytes]:
        return blind_index("person.name", self.name), blind_index("phone", self.phone)


@dataclass(slots=True)
class RosterPlan:
    """`joining` are known already, though not on the roster. Who is missing from the sheet is told, never removed by
    it.
    """

    new: list[Member] = field(default_factory=list)
    joining: list[tuple[Person, Member]] = field(default_factory=list)
    changed: list[tuple[Person, Member]] = field(default_factory=list)
    unchanged: int = 0
    missing: list[Person] = field(default_factory=list)
    skilled: dict[UUID, tuple[str, ...]] = field(default_factory=dict)

    @property
    def changes_nothing(self) -> bool:
        return not (self.new or self.joining or self.changed)


def roster_plan(community_id: int, members: Iterable[Member], *, others: bool = True) -> RosterPlan:
    """Compare a sheet with the roster as it stands today. Without `others` only with those of the same names, which is
    enough for a piece of a sheet that has all rows of its names; then who is missing is not asked.

    The same person is found by name and phone; then, for a changed phone, by name and employer, and by the name alone
    where both sides have it once. A phone alone finds nobody: families share one, and it is what changes.
    """
    wanted = list({member.identity: member for member in members}.values())
    listed = roster_persons(community_id, None if others else {member.identity[0] for member in wanted})
    plan = RosterPlan()
    if any(member.skills for member in wanted):
        plan.skilled = skills_of(community_id, [person.pk for person in listed])
    for key_of_member, key_of_person in _WAYS:
        wanted, listed = _pair(plan, wanted, listed, key_of_member, key_of_person)
    plan.missing = listed if others else []
    known = _known(community_id, wanted)
    for member in wanted:
        person = known.get(member.identity)
        if person is None:
            plan.new.append(member)
        else:
            plan.joining.append((person, member))
    return plan


def _employer(person: Person) -> str:
    return person.organisation.name if person.organisation else ""


def _name(person: Person) -> bytes:
    return bytes(person.name_index)


_WAYS: Sequence[tuple[Callable[[Member], Hashable], Callable[[Person], Hashable]]] = (
    (lambda member: member.identity, lambda person: (_name(person), bytes(person.phone_index))),
    (lambda member: (member.identity[0], member.organisation), lambda person: (_name(person), _employer(person))),
    (lambda member: member.identity[0], _name),
)


def _pair(
    plan: RosterPlan,
    wanted: list[Member],
    listed: list[Person],
    key_of_member: Callable[[Member], Hashable],
    key_of_person: Callable[[Person], Hashable],
) -> tuple[list[Member], list[Person]]:
    """Match by one key, where it says one person on either side; what is left over waits for the next way."""
    members, persons = defaultdict(list), defaultdict(list)
    for member in wanted:
        members[key_of_member(member)].append(member)
    for person in listed:
        persons[key_of_person(person)].append(person)
    certain = [key for key in members if len(members[key]) == len(persons.get(key, ())) == 1]
    for key in certain:
        _compare(plan, persons.pop(key)[0], members.pop(key)[0])
    return [m for group in members.values() for m in group], [p for group in persons.values() for p in group]


def _compare(plan: RosterPlan, person: Person, member: Member) -> None:
    same_employer = not member.organisation or member.organisation == _employer(person)
    can_it = set(member.skills) <= set(plan.skilled.get(person.pk, ()))
    if same_employer and can_it and bytes(person.phone_index) == member.identity[1]:
        plan.unchanged += 1
    else:
        plan.changed.append((person, member))


def _known(community_id: int, members: Sequence[Member]) -> dict[tuple[bytes, bytes], Person]:
    """Persons with these names and phones who are known though not on the roster."""
    phones = [member.identity[1] for member in members]
    rows = (
        Person.objects.within(community_id)
        .filter(phone_index__in=phones)
        .select_related("organisation")
        .order_by("-id")
    )
    return {(_name(person), bytes(person.phone_index)): person for person in rows}
