"""What the worker notes around each try to send: that it is making it, and what came of it.

Every step is one conditional UPDATE, so that of several workers one makes the try and nothing is sent twice.
"""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F

from linli.core import clock
from linli.core.ids import new_id
from linli.notifications.kinds.channels import DESK
from linli.notifications.models import FAILED, SENT, WAITING, Channel, Outgoing
from linli.notifications.services.sending import ERASED

ATTEMPTS = 5
LEASE = timedelta(minutes=2)
FIRST_WAIT = timedelta(seconds=30)


def lease(*, community_id: int, keys: list[UUID]) -> list[Outgoing]:
    """Those of these texts that are now this worker's to send, the oldest first."""
    token, rows = new_id(), Outgoing.objects.within(community_id)
    with transaction.atomic():
        mine = rows.filter(pk__in=keys, state=WAITING, leased_until=None)
        mine.update(lease=token, leased_until=clock.now() + LEASE, attempts=F("attempts") + 1)
    return list(rows.filter(lease=token, state=WAITING).order_by("made_at", "id"))


def give_up_abandoned(*, community_id: int, row: Outgoing) -> None:
    """A lease ran out, so its worker died. Whether the message left, nobody knows: it is not sent again."""
    now = clock.now()
    with transaction.atomic():
        dead = Outgoing.objects.within(community_id).filter(pk=row.pk, state=WAITING, leased_until__lte=now)
        if dead.update(lease=new_id(), leased_until=now + LEASE):
            row.refresh_from_db()
            give_up(row, "worker_stopped")


@transaction.atomic
def mark_sent(rows: list[Outgoing]) -> int:
    """These left in one message: who, where to and the words are erased. How many they were."""
    now = clock.now()
    mine = _of(rows).update(state=SENT, sent_at=now, sent_by="system", leased_until=None, problem="", **ERASED)
    _note(rows[0], worked_at=now, problem="")
    return mine


@transaction.atomic
def postpone(rows: list[Outgoing], until: datetime, problem: str = "", *, tried: bool = True) -> None:
    """Not now; `tried` is false where no try was made, so that none is counted."""
    attempts = F("attempts") if tried else F("attempts") - 1
    _of(rows).update(leased_until=None, lease=None, due_at=until, problem=problem, attempts=attempts)
    if tried:
        _note(rows[0], problem=problem, problem_at=clock.now())


def failed(rows: list[Outgoing], problem: str, *, again: bool, wait: int = 0) -> None:
    """A try went wrong: another one later, each time later, or the texts move to the desk."""
    attempts = max(row.attempts for row in rows)
    if again and attempts < ATTEMPTS:
        postpone(rows, clock.now() + max(FIRST_WAIT * 2**attempts, timedelta(seconds=wait)), problem)
        return
    with transaction.atomic():
        for row in rows:
            give_up(row, problem)
        _note(rows[0], problem=problem, problem_at=clock.now())


def give_up(row: Outgoing, problem: str) -> None:
    """Move the text to the desk's list, where a person passes it on; one that nobody may see there ends here."""
    mine = _of([row])
    if row.permission and mine.exists():
        copy = Outgoing(
            community_id=row.community_id,
            kind=row.kind,
            channel=DESK,
            dedupe=row.dedupe,
            recipient_name=row.recipient_name,
            recipient_address=row.recipient_address,
            payload=row.payload,
            permission=row.permission,
            subject_kind=row.subject_kind,
            subject_id=row.subject_id,
            made_at=row.made_at,
            due_at=clock.now(),
            expires_at=row.expires_at,
        )
        Outgoing.objects.bulk_create([copy], ignore_conflicts=True)
    mine.update(state=FAILED, problem=problem, leased_until=None, **ERASED)


def _of(rows: list[Outgoing]):  # type: ignore[no-untyped-def]  # -- a TenantQuerySet
    """The rows as they stand, as long as the try is still this worker's."""
    keys = [row.pk for row in rows]
    return Outgoing.objects.within(rows[0].community_id).filter(pk__in=keys, state=WAITING, lease=rows[0].lease)


def _note(row: Outgoing, **state: object) -> None:
    """Keep at the office's channel how it went last."""
    if row.via_id:
        Channel.objects.within(row.community_id).filter(pk=row.via_id).update(**state)
