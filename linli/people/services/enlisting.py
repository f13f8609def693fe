"""Putting one person on the roster whom the office has come to know, beside the sheets of many."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from linli.core import clock
from linli.core.actor import Actor
from linli.core.errors import BadInput, Conflict, NotHere
from linli.people.models import Organisation, Person, RosterEntry
from linli.people.permissions import may_import_roster
from linli.people.queries.persons import roster_among
from linli.people.services.numbering import ROSTER, take_numbers
from linli.timeline.services import record

LONGEST_EMPLOYER = 120


@transaction.atomic
def put_on_roster(*, community_id: int, person_id: UUID, employer: str = "", by: Actor) -> None:
    """From today name and telephone are enough for this person to claim. Waits for a sheet on its way in.

    Raises `Refused`, `NotHere`, `BadInput`, `Conflict` for somebody without a telephone, or who is on it by now.
    """
    take_numbers(community_id=community_id, name=ROSTER, count=0)
    may_import_roster(by, community_id).enforce()
    employer = " ".join(employer.split())
    if len(employer) > LONGEST_EMPLOYER:
        said = _("An employer's name has at most 120 characters.")
        raise BadInput(said, {"employer": [said]})
    person = Person.objects.within(community_id).filter(pk=person_id).first()
    if person is None:
        raise NotHere(_("There is no such person."))
    if not person.phone:
        raise Conflict(_("No telephone is known of this person, so the roster could not tell them from others."))
    if _listed_already(person):
        raise Conflict(_("Somebody with this name and telephone is on the roster by now. Please look again."))
    if employer:
        rows = Organisation.objects.within(community_id).filter(name=employer)
        person.organisation = rows.first() or Organisation.objects.create(community_id=community_id, name=employer)
        person.save(update_fields=["organisation"])
    RosterEntry.objects.create(community_id=community_id, person=person, since=clock.today())
    record(community_id=community_id, subject=("person", person.pk), verb="person.join_roster", by=by)


def _listed_already(person: Person) -> bool:
    same = {"name_index": bytes(person.name_index), "phone_index": bytes(person.phone_index)}
    alike = Person.objects.within(person.community_id).filter(**same).values_list("pk", flat=True)
    return bool(roster_among(person.community_id, list(alike)))
