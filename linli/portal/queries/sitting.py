"""Who works at a shared computer: what the page that unlocks it shows."""

from dataclasses import dataclass
from uuid import UUID

from linli.accounts.kinds import ROLES, label_of, rank_of
from linli.accounts.models import Device, Seat, User
from linli.accounts.queries import grants_of
from linli.accounts.services.pins import may_unlock, needs_full_sign_in
from linli.people.models import Person


@dataclass(frozen=True, slots=True)
class Sitting:
    """Somebody who signed in here. The PIN is enough to change over `by_pin`; it `unlocks` the own session."""

    seat_id: UUID
    user_id: UUID
    name: str
    role: object
    by_pin: bool
    unlocks: bool


def sitting_at(device: Device) -> list[Sitting]:
    """Everybody who signed in on this computer and still works at a desk, in the order in which they first came."""
    seats = Seat.objects.filter(device=device).select_related("user").order_by("id")
    found = [_sitting(seat) for seat in seats]
    return [one for one in found if one is not None]


def _sitting(seat: Seat) -> Sitting | None:
    called = called_at_work(seat.user)
    if called is None:
        return None
    return Sitting(seat.pk, seat.user_id, *called, by_pin=not needs_full_sign_in(seat), unlocks=may_unlock(seat))


def called_at_work(user: User) -> tuple[str, object] | None:
    """Name and role in the office where this person's role is the strongest; None for who works at no desk."""
    grants = [row for row in grants_of(user.pk) if row.role in ROLES and ROLES[row.role].is_office]
    if not grants:
        return None
    grant = max(grants, key=lambda row: rank_of(row.role))
    person = Person.objects.within(grant.place).filter(user_id=user.pk).first()
    role = label_of(grant.role)
    return (person.name if person else str(role)), role
