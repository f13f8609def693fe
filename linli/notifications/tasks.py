"""What the worker sends by e-mail.

Once, and never lost: a row is leased by a conditional UPDATE before anything leaves the house, and marked as sent
after the mail server took it. A refusal is tried again, later each time; after the fifth the text moves to the desk's
list. If the worker dies between lease and mark, nobody knows whether the mail left: it is not sent again, but moves to
the desk as well, where a person sees it.
"""

import json
import logging
import math
import time
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F
from django.utils import translation

from linli.core import clock
from linli.notifications import kinds
from linli.notifications.models import DESK, EMAIL, FAILED, SENT, WAITING, Outgoing
from linli.notifications.services import ERASED, email_works, forget_expired
from linli.places.models import Community, TenantQuerySet

logger = logging.getLogger(__name__)
ATTEMPTS = 5
LEASE = timedelta(minutes=2)
FIRST_WAIT = timedelta(seconds=30)
AT_ONCE = 20
PATIENCE = 10.0


def send_due_emails() -> int:
    """Every community's e-mails that are due; how many left. A slow mail server keeps the other jobs waiting no longer
    than `PATIENCE`: the rest goes next time.
    """
    sent, until = 0, time.monotonic() + PATIENCE
    for community_id in Community.objects.order_by("pk").values_list("pk", flat=True):
        forget_expired(community_id=community_id)
        if email_works():
            sent += send_due_in(community_id=community_id, until=until)
    return sent


def send_due_in(*, community_id: int, until: float = math.inf) -> int:
    """One community's e-mails that are due, none begun after `until` (monotonic); how many left."""
    due = _mails(community_id).filter(due_at__lte=clock.now()).order_by("due_at", "id")
    keys = list(due.values_list("pk", flat=True)[:AT_ONCE])
    return sum(_send_one(community_id, key) for key in keys if time.monotonic() < until)


def _mails(community_id: int) -> TenantQuerySet:
    return Outgoing.objects.within(community_id).filter(channel=EMAIL, state=WAITING)


def _lease(community_id: int, key: UUID) -> bool:
    """Whether the row is ours to send. A row with a lease that ran out is one whose sender died."""
    now = clock.now()
    with transaction.atomic():
        row = _mails(community_id).filter(pk=key, due_at__lte=now)
        if row.filter(leased_until__isnull=True).update(leased_until=now + LEASE, attempts=F("attempts") + 1):
            return True
        if row.filter(leased_until__lte=now).update(leased_until=now + LEASE):
            _give_up(community_id, key, "the worker stopped while sending")
        return False


def _send_one(community_id: int, key: UUID) -> int:
    if not _lease(community_id, key):
        return 0
    row = Outgoing.objects.within(community_id).get(pk=key)
    try:
        _as_email(row).send()
    except Exception as error:
        # whatever the mail server or the network did: the text must not be lost, nor stop those behind it
        logger.warning("e-mail %s failed, attempt %d: %s", key, row.attempts, type(error).__name__)
        _failed(row, type(error).__name__)
        return 0
    with transaction.atomic():
        _mails(community_id).filter(pk=key).update(
            state=SENT, sent_at=clock.now(), sent_by="system", leased_until=None, problem="", **ERASED
        )
    return 1


def _as_email(row: Outgoing) -> EmailMessage:
    words = json.loads(row.payload)
    with translation.override(settings.LANGUAGE_CODE):
        subject, text = kinds.render_subject(row.kind, words), kinds.render(row.kind, words)
    # the same row always makes the same message id, so that a mail server knows it again
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("> ")
    return EmailMessage(subject, text, to=[row.recipient_address], headers={"Message-ID": f"<{row.pk}@{domain}>"})


@transaction.atomic
def _failed(row: Outgoing, problem: str) -> None:
    if row.attempts >= ATTEMPTS:
        _give_up(row.community_id, row.pk, problem)
        return
    wait = FIRST_WAIT * 2**row.attempts
    _mails(row.community_id).filter(pk=row.pk).update(
        leased_until=None, due_at=clock.now() + wait, problem=problem[:200]
    )


def _give_up(community_id: int, key: UUID, problem: str) -> None:
    """Move the text to the desk's list, where a person passes it on; one that nobody may see there ends here."""
    row = _mails(community_id).filter(pk=key).first()
    if row is None:
        return
    if row.permission:
        copy = Outgoing(
            community_id=community_id,
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
    _mails(community_id).filter(pk=key).update(state=FAILED, problem=problem[:200], leased_until=None, **ERASED)
