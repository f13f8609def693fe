"""To how many a step in a campaign's life would happen, for the page that asks whether it is meant."""

from dataclasses import dataclass
from uuid import UUID

from linli.places.models import TenantQuerySet
from linli.wishes.models import Campaign, Claim, Wish
from linli.wishes.workflow import HELD, LIVE, OFFERED, OPEN


@dataclass(frozen=True, slots=True)
class Reach:
    """`held`: claims for which nothing has been brought yet, `people`: who holds them, `arrived`: what has been
    brought."""

    open: int
    held: int
    people: int
    arrived: int


def reach_of(campaign: Campaign, wish_id: UUID | None = None) -> Reach:
    """Of a whole campaign, or of one of its wishes."""
    wishes = Wish.objects.within(campaign.community_id).filter(campaign=campaign.pk, state__in=(OPEN, OFFERED))
    claims = Claim.objects.within(campaign.community_id).filter(campaign=campaign.pk, state__in=LIVE)
    return _counted(wishes if wish_id is None else wishes.filter(pk=wish_id), claims, wish_id)


def _counted(wishes: TenantQuerySet, claims: TenantQuerySet, wish_id: UUID | None) -> Reach:
    if wish_id is not None:
        claims = claims.filter(wish=wish_id)
    found = list(claims.values_list("state", "claimant_id"))
    held = [claimant for state, claimant in found if state == HELD]
    return Reach(wishes.count(), len(held), len(set(held)), len(found) - len(held))
