"""Which ready wishes may be shown to the public at all."""

from collections.abc import Collection
from uuid import UUID

from linli.people.kinds import ConsentPurpose
from linli.people.queries.consents import has_withdrawn
from linli.places.models import TenantQuerySet
from linli.wishes.kinds import left
from linli.wishes.kinds.goods import CONFIDENTIAL
from linli.wishes.models import Wish
from linli.wishes.workflow import READY


def publishable_wishes(community_id: int) -> TenantQuerySet:
    """Ready wishes, without confidential referrals and without those of families who took back their consent to
    publish."""
    rows = Wish.objects.within(community_id).filter(state=READY).exclude(kind=CONFIDENTIAL.code)
    families = list(rows.order_by().values_list("household_id", flat=True).distinct())
    return rows.exclude(household__in=has_withdrawn(community_id, families, ConsentPurpose.PUBLISH))


def why_not_publishable(community_id: int, wish_ids: Collection[UUID]) -> dict[UUID, str]:
    """Of wishes that cannot go into a new campaign: why, as one of `kinds.left`."""
    if not wish_ids:
        return {}
    rows = Wish.objects.within(community_id).filter(pk__in=wish_ids).order_by("-id")
    found = list(rows.values_list("pk", "state", "kind", "campaign_id"))
    return {wish_id: _why_not(state, kind, campaign_id) for wish_id, state, kind, campaign_id in found}


def _why_not(state: str, kind: str, campaign_id: UUID | None) -> str:
    if state != READY:
        return left.MOVED_ON
    if kind == CONFIDENTIAL.code:
        return left.CONFIDENTIAL
    return left.ELSEWHERE if campaign_id else left.UNWILLING
