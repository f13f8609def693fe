"""Who somebody is on the public pages, masked: enough to say "you are 陈*东", never more."""

from dataclasses import dataclass
from uuid import UUID

from linli.core import masks
from linli.core.crypto import blind_index
from linli.people.models import Person
from linli.people.queries.persons import person_by_phone_and_name


@dataclass(frozen=True, slots=True)
class Masked:
    """Name and phone of a person, masked."""

    name: str
    phone: str


def masked_person(community_id: int, person_id: UUID) -> Masked | None:
    """The person behind a session."""
    rows = Person.objects.within(community_id).filter(pk=person_id)
    return _masked(rows.first())


def masked_account(community_id: int, user_id: UUID, phone: str) -> Masked | None:
    """The person that the community links to an account, or knows by the account's phone; None where it has no name."""
    rows = Person.objects.within(community_id)
    linked = rows.filter(user_id=user_id).first()
    return _masked(linked or rows.filter(phone_index=blind_index("phone", phone)).order_by("id").first())


def _masked(person: Person | None) -> Masked | None:
    if person is None:
        return None
    return Masked(masks.name(person.name), masks.phone(person.phone) if person.phone else "")


def person_called(community_id: int, *, name: str, phone: str) -> UUID | None:
    """The person with exactly this name and phone, in their stored spelling; the one whom the desk found them to be."""
    person = person_by_phone_and_name(community_id, phone, name)
    if person is None:
        return None
    return person.same_as_id or person.pk
