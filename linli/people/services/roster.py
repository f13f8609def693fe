"""The roster of in-service party members, kept from the sheet that the office is given."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from linli.core import clock, masks
from linli.core.actor import Actor
from linli.core.errors import NotHere
from linli.people.models import Organisation, Person, RosterEntry
from linli.people.permissions import may_import_roster
from linli.people.queries.persons import in_force
from linli.people.queries.roster_plan import Member, RosterPlan, roster_plan
from linli.people.services.numbering import ROSTER, take_numbers
from linli.people.services.skills import learn
from linli.timeline.services import record


@dataclass(frozen=True, slots=True)
class RosterOutcome:
    """What an import did, or would do. `missing`: masked names of people on the roster whom the sheet does not have."""

    added: int
    changed: int
    unchanged: int
    missing: tuple[str, ...]


def outcome_of(plan: RosterPlan) -> RosterOutcome:
    """The figures of a plan."""
    missing = tuple(masks.name(person.name) for person in plan.missing)
    return RosterOutcome(len(plan.new) + len(plan.joining), len(plan.changed), plan.unchanged, missing)


@transaction.atomic
def import_roster(*, community_id: int, members: Iterable[Member], others: bool = True, by: Actor) -> RosterOutcome:
    """Make the roster say what the sheet says; the same sheet again changes nothing.

    New people are put on it, a changed phone or employer is written over, and who is missing is told but stays, since a
    list of one month is often incomplete. Without `others` the members are a piece of a sheet, see `roster_plan`.
    Raises `Refused`.
    """
    take_numbers(community_id=community_id, name=ROSTER, count=0)
    may_import_roster(by, community_id).enforce()
    plan = roster_plan(community_id, members, others=others)
    employers = _employers(community_id, plan)
    joined = [_new_person(community_id, member, employers) for member in plan.new]
    Person.objects.bulk_create(joined)
    learn(zip(joined, [member.skills for member in plan.new], strict=True))
    for person, member in plan.joining:
        _write(person, member, employers)
    joined += [person for person, _member in plan.joining]
    entries = [RosterEntry(community_id=community_id, person=person, since=clock.today()) for person in joined]
    RosterEntry.objects.bulk_create(entries)
    for person in joined:
        _tell(person, "person.join_roster", by)
    for person, member in plan.changed:
        _tell(person, "person.change", by, {"fields": _write(person, member, employers)})
    return outcome_of(plan)


def _tell(person: Person, verb: str, by: Actor, facts: dict[str, Any] | None = None) -> None:
    record(community_id=person.community_id, subject=("person", person.pk), verb=verb, facts=facts, by=by)


def _employers(community_id: int, plan: RosterPlan) -> dict[str, Organisation]:
    """Each employer that the plan names, written down where it is new."""
    members = [*plan.new, *(member for _person, member in [*plan.joining, *plan.changed])]
    wanted = {member.organisation for member in members if member.organisation}
    rows = Organisation.objects.within(community_id).filter(name__in=sorted(wanted))
    known = set(rows.values_list("name", flat=True))
    fresh = [Organisation(community_id=community_id, name=name) for name in sorted(wanted - known)]
    Organisation.objects.bulk_create(fresh, ignore_conflicts=True)
    return {organisation.name: organisation for organisation in rows.all()}


def _new_person(community_id: int, member: Member, employers: dict[str, Organisation]) -> Person:
    person = Person(community_id=community_id, origin="roster", made_at=clock.now())
    person.set_name(member.name)
    person.set_phone(member.phone)
    person.organisation = employers.get(member.organisation)
    return person


def _write(person: Person, member: Member, employers: dict[str, Organisation]) -> list[str]:
    """Write a changed phone or employer over, and down what they can do; which of them changed.

    With another phone the person is no longer linked to the account of the old one, which somebody else may have by
    now.
    """
    changed = []
    if bytes(person.phone_index) != member.identity[1]:
        person.set_phone(member.phone)
        person.user_id = None
        changed.append("phone")
    employer = employers.get(member.organisation)
    if employer is not None and person.organisation_id != employer.pk:
        person.organisation = employer
        changed.append("organisation")
    if changed:
        person.save()
    if member.skills:
        learn([(person, member.skills)])
        changed.append("skills")
    return changed


@transaction.atomic
def end_roster_entry(*, community_id: int, person_id: UUID, by: Actor) -> None:
    """Somebody left the roster yesterday: from today a name and a phone are not enough to claim. Raises `NotHere`."""
    rows = RosterEntry.objects.within(community_id).filter(in_force(), person=person_id)
    changed = rows.update(until=clock.today() - timedelta(days=1))
    may_import_roster(by, community_id).enforce()
    if not changed:
        raise NotHere(_("This person is not on the roster."))
    record(community_id=community_id, subject=("person", person_id), verb="person.leave_roster", by=by)
