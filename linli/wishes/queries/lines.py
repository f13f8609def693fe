"""The lines for wishes that somebody has: how many wait, who is where, what is kept for whom until when."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count

from linli.core import masks
from linli.places.models import TenantQuerySet
from linli.wishes.models import Campaign, PlaceInLine
from linli.wishes.workflow import IN_LINE, OFFERED, WAITING

PLACE_COLUMNS = ("id", "wish_id", "state", "offer_until", "wish__public_number", "wish__public_title")
"""All that is read for whoever waits."""


@dataclass(frozen=True, slots=True)
class OwnPlace:
    """A place in line as whoever holds it sees it. `place` counts from 1; `offered`: the wish is kept for them."""

    wish_number: int
    title: str
    offered: bool
    place: int
    offer_until: datetime | None


@dataclass(frozen=True, slots=True)
class LineEntry:
    """Somebody in line, masked, for the desk."""

    person_id: UUID
    place: int
    name: str
    phone: str
    offered: bool
    joined_at: datetime
    offer_until: datetime | None


def waiting_counts(campaign: Campaign) -> dict[UUID, int]:
    """How many wait for each wish of a campaign; those to whom it is offered do not wait any more."""
    rows = PlaceInLine.objects.within(campaign.community_id).filter(campaign=campaign.pk, state=WAITING)
    return dict(rows.values_list("wish_id").annotate(Count("id")).order_by())


def own_places(campaign: Campaign, person_ids: Iterable[UUID], number: int | None = None) -> list[OwnPlace]:
    """Where these persons stand in the campaign's lines, by the wishes' numbers; for one wish where `number` is
    given.
    """
    rows = PlaceInLine.objects.within(campaign.community_id).filter(campaign=campaign.pk, state__in=IN_LINE)
    mine = rows.filter(person__in=list(person_ids)).order_by("wish__public_number")
    if number is not None:
        mine = mine.filter(wish__public_number=number)
    held = list(mine.values(*PLACE_COLUMNS))
    order = _order(rows, {place["wish_id"] for place in held if place["state"] == WAITING})
    return [
        OwnPlace(
            wish_number=place["wish__public_number"],
            title=place["wish__public_title"],
            offered=place["state"] == OFFERED,
            place=order.get(place["id"], 0),
            offer_until=place["offer_until"],
        )
        for place in held
    ]


def waiting_for(campaign: Campaign, number: int) -> int:
    """How many wait for this wish."""
    rows = PlaceInLine.objects.within(campaign.community_id).filter(campaign=campaign.pk, state=WAITING)
    return rows.filter(wish__public_number=number).count()


def _order(rows: TenantQuerySet, wish_ids: Collection[UUID]) -> dict[UUID, int]:
    """The places of all who wait for these wishes, each line counted from 1."""
    if not wish_ids:
        return {}
    order: dict[UUID, int] = {}
    last: dict[UUID, int] = {}
    waiting = rows.filter(wish__in=list(wish_ids), state=WAITING).order_by("joined_at", "id")
    for key, wish_id in waiting.values_list("pk", "wish_id"):
        last[wish_id] = order[key] = last.get(wish_id, 0) + 1
    return order


def stands_in_line(campaign: Campaign, person_id: UUID) -> bool:
    """Whether this person waits for any wish of the campaign."""
    rows = PlaceInLine.objects.within(campaign.community_id).filter(campaign=campaign.pk, person=person_id)
    return rows.filter(state__in=IN_LINE).exists()


def stood_in_line(campaign: Campaign, person_ids: Iterable[UUID], number: int) -> bool:
    """Whether any of these persons ever stood in line for this wish."""
    rows = PlaceInLine.objects.within(campaign.community_id).filter(campaign=campaign.pk, person__in=list(person_ids))
    return rows.filter(wish__public_number=number).exists()


def line_of(community_id: int, wish_id: UUID) -> list[LineEntry]:
    """Everybody in line for a wish, in their order, whoever has the offer first."""
    rows = PlaceInLine.objects.within(community_id).filter(wish=wish_id, state__in=IN_LINE).select_related("person")
    entries = sorted(rows.order_by("joined_at", "id"), key=lambda place: place.state != OFFERED)
    return [
        LineEntry(
            person_id=place.person_id,
            place=number,
            name=masks.name(place.person.name),
            phone=masks.phone(place.person.phone) if place.person.phone else "",
            offered=place.state == OFFERED,
            joined_at=place.joined_at,
            offer_until=place.offer_until,
        )
        for number, place in enumerate(entries, start=1)
    ]
