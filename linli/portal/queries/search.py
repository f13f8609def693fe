"""The desk's one search: what was typed is looked for among families, persons, wishes, claims and campaigns."""

from collections.abc import Sequence
from dataclasses import dataclass

from linli.core.actor import Actor
from linli.people.permissions import may_view_households, may_view_roster
from linli.people.queries.found import FoundHousehold, FoundPerson, households_found, persons_found
from linli.people.reading.typed import Typed
from linli.wishes.models import Campaign
from linli.wishes.queries.desk import WishRow
from linli.wishes.queries.desk_claims import ClaimLine
from linli.wishes.queries.found import campaigns_found, claims_found, wishes_found


@dataclass(frozen=True, slots=True)
class Found:
    """Everything that was meant, masked; `more` names the kinds of which only the first are here."""

    households: Sequence[FoundHousehold]
    persons: Sequence[FoundPerson]
    wishes: Sequence[WishRow]
    claims: Sequence[ClaimLine]
    campaigns: Sequence[tuple[Campaign, object]]
    more: frozenset[str]

    @property
    def is_empty(self) -> bool:
        return not (self.households or self.persons or self.wishes or self.claims or self.campaigns)


NOTHING = Found((), (), (), (), (), frozenset())


def search(actor: Actor, community_id: int, typed: Typed) -> Found:
    """What this person may find in one community: families and persons only with a role that sees them."""
    if not typed.text:
        return NOTHING
    see_families = may_view_households(actor, community_id).allowed
    see_persons = may_view_roster(actor, community_id).allowed
    households, more_households = households_found(community_id, typed) if see_families else ([], False)
    persons, more_persons = persons_found(community_id, typed) if see_persons else ([], False)
    claims, more_claims = claims_found(community_id, typed, [person.id for person in persons])
    wishes = wishes_found(community_id, typed)
    more = {
        "households": more_households,
        "persons": more_persons,
        "claims": more_claims,
        "wishes": wishes.older is not None,
    }
    return Found(
        households,
        persons,
        wishes.rows,
        claims,
        campaigns_found(community_id, typed),
        frozenset(kind for kind, is_more in more.items() if is_more),
    )
