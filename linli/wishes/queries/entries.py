"""The draw of a campaign as the public, whoever entered and the desk see it: figures, own entries, the result."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count

from linli.core import clock, draw
from linli.places.models import TenantQuerySet
from linli.wishes.models import Campaign, Draw, Entry
from linli.wishes.workflow import ENTERED, STANDING


@dataclass(frozen=True, slots=True)
class DrawShown:
    """What is public of a draw. `digest` from the closing of the list on, `seed` once it is drawn."""

    commitment: str
    digest: str
    closed_at: datetime | None
    seed: str
    entries: int


@dataclass(frozen=True, slots=True)
class OwnEntry:
    """An entry as whoever made it sees it."""

    number: int
    title: str
    state: str
    code: str
    entered_at: datetime


def _entries(campaign: Campaign) -> TenantQuerySet:
    return Entry.objects.within(campaign.community_id).filter(campaign=campaign.pk)


def entry_counts(campaign: Campaign) -> dict[UUID, int]:
    """How many are entered for each wish, while the draw is yet to come; without a draw nothing is asked."""
    if not campaign.awaits_draw:
        return {}
    rows = _entries(campaign).filter(state=ENTERED)
    return dict(rows.values_list("wish_id").annotate(Count("id")).order_by())


def entered_for(campaign: Campaign, number: int) -> int:
    """How many are entered for this wish."""
    return _entries(campaign).filter(number=number, state=ENTERED).count()


def own_entries(campaign: Campaign, person_ids: Iterable[UUID], number: int | None = None) -> list[OwnEntry]:
    """The entries of these persons by the wishes' numbers, the latest where one was taken back and made again; for one
    wish where `number` is given.
    """
    rows = _entries(campaign).filter(entrant__person__in=list(person_ids))
    if number is not None:
        rows = rows.filter(number=number)
    columns = ("number", "wish__public_title", "state", "entrant__code", "entered_at")
    latest = {row[0]: OwnEntry(*row) for row in rows.order_by("number", "entered_at", "id").values_list(*columns)}
    return list(latest.values())


def has_entered(campaign: Campaign, person_id: UUID) -> bool:
    """Whether this person stands on the campaign's list."""
    return _entries(campaign).filter(entrant__person=person_id, state__in=STANDING).exists()


def draw_shown(campaign: Campaign) -> DrawShown | None:
    """What everybody may read of the campaign's draw; None where there is none."""
    row = _draw(campaign)
    if row is None:
        return None
    count = len(row.entries) if row.closed_at else _entries(campaign).filter(state=ENTERED).count()
    seed = row.secret if campaign.drawn_at else ""
    return DrawShown(row.commitment, row.digest, row.closed_at, seed, count)


def commitment_of(campaign: Campaign) -> str:
    """The hash of the sealed number, as it was published; empty where nothing is drawn."""
    if campaign.draw_at is None:
        return ""
    rows = Draw.objects.within(campaign.community_id).filter(campaign=campaign.pk)
    return rows.values_list("commitment", flat=True).first() or ""


def _draw(campaign: Campaign) -> Draw | None:
    if campaign.draw_at is None:
        return None
    found: Draw | None = Draw.objects.within(campaign.community_id).filter(campaign=campaign.pk).first()
    return found


def published_draw(campaign: Campaign) -> dict[str, Any] | None:
    """All that is needed to repeat the draw: codes and numbers, no person; None before it is made."""
    row = _draw(campaign) if campaign.drawn_at else None
    if row is None:
        return None
    return draw.published(
        campaign=campaign.code,
        draw_at=draw_time(campaign),
        cap=campaign.cap or 0,
        commitment=row.commitment,
        seed=row.secret,
        entries=[(number, code) for number, code in row.entries],
    )


def draw_time(campaign: Campaign) -> str:
    """The hour of the draw as it stands in what is published and hashed."""
    return clock.local(campaign.draw_at).isoformat() if campaign.draw_at else ""
