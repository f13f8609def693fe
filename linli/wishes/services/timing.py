"""What is told when a campaign's hour comes: texts for the group at its opening, before its closing and after it.

The row itself says what has been told: a conditional UPDATE makes it once, however many workers look and however often
they are restarted. What was missed for longer than a day is not told any more.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from linli.core import clock
from linli.notifications.services import send
from linli.places.models import TenantQuerySet
from linli.places.templatetags.linli_dates import day_and_time
from linli.wishes.models import Campaign, Claim, Wish
from linli.wishes.workflow import HELD, LIVE, OPEN, PUBLISHED

SOON = timedelta(days=1)
TOO_LATE = timedelta(days=1)
PATIENCE = timedelta(days=1)
"""How long somebody whom the roster does not know may wait for the desk before it is reminded."""


def tell_hours_of(*, community_id: int) -> int:
    """The texts that are due for one community's campaigns; how many were written."""
    now = clock.now()
    running = Campaign.objects.within(community_id).filter(state=PUBLISHED)
    fresh = now - TOO_LATE
    opened = running.filter(told_open_at=None, opens_at__gt=fresh, opens_at__lte=now, closes_at__gt=now)
    soon = running.filter(told_soon_at=None, opens_at__lte=now - SOON, closes_at__gt=now, closes_at__lte=now + SOON)
    # what is still to be drawn cannot be claimed: its closing is told once it can
    soon = soon.filter(Q(draw_at=None) | Q(drawn_at__isnull=False))
    closed = running.filter(told_closed_at=None, closes_at__gt=fresh, closes_at__lte=now)
    return (
        _each(opened, "told_open_at", now, _opened)
        + _each(soon, "told_soon_at", now, _closing)
        + _each(closed, "told_closed_at", now, _closed)
    )


def _each(due: TenantQuerySet, told: str, now: datetime, tell: Callable[[Campaign], bool]) -> int:
    return sum(_once(due, campaign, told, now, tell) for campaign in list(due.order_by("id")))


@transaction.atomic
def _once(due: TenantQuerySet, campaign: Campaign, told: str, now: datetime, tell: Callable[[Campaign], bool]) -> bool:
    """Whoever moves the row on tells it: the condition is what made it due, asked once more."""
    return bool(due.filter(pk=campaign.pk).update(**{told: now})) and tell(campaign)


def _opened(campaign: Campaign) -> bool:
    kind = "draw_open" if campaign.awaits_draw else "campaign_open"
    return _tell(campaign, kind, count=_wishes(campaign).filter(state=OPEN).count())


def _closing(campaign: Campaign) -> bool:
    left = _wishes(campaign).filter(state=OPEN).count()
    return bool(left) and _tell(campaign, "campaign_closing", count=left)


def _closed(campaign: Campaign) -> bool:
    claims = Claim.objects.within(campaign.community_id).filter(campaign=campaign.pk, state__in=LIVE)
    open_, total = _wishes(campaign).filter(state=OPEN).count(), _wishes(campaign).count()
    people = claims.order_by().values("claimant").distinct().count()
    kind = "campaign_left_over" if open_ else "campaign_closed"
    return _tell(campaign, kind, count=total, claimed=total - open_, people=people, left=open_)


def _wishes(campaign: Campaign) -> TenantQuerySet:
    return Wish.objects.within(campaign.community_id).filter(campaign=campaign.pk)


def _tell(campaign: Campaign, kind: str, **words: int) -> bool:
    """One text for each campaign, kind and hour: with more time the closing is another hour."""
    hour = campaign.opens_at if kind in ("campaign_open", "draw_open") else campaign.closes_at
    given: dict[str, Any] = {
        "campaign": campaign.title,
        "address": f"{settings.LINLI_PUBLIC_URL}/c/{campaign.code}",
        "draw": day_and_time(campaign.draw_at) if campaign.draw_at else "",
        "closes": clock.local(campaign.closes_at).date().isoformat(),
        "until": campaign.handover_until.isoformat(),
        "place": campaign.handover_place,
        **words,
    }
    row = send(
        community_id=campaign.community_id,
        kind=kind,
        dedupe=f"{kind}:{campaign.pk.hex}:{hour:%Y%m%dT%H%M%S}",
        recipient_name="",
        recipient_address="",
        words=given,
        subject=("campaign", campaign.pk),
        good_for=timedelta(days=3),
    )
    return row is not None


def remind_of_undecided(*, community_id: int) -> bool:
    """Once a day while claims of people whom the roster does not know have waited for the desk for over a day."""
    claims = Claim.objects.within(community_id).filter(state=HELD, to_decide=True)
    waiting = claims.filter(claimed_at__lte=clock.now() - PATIENCE).count()
    if not waiting:
        return False
    with transaction.atomic():
        row = send(
            community_id=community_id,
            kind="claims_undecided",
            dedupe=f"claims_undecided:{clock.today()}",
            recipient_name="",
            recipient_address="",
            words={"count": waiting},
            permission="claims.decide",
            good_for=timedelta(days=1),
        )
    return row is not None
