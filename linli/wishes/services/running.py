"""What happens to a published campaign while it runs: paused and resumed, given more time.

Opening, closing and the pause are read by the claim's own statement, so each of these is one conditional UPDATE and
holds from the moment it is committed.
"""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from linli.core import clock
from linli.core.actor import Actor
from linli.core.errors import BadInput, Conflict, LinliError, NotHere
from linli.notifications.services import send
from linli.people.models import Person
from linli.timeline.services import record
from linli.wishes.models import Campaign, Claim
from linli.wishes.permissions.publishing import may_publish
from linli.wishes.services.offering import begin_offers_anew
from linli.wishes.workflow import CAMPAIGN, HELD, PAUSED, PUBLIC, PUBLISHED

LONGEST_PAUSE_REASON = 120


@transaction.atomic
def pause_campaign(*, community_id: int, campaign_id: UUID, reason: str, by: Actor) -> None:
    """Nobody can claim until it is resumed; the wall says why. Raises `BadInput`, `NotHere`, `Conflict`."""
    reason = " ".join(reason.split())
    if not 2 <= len(reason) <= LONGEST_PAUSE_REASON:
        said = _("Say why, in at most 120 characters. Everybody reads it on the wall.")
        raise BadInput(said, {"reason": [said]})
    rows = Campaign.objects.within(community_id).filter(pk=campaign_id, state=PUBLISHED, closes_at__gt=clock.now())
    changed = rows.update(state=CAMPAIGN.target("pause", PUBLISHED), pause_reason=reason)
    may_publish(by, community_id).enforce()
    if not changed:
        why = _("Only a campaign that is published and not closed can be paused.")
        raise _no_such(community_id, campaign_id, why)
    _tell(community_id, campaign_id, "pause", PUBLISHED, PAUSED, detail=reason, by=by)


@transaction.atomic
def resume_campaign(*, community_id: int, campaign_id: UUID, by: Actor) -> None:
    """People can claim again, within the times of the campaign; what is kept for the next in line is so for its full
    time anew. Raises `NotHere`, `Conflict` unless it is paused.
    """
    rows = Campaign.objects.within(community_id).filter(pk=campaign_id, state=PAUSED)
    changed = rows.update(state=CAMPAIGN.target("resume", PAUSED), pause_reason="")
    may_publish(by, community_id).enforce()
    if not changed:
        raise _no_such(community_id, campaign_id, _("This campaign is not paused."))
    _tell(community_id, campaign_id, "resume", PAUSED, PUBLISHED, by=by)
    begin_offers_anew(campaign=Campaign.objects.within(community_id).get(pk=campaign_id))


@transaction.atomic
def extend_campaign(
    *, community_id: int, campaign_id: UUID, closes_at: datetime, handover_until: date, by: Actor
) -> None:
    """A later closing time, a later hand-over date, or both; one that has closed opens again by a closing time to come.

    Whoever still has to bring something is told of a new hand-over date. Raises `BadInput` for what is not later,
    `NotHere`, `Conflict`.
    """
    rows = Campaign.objects.within(community_id).select_for_update().filter(pk=campaign_id, state__in=PUBLIC)
    campaign: Campaign | None = rows.first()
    may_publish(by, community_id).enforce()
    if campaign is None:
        raise _no_such(community_id, campaign_id, _("Only a published campaign can be given more time."))
    _check_extension(campaign, closes_at, handover_until)
    facts: dict[str, Any] = {}
    if closes_at != campaign.closes_at:
        facts["closes_at"] = closes_at.isoformat()
    if handover_until != campaign.handover_until:
        facts["handover_until"] = handover_until.isoformat()
    campaign.closes_at, campaign.handover_until = closes_at, handover_until
    campaign.told_soon_at = campaign.told_closed_at = None
    campaign.save(update_fields=["closes_at", "handover_until", "told_soon_at", "told_closed_at"])
    _tell(community_id, campaign_id, "extend", facts=facts, by=by)
    if "handover_until" in facts:
        _tell_claimants(campaign)


def _check_extension(campaign: Campaign, closes_at: datetime, handover_until: date) -> None:
    wrong: dict[str, list[object]] = {}
    if closes_at < campaign.closes_at or (closes_at != campaign.closes_at and closes_at <= clock.now()):
        wrong["closes_at"] = [_("The new closing time must be later than the old one, and still to come.")]
    if handover_until < campaign.handover_until:
        wrong["handover_until"] = [_("The new hand-over date must not be before the old one.")]
    elif handover_until < clock.local(closes_at).date():
        wrong["handover_until"] = [_("The hand-over date must not be before the closing.")]
    if wrong:
        raise BadInput(_("Please mend these fields."), wrong)
    if closes_at == campaign.closes_at and handover_until == campaign.handover_until:
        said = _("Nothing is changed yet: choose a later closing time or a later hand-over date.")
        raise BadInput(said, {"closes_at": [said]})


def _tell_claimants(campaign: Campaign) -> None:
    """One text for each person who still has something to bring, however many things."""
    held = Claim.objects.within(campaign.community_id).filter(campaign=campaign.pk, state=HELD)
    people = Person.objects.within(campaign.community_id).filter(pk__in=held.values_list("claimant_id", flat=True))
    for person in people.order_by("id"):
        send(
            community_id=campaign.community_id,
            kind="campaign_extended",
            dedupe=f"extended:{campaign.pk.hex}:{campaign.handover_until}:{person.pk.hex}",
            recipient_name=person.name,
            recipient_address=person.phone,
            words={
                "campaign": campaign.title,
                "place": campaign.handover_place,
                "until": campaign.handover_until.isoformat(),
            },
            subject=("campaign", campaign.pk),
        )


def _no_such(community_id: int, campaign_id: UUID, why: object) -> LinliError:
    """Why nothing was there to change: the campaign is none of this office, or stands elsewhere in its life."""
    known = Campaign.objects.within(community_id).filter(pk=campaign_id).exists()
    return Conflict(why) if known else NotHere(_("There is no such campaign."))


def _tell(
    community_id: int,
    campaign_id: UUID,
    verb: str,
    before: str = "",
    after: str = "",
    *,
    facts: dict[str, Any] | None = None,
    detail: str = "",
    by: Actor,
) -> None:
    record(
        community_id=community_id,
        subject=("campaign", campaign_id),
        verb=verb,
        before=before,
        after=after,
        facts=facts,
        detail=detail,
        by=by,
    )
