"""Which ready wishes may be shown to the public at all."""

from linli.people.kinds import ConsentPurpose
from linli.people.queries.consents import has_withdrawn
from linli.places.models import TenantQuerySet
from linli.wishes.kinds.goods import CONFIDENTIAL
from linli.wishes.models import Wish
from linli.wishes.workflow import READY


def publishable_wishes(community_id: int) -> TenantQuerySet:
    """Ready wishes, without confidential referrals and without those of families who took back their consent to
    publish."""
    rows = Wish.objects.within(community_id).filter(state=READY).exclude(kind=CONFIDENTIAL.code)
    families = list(rows.order_by().values_list("household_id", flat=True).distinct())
    return rows.exclude(household__in=has_withdrawn(community_id, families, ConsentPurpose.PUBLISH))
