"""Writing outgoing rows, and marking what was passed on by hand."""

import json
from collections.abc import Collection, Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from linli.core import clock
from linli.core.actor import Actor
from linli.core.errors import Conflict, NotHere
from linli.notifications import kinds
from linli.notifications.kinds.channels import BY_MACHINE
from linli.notifications.models import DESK, EXPIRED, SENT, SMS, WAITING, Outgoing
from linli.notifications.permissions import may_pass_on
from linli.notifications.queries import sms_template
from linli.timeline.services import record

ERASED: dict[str, Any] = {"recipient_name": b"", "recipient_address": b"", "payload": b""}
"""What is taken out of a row once it is sent or of no use: who, where to, and the words."""


COMPANY = timedelta(seconds=60)
"""How long a text that is not urgent waits for others to the same receiver, so that they leave as one message."""


def _known(kind: str, words: Mapping[str, object]) -> None:
    if missing := kinds.text_of(kind).missing(words):
        raise LookupError(f"the text of {kind} also needs {sorted(missing)}")


def send(
    *,
    community_id: int,
    kind: str,
    dedupe: str,
    recipient_name: str,
    recipient_address: str,
    words: Mapping[str, object],
    channel: str = "",
    via: UUID | None = None,
    permission: str = "outgoing.pass_on",
    subject: tuple[str, UUID] | None = None,
    good_for: timedelta | None = None,
) -> Outgoing | None:
    """Put one text on its way, in the caller's transaction; the same `dedupe` again adds nothing.

    `words` fill the text of this `kind` (`kinds.register`), which is rendered in the reader's language when it is read
    or sent. Without a `channel` it goes to a phone as a text message where those are set up for this kind, otherwise
    onto the desk's list; `via` is a channel of the office. `permission` is what a worker needs to see it on the list to
    pass on: a sign-in code is for few eyes, and with an empty one for nobody's. After `good_for` it leaves the list
    unsent. Raises LookupError for a kind without a text, and where the text needs a word that is not given.
    """
    _known(kind, words)
    now = clock.now()
    channel = channel or (SMS if sms_template(kind, recipient_address) else DESK)
    waits = channel in BY_MACHINE and not kinds.text_of(kind).urgent
    row = Outgoing(
        community_id=community_id,
        kind=kind,
        channel=channel,
        via_id=via,
        dedupe=dedupe,
        recipient_name=recipient_name,
        recipient_address=recipient_address,
        payload=json.dumps(dict(words), ensure_ascii=False, default=str),
        permission=permission,
        subject_kind=subject[0] if subject else "",
        subject_id=subject[1] if subject else None,
        made_at=now,
        due_at=now + COMPANY if waits else now,
        expires_at=now + good_for if good_for else None,
    )
    rows = Outgoing.objects.bulk_create([row], ignore_conflicts=True)
    return rows[0] if rows else None


@transaction.atomic
def mark_passed_on(*, community_id: int, outgoing_ids: Collection[UUID], by: Actor) -> None:
    """A worker passed these texts on as one message. Recipients and words are erased with it.

    Raises `NotHere` where the asker may know of no such text, `Conflict` when somebody passed all of it on already.
    """
    rows = Outgoing.objects.within(community_id).filter(pk__in=outgoing_ids, channel=DESK)
    found = list(rows.select_for_update().order_by("id"))
    if len(found) < len(set(outgoing_ids)) or not all(may_pass_on(by, row).allowed for row in found):
        raise NotHere
    waiting = [row for row in found if row.state == WAITING]
    if not waiting:
        raise Conflict(_("Somebody has already passed this on."))
    rows.filter(state=WAITING).update(state=SENT, sent_at=clock.now(), sent_by=by.key, **ERASED)
    for row in waiting:
        about = (row.subject_kind, row.subject_id) if row.subject_id else ("outgoing", row.pk)
        record(community_id=community_id, subject=about, verb="pass_on", facts={"kind": row.kind}, by=by)


@transaction.atomic
def note_showing(*, community_id: int, outgoing_id: UUID, by: Actor) -> None:
    """Somebody at the desk looks at a covered text, to read it out: who looked at whose, and when, is kept.

    Raises `NotHere` where the asker may know of no such text, `Conflict` when it was passed on or is out of date.
    """
    row = Outgoing.objects.within(community_id).select_for_update().filter(pk=outgoing_id, channel=DESK).first()
    if row is None or not kinds.text_of(row.kind).covered or not may_pass_on(by, row).allowed:
        raise NotHere
    if row.state != WAITING or (row.expires_at is not None and row.expires_at <= clock.now()):
        raise Conflict(_("This code is of no use any more. Whoever asked for it asks for a new one."))
    about = (row.subject_kind, row.subject_id) if row.subject_id else ("outgoing", row.pk)
    record(community_id=community_id, subject=about, verb="show_covered", facts={"kind": row.kind}, by=by)


def forget_expired(*, community_id: int) -> int:
    """Take who, where to and the words out of texts that are of no use any more."""
    with transaction.atomic():
        rows = Outgoing.objects.within(community_id).filter(state=WAITING, expires_at__lte=clock.now())
        return rows.update(state=EXPIRED, **ERASED)
