"""Sealing what was added into a hash chain for each community."""

import hashlib
import json
from datetime import datetime, timedelta

from django.db import IntegrityError, models, transaction
from django.db.models import Exists, OuterRef

from linli.core import clock
from linli.core.ids import first_id_at, made_at
from linli.gate.services import secret_hash
from linli.timeline.models import Event, Head, Seal

# a key says when it was made, whatever the event says; one whose transaction was slow is found this far behind the
# last seal, and one that was slower still when everything is looked at
LOOK_BACK = timedelta(hours=1)
GENESIS = b"\0" * 32


def link_hash(previous: bytes, position: int, sealed_at: datetime, event: Event) -> bytes:
    """The hash of one link: the one before, the position, when it was sealed, and everything the event says."""
    said = [
        position,
        sealed_at.isoformat(),
        event.community_id,
        event.pk.hex,
        event.at.isoformat(),
        event.subject_kind,
        event.subject_id.hex,
        event.verb,
        event.before,
        event.after,
        event.facts,
        event.actor,
        event.actor_role,
        bytes(event.detail_hash).hex(),
    ]
    body = json.dumps(said, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(previous + body.encode()).digest()


def head_proof(community_id: int, position: int, head: bytes) -> bytes:
    """What only this installation can say about the end of a chain."""
    return secret_hash("timeline.head", f"{community_id}|{position}|{head.hex()}")


def seal(*, community_id: int, most: int = 500, look_at_all: bool = False) -> int:
    """Seal events that have no seal yet, in the order of their keys. Run by the worker; returns how many.

    `look_at_all` finds also those made long before the last seal, in time that grows with the record. Two workers at
    once: the unique position lets one win, the other finds nothing lost and comes again.
    """
    try:
        with transaction.atomic():
            return _seal(community_id, most, look_at_all)
    except IntegrityError:
        return 0


def unsealed(community_id: int) -> models.QuerySet[Event]:
    """Events without a seal."""
    seals = Seal.objects.within(community_id).filter(event_id=OuterRef("pk"), community_id=OuterRef("community_id"))
    return Event.objects.within(community_id).filter(~Exists(seals))


def _seal(community_id: int, most: int, look_at_all: bool) -> int:
    last = Seal.objects.within(community_id).order_by("-position").first()
    position, head = (last.position, bytes(last.hash)) if last else (0, GENESIS)
    fresh = unsealed(community_id).order_by("id")
    if last and not look_at_all:
        fresh = fresh.filter(id__gte=first_id_at(made_at(last.event_id) - LOOK_BACK))
    seals, now = [], clock.now()
    for event in fresh[:most]:
        position += 1
        head = link_hash(head, position, now, event)
        seals.append(Seal(community_id=community_id, position=position, event_id=event.pk, hash=head, sealed_at=now))
    if seals:
        Seal.objects.bulk_create(seals)
        _move_head(community_id, position, head)
    return len(seals)


def _move_head(community_id: int, position: int, head: bytes) -> None:
    values = {"position": position, "hash": head, "proof": head_proof(community_id, position, head)}
    if not Head.objects.within(community_id).update(**values):
        Head.objects.create(community_id=community_id, **values)
