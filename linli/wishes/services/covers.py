"""The cover picture of a campaign: public once the campaign is, changed or taken off at any time."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from linli.core.actor import Actor
from linli.core.errors import NotHere
from linli.files.services import give_to_owner, let_go
from linli.timeline.services import record
from linli.wishes.kinds.shown import COVER
from linli.wishes.models import Campaign
from linli.wishes.permissions.publishing import may_publish


@transaction.atomic
def set_cover(*, community_id: int, campaign_id: UUID, picture_id: UUID | None, by: Actor) -> None:
    """Show this picture with the campaign, or none; the one before is seen by nobody from now on. Raises `NotHere`,
    `Refused`, and `Conflict` unless this person handed the picture in.
    """
    rows = Campaign.objects.within(community_id).filter(pk=campaign_id)
    before = rows.select_for_update().values_list("cover_id", flat=True).first()
    may_publish(by, community_id).enforce()
    if picture_id is not None:
        give_to_owner(community_id=community_id, picture_id=picture_id, kind=COVER, by=by)
    if not rows.update(cover=picture_id):
        raise NotHere(_("There is no such campaign."))
    if before is not None:
        let_go(community_id=community_id, picture_id=before)
    verb = "cover" if picture_id else "uncover"
    record(community_id=community_id, subject=("campaign", campaign_id), verb=verb, by=by)
