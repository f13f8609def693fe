"""Everything that went out or is to be passed on, in full words: whom it is for is invented."""

import json
from dataclasses import dataclass
from datetime import datetime

from linli.demo.kinds.offices import OFFICES
from linli.notifications import kinds
from linli.notifications.models import EMAIL, Outgoing
from linli.notifications.queries import wordings_of
from linli.places.models import Community

SHOWN = 200
TONES = {"waiting": "soon", "sent": "good", "failed": "late", "expired": "quiet"}
"""The colour of each state."""


@dataclass(frozen=True, slots=True)
class Message:
    """One text. `text` is empty once it was erased, as it is when it was passed on or is of no use any more."""

    community: str
    label: str
    channel: str
    tone: str
    state: str
    name: str
    address: str
    subject: str
    text: str
    made_at: datetime
    expires_at: datetime | None


def outbox() -> list[Message]:
    """All channels of all offices of the demo, the newest first."""
    names = dict(Community.objects.values_list("pk", "name"))
    wordings = {office.code: wordings_of(office.code) for office in OFFICES}
    rows = Outgoing.objects.within([office.code for office in OFFICES]).order_by("-made_at", "-id")[:SHOWN]
    return [_message(row, names.get(row.community_id, ""), wordings[row.community_id]) for row in rows]


def _message(row: Outgoing, community: str, wordings: dict[str, str]) -> Message:
    words = json.loads(row.payload) if row.payload else None
    return Message(
        community=community,
        label=str(kinds.text_of(row.kind).label),
        channel=row.get_channel_display(),
        tone=TONES.get(row.state, ""),
        state=row.get_state_display(),
        name=row.recipient_name,
        address=row.recipient_address,
        subject=kinds.render_subject(row.kind, words) if words is not None and row.channel == EMAIL else "",
        text=kinds.render(row.kind, words, wordings) if words is not None else "",
        made_at=row.made_at,
        expires_at=row.expires_at,
    )
