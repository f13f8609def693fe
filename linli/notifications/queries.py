"""Reads: what waits at the desk to be passed on, for whoever may see it, rendered in the reader's language."""

import json
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from linli.core import clock, masks
from linli.core.actor import Actor
from linli.notifications import kinds
from linli.notifications.models import DESK, WAITING, Outgoing
from linli.places.models import TenantQuerySet


@dataclass(frozen=True, slots=True)
class Waiting:
    """One text on the list: who it is for, masked, and the words to copy."""

    id: UUID
    kind: str
    label: str
    recipient: str
    text: str
    made_at: datetime
    expires_at: datetime | None
    subject_kind: str
    subject_id: UUID | None


def _visible(actor: Actor, community_id: int) -> TenantQuerySet:
    held = {permission for grant in actor.grants if grant.covers(community_id) for permission in grant.permissions}
    now = clock.now()
    rows = Outgoing.objects.within(community_id).filter(channel=DESK, state=WAITING, due_at__lte=now)
    return rows.filter(Q(expires_at__isnull=True) | Q(expires_at__gt=now), permission__in=held)


def masked_recipient(row: Outgoing) -> str:
    """Who a text is for, as lists show it: 王*旭 186****1402, or the beginning of an e-mail address."""
    address: str = row.recipient_address
    shown = (
        f"{address[:1]}***@{address.partition('@')[2]}" if "@" in address else masks.phone(address) if address else ""
    )
    return " ".join(part for part in (masks.name(row.recipient_name), shown) if part)


def as_shown(row: Outgoing) -> Waiting:
    """The row with its words filled in. Raises `Unreadable` for one that was altered."""
    text = kinds.render(row.kind, json.loads(row.payload))
    label = str(kinds.text_of(row.kind).label)
    who = masked_recipient(row)
    return Waiting(row.pk, row.kind, label, who, text, row.made_at, row.expires_at, row.subject_kind, row.subject_id)


def waiting_to_pass_on(actor: Actor, community_id: int, limit: int = 200) -> list[Waiting]:
    """What this person may pass on in this community, the oldest first."""
    return [as_shown(row) for row in _visible(actor, community_id).order_by("due_at", "id")[:limit]]


def count_waiting(actor: Actor, community_id: int) -> int:
    """How many texts this person could pass on: the figure beside 待转发."""
    return _visible(actor, community_id).count()
