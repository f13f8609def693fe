"""Wishes, claims and campaigns that a search at the desk means: by number, code, thing, title, or who claimed."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q

from linli.people.reading.typed import Typed
from linli.wishes.models import Campaign, Claim
from linli.wishes.queries.campaigns import PHASES, phase_of
from linli.wishes.queries.desk import WishPage, wishes_within
from linli.wishes.queries.desk_claims import ClaimLine, claim_line
from linli.wishes.queries.listing import WishFilter

MOST = 20
_SHORTEST_CODE = 4


def wishes_found(community_id: int, typed: Typed) -> WishPage:
    """The newest wishes for such a thing, of this family number or with this public number."""
    return wishes_within(community_id, WishFilter(search=typed.spaced), size=MOST)


def claims_found(community_id: int, typed: Typed, person_ids: Iterable[UUID]) -> tuple[list[ClaimLine], bool]:
    """The newest claims with this spoken number or of these persons, ended ones too, and whether there are more."""
    meant = Q(claimant__in=list(person_ids))
    if typed.number is not None and 1000 <= typed.number <= 9999:
        meant |= Q(number=typed.number)
    rows = Claim.objects.within(community_id).filter(meant).order_by("-id")
    joined = rows.select_related("wish", "campaign", "claimant", "claimant__organisation")
    found = list(joined.defer("wish__said", "wish__note")[: MOST + 1])
    return [claim_line(claim) for claim in found[:MOST]], len(found) > MOST


def campaigns_found(community_id: int, typed: Typed) -> list[tuple[Campaign, object]]:
    """The newest campaigns by the beginning of their code or a part of their title, each with where it stands."""
    meant = Q(title__icontains=typed.spaced)
    if len(typed.text) >= _SHORTEST_CODE and typed.text.isascii() and typed.text.isalnum():
        meant |= Q(code__startswith=typed.text.upper())
    rows = Campaign.objects.within(community_id).filter(meant).order_by("-made_at", "-id")[:MOST]
    return [(campaign, PHASES[phase_of(campaign)]) for campaign in rows]
