"""The cover pictures of campaigns."""

from collections.abc import Iterable
from uuid import UUID

from linli.wishes.models import Campaign
from linli.wishes.models.campaigns import PUBLISHED


def is_public_cover(community_id: int, picture_id: UUID) -> bool:
    """Whether a published campaign has this picture."""
    return Campaign.objects.within(community_id).filter(cover=picture_id, state=PUBLISHED).exists()


def covers_still_there(community_id: int, picture_ids: Iterable[UUID]) -> Iterable[UUID]:
    """Those of these pictures that a campaign has."""
    rows = Campaign.objects.within(community_id).filter(cover__in=list(picture_ids))
    covers: Iterable[UUID] = rows.values_list("cover_id", flat=True)
    return covers
