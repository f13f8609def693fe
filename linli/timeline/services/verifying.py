"""Finding any edit, deletion, reordering or addition among sealed events."""

import hmac
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from linli.core.crypto import Unreadable
from linli.core.ids import first_id_within
from linli.places.models import TenantQuerySet
from linli.timeline.models import Detail, Event, Head, Seal
from linli.timeline.services.recording import words_hash
from linli.timeline.services.sealing import GENESIS, head_proof, link_hash, unsealed

SEALED_WITHIN = timedelta(minutes=1)
AT_ONCE = 1000
UNREADABLE = (ValueError, TypeError)
"""What Django raises for a stored value that is none of its type."""


@dataclass(frozen=True)
class Fault:
    """Something that is not as it was written. `message` is a (lazy) template for `words`."""

    message: object
    words: dict[str, object]

    def __str__(self) -> str:
        return str(self.message) % self.words


def verify(community_id: int) -> Iterator[Fault]:
    """Everything wrong in one community's record, as it is found; nothing where all is as it was written."""
    position, head = 0, GENESIS
    for seals in _in_order(community_id):
        events = _events(community_id, seals)
        for seal in seals:
            position += 1
            # after a break the rest is judged by the seals as they stand, so that one fault is not told for every row
            fault = _fault_of(seal, position, head, events.get(seal.event_id))
            if fault is not None:
                yield fault
            position, head = seal.position, bytes(seal.hash)
        yield from _details(community_id, seals, events)
    yield from _head(community_id, position, head)
    yield from _left_out(community_id)


def _in_order(community_id: int) -> Iterator[Sequence[Seal]]:
    last = 0
    while True:
        rows = Seal.objects.within(community_id).filter(position__gt=last).order_by("position")[:AT_ONCE]
        seals: list[Seal] = list(rows)
        if not seals:
            return
        last = seals[-1].position
        yield seals


def _ids(seals: Sequence[Seal]) -> list[UUID]:
    return [seal.event_id for seal in seals]


def _events(community_id: int, seals: Sequence[Seal]) -> dict[UUID, Event]:
    """The events of these seals by their ids. Where one cannot be read any more, the others still are."""
    rows = Event.objects.within(community_id)
    try:
        return {event.pk: event for event in rows.filter(pk__in=_ids(seals))}
    except UNREADABLE:
        found = [_readable(rows, seal.event_id) for seal in seals]
        return {event.pk: event for event in found if event is not None}


def _readable(rows: TenantQuerySet, key: UUID) -> Event | None:
    try:
        event: Event | None = rows.filter(pk=key).first()
    except UNREADABLE:
        return None
    return event


def _fault_of(seal: Seal, position: int, head: bytes, event: Event | None) -> Fault | None:
    words: dict[str, object] = {"position": seal.position, "expected": position, "event": seal.event_id}
    if seal.position != position:
        return Fault(_("Seals are missing: after %(expected)s comes %(position)s."), words)
    if event is None:
        return Fault(_("Event %(event)s, sealed at %(position)s, was deleted or made unreadable."), words)
    if not _fits(seal, position, head, event):
        return Fault(_("Event %(event)s, sealed at %(position)s, or its seal was changed or moved."), words)
    return None


def _fits(seal: Seal, position: int, head: bytes, event: Event) -> bool:
    try:
        return hmac.compare_digest(link_hash(head, position, seal.sealed_at, event), bytes(seal.hash))
    except (*UNREADABLE, AttributeError):
        return False


def _details(community_id: int, seals: Sequence[Seal], events: dict[UUID, Event]) -> Iterator[Fault]:
    """Words may be erased, but not changed."""
    for detail in Detail.objects.within(community_id).filter(event_id__in=list(events)):
        event = events.get(detail.event_id)
        try:
            same = event is not None and words_hash(bytes(detail.salt), detail.text) == bytes(event.detail_hash)
        except Unreadable:
            same = False
        if not same:
            yield Fault(_("The words of event %(event)s were changed."), {"event": detail.event_id})


def _head(community_id: int, position: int, head: bytes) -> Iterator[Fault]:
    """The end of the chain, by the proof that only this installation can make."""
    kept = Head.objects.within(community_id).first()
    if kept is None:
        if position:
            yield Fault(_("The note of how far the chain reaches is missing."), {})
        return
    words: dict[str, object] = {"position": position, "kept": kept.position}
    if not hmac.compare_digest(head_proof(community_id, kept.position, bytes(kept.hash)), bytes(kept.proof)):
        yield Fault(_("The note of how far the chain reaches was changed."), words)
    elif (kept.position, bytes(kept.hash)) != (position, head):
        yield Fault(_("The chain should reach to %(kept)s and reaches to %(position)s, or was made anew."), words)


def _left_out(community_id: int) -> Iterator[Fault]:
    """Events that the worker should have sealed by now, or that were slipped in behind its back."""
    rows = unsealed(community_id).filter(id__lt=first_id_within(SEALED_WITHIN))
    try:
        for key in rows.order_by("id").values_list("pk", flat=True)[:AT_ONCE]:
            yield Fault(_("Event %(event)s has no seal and is older than a minute."), {"event": key})
    except UNREADABLE:
        yield Fault(_("There are events whose number cannot be read."), {})
