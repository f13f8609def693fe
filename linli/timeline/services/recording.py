"""Adding to the timeline."""

import hashlib
import os
from typing import Any
from uuid import UUID

from linli.core import clock
from linli.core.actor import Actor
from linli.timeline.models import Detail, Event


def record(
    *,
    community_id: int,
    subject: tuple[str, UUID],
    verb: str,
    before: str = "",
    after: str = "",
    facts: dict[str, Any] | None = None,
    detail: str = "",
    by: Actor,
) -> Event:
    """Add one row in the caller's transaction. `facts` holds codes, ids and numbers only; words go into `detail`."""
    salt = os.urandom(16) if detail else b""
    event = Event(
        community_id=community_id,
        at=clock.now(),
        subject_kind=subject[0],
        subject_id=subject[1],
        verb=verb,
        before=before,
        after=after,
        facts=facts or {},
        actor=by.key,
        actor_role=by.label,
        detail_hash=words_hash(salt, detail) if detail else b"",
    )
    Event.objects.add(event)
    if detail:
        Detail.objects.create(community_id=community_id, event=event, salt=salt, text=detail)
    return event


def words_hash(salt: bytes, text: str) -> bytes:
    """What an event keeps of its words, so that they can be erased and yet not be changed."""
    return hashlib.sha256(salt + text.encode()).digest()
