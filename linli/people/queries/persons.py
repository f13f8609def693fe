"""Persons as a community knows them: who is on its roster, and who a name and a telephone belong to."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from linli.core import clock, masks, sql
from linli.core.crypto import blind_index
from linli.people.models import Organisation, Person, PersonSkill, RosterEntry
from linli.places.kinds import Scope
from linli.places.models import TenantQuerySet

PAGE = 50


@dataclass(frozen=True, slots=True)
class RosterLine:
    """Somebody on the roster, masked."""

    id: UUID
    person_id: UUID
    name: str
    phone: str
    organisation: str
    since: date


@dataclass(frozen=True, slots=True)
class RosterPage:
    """One page of the roster and the key after which the next one begins; None where this is the last."""

    rows: Sequence[RosterLine]
    after: UUID | None


def in_force() -> Q:
    """Roster entries that hold today."""
    return Q(until__isnull=True) | Q(until__gte=clock.today())


def person_by_phone_and_name(community_id: int, phone: str, name: str) -> Person | None:
    """The person of this name and phone (both in their stored spelling), somebody on the roster before anybody else."""
    indexes = {"phone_index": blind_index("phone", phone), "name_index": blind_index("person.name", name)}
    found: list[Person] = list(Person.objects.within(community_id).filter(**indexes).order_by("id"))
    listed = roster_among(community_id, [person.pk for person in found])
    return next((person for person in found if person.pk in listed), next(iter(found), None))


def on_roster(community_id: int, person_id: UUID) -> bool:
    """Whether the person is on the roster today."""
    return bool(roster_among(community_id, [person_id]))


@dataclass(frozen=True, slots=True)
class Placed:
    """A person as the desk has placed them, and whether the roster has them today."""

    person_id: UUID
    on_roster: bool


_PLACED = """
SELECT COALESCE(p.same_as_id, p.id), EXISTS (
  SELECT 1 FROM people_rosterentry r
  WHERE r.community_id = %s AND r.person_id = COALESCE(p.same_as_id, p.id) AND (r.until IS NULL OR r.until >= %s))
FROM people_person p WHERE p.community_id = %s AND """


def placed_person(community_id: int, person_id: UUID) -> Placed | None:
    """Who this person is by now. In one statement, since every claim asks."""
    return _placed(_PLACED + "p.id = %s", community_id, person_id)


def placed_user(community_id: int, user_id: UUID) -> Placed | None:
    """Who the community knows this account as."""
    return _placed(_PLACED + "p.user_id = %s", community_id, user_id)


def _placed(statement: str, community_id: int, key: UUID) -> Placed | None:
    row = sql.first(statement, [community_id, clock.today(), community_id, key])
    return Placed(sql.as_uuid(row[0]), bool(row[1])) if row else None


def roster_among(community_id: int, person_ids: Sequence[UUID]) -> frozenset[UUID]:
    """Those of the persons who are on the roster today."""
    if not person_ids:
        return frozenset()
    entries = RosterEntry.objects.within(community_id).filter(in_force(), person__in=list(person_ids))
    return frozenset(entries.values_list("person_id", flat=True))


def roster_within(
    community_id: int,
    *,
    after: UUID | None = None,
    person_id: UUID | None = None,
    skill: str = "",
    size: int = PAGE,
) -> RosterPage:
    """The roster in the order in which people were put on it, one person's line, or those who have a skill."""
    entries = _roster(community_id)
    if person_id:
        entries = entries.filter(person=person_id)
    if skill:
        able = PersonSkill.objects.within(community_id).filter(skill=skill)
        entries = entries.filter(person__in=able.values("person_id"))
    if after:
        entries = entries.filter(pk__gt=after)
    rows = list(entries[: size + 1])
    lines = [
        RosterLine(
            id=entry.pk,
            person_id=entry.person_id,
            name=masks.name(entry.person.name),
            phone=masks.phone(entry.person.phone) if entry.person.phone else "",
            organisation=entry.person.organisation.name if entry.person.organisation else "",
            since=entry.since,
        )
        for entry in rows[:size]
    ]
    return RosterPage(lines, rows[size - 1].pk if len(rows) > size else None)


EVERYWHERE = Scope(first=10**11, last=10**12 - 1)


def on_rosters_by_phone(phone: str) -> list[tuple[int, UUID]]:
    """Community and person wherever a roster has this phone (normalised) today."""
    entries = RosterEntry.objects.within(EVERYWHERE).filter(in_force(), person__phone_index=blind_index("phone", phone))
    return list(entries.order_by("id").values_list("community_id", "person_id"))


def communities_with_phone(phone: str) -> frozenset[int]:
    """The communities whose roster has this phone: whoever owns it may sign in."""
    return frozenset(community_id for community_id, _person in on_rosters_by_phone(phone))


def roster_size(community_id: int) -> int:
    """How many are on the roster today."""
    return RosterEntry.objects.within(community_id).filter(in_force()).count()


def _roster(community_id: int) -> TenantQuerySet:
    entries = RosterEntry.objects.within(community_id).filter(in_force())
    return entries.select_related("person", "person__organisation").order_by("id")


def roster_persons(community_id: int, names: Collection[bytes] | None = None) -> list[Person]:
    """Everybody on the roster today, with their employers; where `names` (blind indexes) are given, only those."""
    entries = _roster(community_id)
    return [entry.person for entry in (entries if names is None else entries.filter(person__name_index__in=names))]


def employer_names(community_id: int, most: int = 300) -> list[str]:
    """The employers that the community knows, to choose from."""
    return list(Organisation.objects.within(community_id).order_by("name").values_list("name", flat=True)[:most])


def name_of_user(community_id: int, user_id: UUID | None) -> str:
    """What this community calls the person behind an account; "" where it knows no name."""
    if user_id is None:
        return ""
    person = Person.objects.within(community_id).filter(user_id=user_id).first()
    return person.name if person else ""
