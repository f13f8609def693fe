"""What closed campaigns have left over: no wish is forgotten because its campaign is over."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count

from linli.core import clock
from linli.wishes.models import Wish
from linli.wishes.workflow import OPEN, PUBLIC


@dataclass(frozen=True, slots=True)
class LeftOver:
    """A closed campaign with wishes that nobody claimed."""

    campaign_id: UUID
    title: str
    closed_at: datetime
    count: int


def left_over(community_id: int, most: int) -> list[LeftOver]:
    """The campaigns that closed last first, at most so many. One statement."""
    rows = Wish.objects.within(community_id).filter(
        state=OPEN, campaign__state__in=PUBLIC, campaign__closes_at__lte=clock.now()
    )
    named = rows.order_by().values_list("campaign_id", "campaign__title", "campaign__closes_at")
    return [
        LeftOver(*row) for row in named.annotate(Count("id")).order_by("-campaign__closes_at", "campaign_id")[:most]
    ]
