"""What the public will read of each wish, mended before publishing."""

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from linli.core.actor import Actor
from linli.core.errors import BadInput, Conflict, NotHere
from linli.timeline.services import record
from linli.wishes.models import Campaign, Wish
from linli.wishes.models.campaigns import PREPARED
from linli.wishes.permissions.publishing import may_publish
from linli.wishes.workflow import READY

LONGEST = 60
Titles = Mapping[UUID, tuple[str, str]]
"""Public title and public size of each wish."""


@transaction.atomic
def retitle_wishes(*, community_id: int, campaign_id: UUID, titles: Titles, by: Actor) -> int:
    """Give wishes of a campaign that is being prepared other public words; returns how many changed.

    Raises `BadInput` with a message at `title-<wish>` or `spec-<wish>`, `NotHere`, `Refused`, `Conflict` (published
    meanwhile).
    """
    campaign = Campaign.objects.within(community_id).select_for_update().filter(pk=campaign_id).first()
    may_publish(by, community_id).enforce()
    if campaign is None:
        raise NotHere(_("There is no such campaign."))
    if campaign.state != PREPARED:
        raise Conflict(_("This campaign has been published already."))
    words = {wish_id: (" ".join(title.split()), " ".join(spec.split())) for wish_id, (title, spec) in titles.items()}
    _check(words)
    rows = Wish.objects.within(community_id).filter(campaign=campaign_id, state=READY)
    changed = [
        wish for wish in rows.filter(pk__in=list(words)) if (wish.public_title, wish.public_spec) != words[wish.pk]
    ]
    for wish in changed:
        wish.public_title, wish.public_spec = words[wish.pk]
        wish.save(update_fields=["public_title", "public_spec"])
        record(community_id=community_id, subject=("wish", wish.pk), verb="retitle", by=by)
    return len(changed)


def _check(words: Titles) -> None:
    wrong: dict[str, list[object]] = {}
    for wish_id, (title, spec) in words.items():
        if not title:
            wrong[f"title-{wish_id.hex}"] = [_("Write what the public may read, for example the name of the thing.")]
        elif len(title) > LONGEST:
            wrong[f"title-{wish_id.hex}"] = [_("At most 60 characters.")]
        if len(spec) > LONGEST:
            wrong[f"spec-{wish_id.hex}"] = [_("At most 60 characters.")]
    if wrong:
        raise BadInput(_("Please mend these fields."), wrong)
