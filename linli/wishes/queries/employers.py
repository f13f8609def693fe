"""Who holds how much of a campaign, employer by employer. In the order of names: nobody is ranked."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from linli.core import masks
from linli.people.models import Person
from linli.people.queries.persons import roster_among
from linli.wishes.models import Campaign, Claim
from linli.wishes.workflow import LIVE


@dataclass(frozen=True, slots=True)
class ClaimantLine:
    """Somebody who holds wishes, masked."""

    person_id: UUID
    name: str
    phone: str
    on_roster: bool
    wishes: int


@dataclass(frozen=True, slots=True)
class EmployerLines:
    """The people of one employer who hold wishes; `name` is empty for those without one."""

    name: str
    people: Sequence[ClaimantLine]

    @property
    def wishes(self) -> int:
        return sum(line.wishes for line in self.people)


def claimants_by_employer(campaign: Campaign) -> list[EmployerLines]:
    """Everybody who holds a wish of the campaign now. Three statements, however many they are."""
    community_id = campaign.community_id
    claims = Claim.objects.within(community_id).filter(campaign=campaign.pk, state__in=LIVE)
    held = Counter(claims.values_list("claimant_id", flat=True))
    people = Person.objects.within(community_id).filter(pk__in=list(held)).select_related("organisation").order_by("id")
    listed = roster_among(community_id, list(held))
    groups: dict[str, list[ClaimantLine]] = defaultdict(list)
    for person in people:
        groups[person.organisation.name if person.organisation else ""].append(
            _line(person, person.pk in listed, held[person.pk])
        )
    return [EmployerLines(name, groups[name]) for name in sorted(groups, key=lambda name: (not name, name))]


def _line(person: Person, on_roster: bool, wishes: int) -> ClaimantLine:
    return ClaimantLine(
        person_id=person.pk,
        name=masks.name(person.name),
        phone=masks.phone(person.phone) if person.phone else "",
        on_roster=on_roster,
        wishes=wishes,
    )
