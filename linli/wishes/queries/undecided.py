"""Claims of people whom the roster does not know, the longest waiting first, each with who on it they may be."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Min, Q

from linli.people.models import Person
from linli.people.queries.persons import roster_among
from linli.wishes.models import Claim
from linli.wishes.queries.desk_claims import PAGE, Candidate, ClaimLine, candidate_of, claim_line
from linli.wishes.workflow import HELD


@dataclass(frozen=True, slots=True)
class Undecided:
    """A claim to decide about. `listed`: the roster has come to know them since they claimed."""

    line: ClaimLine
    person_id: UUID
    listed: bool
    candidates: Sequence[Candidate]


def undecided_claims(
    community_id: int, *, campaign_id: UUID | None = None, after: UUID | None = None, size: int = PAGE
) -> tuple[list[Undecided], UUID | None]:
    """One page, and the key after which the next begins; None on the last. Three statements, however many there are."""
    rows = Claim.objects.within(community_id).filter(state=HELD, to_decide=True)
    if campaign_id is not None:
        rows = rows.filter(campaign=campaign_id)
    if after is not None:
        rows = rows.filter(pk__gt=after)
    joined = rows.select_related("wish", "campaign", "claimant__organisation").defer("wish__said", "wish__note")
    found = list(joined.order_by("id")[: size + 1])
    page = found[:size]
    persons = {claim.claimant_id: claim.claimant for claim in page}
    alike = _alike(community_id, list(persons.values()))
    listed = roster_among(community_id, [*persons, *(other.pk for other in alike)])
    known = [other for other in alike if other.pk in listed]
    lines = [
        Undecided(claim_line(claim), claim.claimant_id, claim.claimant_id in listed, _among(claim.claimant, known))
        for claim in page
    ]
    return lines, page[-1].pk if len(found) > size else None


def _alike(community_id: int, persons: Sequence[Person]) -> list[Person]:
    """Everybody with the name or the telephone of one of these."""
    if not persons:
        return []
    names = {bytes(person.name_index) for person in persons}
    phones = {bytes(person.phone_index) for person in persons} - {b""}
    rows = Person.objects.within(community_id).filter(Q(name_index__in=names) | Q(phone_index__in=phones))
    return list(rows.select_related("organisation").order_by("id"))


def _among(person: Person, known: Sequence[Person]) -> list[Candidate]:
    name, phone = bytes(person.name_index), bytes(person.phone_index)
    return [
        candidate_of(other, person)
        for other in known
        if other.pk != person.pk and (bytes(other.name_index) == name or (phone and bytes(other.phone_index) == phone))
    ]


def waiting_since(community_id: int) -> datetime | None:
    """Since when the first of them waits; None where nobody does."""
    rows = Claim.objects.within(community_id).filter(state=HELD, to_decide=True)
    since: datetime | None = rows.aggregate(first=Min("claimed_at"))["first"]
    return since
