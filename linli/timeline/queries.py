"""Reads of the record: what happened in a community or to one thing, newest first."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from linli.timeline.kinds import label_of
from linli.timeline.models import Detail, Event


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened. `detail` is empty where there were no words, or they were erased, or not asked for."""

    id: UUID
    at: datetime
    subject: tuple[str, UUID]
    verb: str
    label: object
    before: str
    after: str
    facts: dict[str, Any]
    actor: str
    actor_role: str
    detail: str = ""


def feed(
    community_id: int,
    subject: tuple[str, UUID] | None = None,
    before: UUID | None = None,
    limit: int = 50,
    *,
    with_details: bool = False,
) -> list[Entry]:
    """The newest `limit` events, of one subject where given; `before` is the id of the last one seen."""
    rows = Event.objects.within(community_id).order_by("-id")
    if subject is not None:
        rows = rows.filter(subject_kind=subject[0], subject_id=subject[1])
    if before is not None:
        rows = rows.filter(id__lt=before)
    events = list(rows[:limit])
    words = _details(community_id, events) if with_details else {}
    return [_entry(event, words.get(event.pk, "")) for event in events]


def _details(community_id: int, events: list[Event]) -> dict[UUID, str]:
    keys = [event.pk for event in events if event.detail_hash]
    if not keys:
        return {}
    return {row.event_id: row.text for row in Detail.objects.within(community_id).filter(event_id__in=keys)}


def _entry(event: Event, detail: str) -> Entry:
    return Entry(
        id=event.pk,
        at=event.at,
        subject=(event.subject_kind, event.subject_id),
        verb=event.verb,
        label=label_of(event.verb),
        before=event.before,
        after=event.after,
        facts=event.facts,
        actor=event.actor,
        actor_role=event.actor_role,
        detail=detail,
    )
