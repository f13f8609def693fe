"""What the worker delivers to other programs: in order, at least once, each address at its own pace."""

import json
import logging
import time
from dataclasses import asdict
from datetime import timedelta
from uuid import UUID, uuid5

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction

from linli.core import clock
from linli.integrations.adapters.delivery import Letter, post
from linli.integrations.models import Webhook
from linli.integrations.queries import Happened, happened_after, last_position
from linli.notifications.adapters import Undelivered
from linli.places.models import Community

logger = logging.getLogger(__name__)
LEASE = timedelta(minutes=1)
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=30), timedelta(hours=6)
MOST_FAILURES = 16
"""In a row: about three days. Then the address waits for a person."""
PATIENCE = 10.0
"""Seconds for all addresses together: one that does not answer keeps the other jobs waiting no longer."""


def deliver_due() -> int:
    """Every address that is due, in every community; how many were told something."""
    until, told = time.monotonic() + PATIENCE, 0
    for community_id in Community.objects.order_by("pk").values_list("pk", flat=True):
        for webhook_id in _due(community_id):
            if time.monotonic() < until:
                told += deliver(community_id=community_id, webhook_id=webhook_id)
    return told


def _due(community_id: int) -> list[UUID]:
    """Those whose time has come and whom there is something to tell."""
    rows = Webhook.objects.within(community_id).filter(ended_at__isnull=True, paused_at__isnull=True)
    rows = rows.filter(position__lt=last_position(community_id))
    return list(rows.filter(due_at__lte=clock.now()).order_by("due_at", "id").values_list("pk", flat=True))


def deliver(*, community_id: int, webhook_id: UUID) -> bool:
    """Tell one address the next events; whether there was anything to tell and it was taken.

    A worker that dies between the address's answer and our note tells the same again: `Linli-Delivery` is the same.
    """
    webhook = _leased(community_id, webhook_id)
    if webhook is None:
        return False
    events = happened_after(community_id, webhook.position)
    if not events:
        _note(webhook, leased_until=None)
        return False
    wanted = [event for event in events if not webhook.verbs or event.verb in webhook.verbs]
    try:
        if wanted:
            post(_letter(webhook, wanted))
    except Undelivered as error:
        logger.warning("webhook %s failed, %d in a row: %s", webhook.pk, webhook.failures + 1, error.problem)
        _failed(webhook, error.problem)
        return False
    now = clock.now()
    delivered = {"delivered_at": now} if wanted else {}
    _note(webhook, position=events[-1].position, leased_until=None, failures=0, problem="", due_at=now, **delivered)
    return bool(wanted)


def _leased(community_id: int, webhook_id: UUID) -> Webhook | None:
    """The address, ours to tell for a minute; None where another worker has it."""
    now = clock.now()
    live = Webhook.objects.within(community_id).filter(pk=webhook_id, ended_at__isnull=True, paused_at__isnull=True)
    with transaction.atomic():
        free = live.filter(leased_until__isnull=True) | live.filter(leased_until__lte=now)
        if not free.filter(due_at__lte=now).update(leased_until=now + LEASE):
            return None
    return live.first()


def _letter(webhook: Webhook, events: list[Happened]) -> Letter:
    said = {"office": f"{webhook.community_id:012d}", "events": [asdict(event) for event in events]}
    return Letter(
        url=webhook.url,
        secret=webhook.secret,
        delivery=str(uuid5(webhook.pk, str(events[0].position))),
        sent_at=int(clock.now().timestamp()),
        body=json.dumps(said, cls=DjangoJSONEncoder, ensure_ascii=False).encode(),
    )


def _failed(webhook: Webhook, problem: str) -> None:
    failures, now = webhook.failures + 1, clock.now()
    wait = min(LONGEST_WAIT, FIRST_WAIT * 2 ** min(webhook.failures, 12))
    paused = {"paused_at": now} if failures >= MOST_FAILURES else {}
    _note(webhook, leased_until=None, failures=failures, problem=problem[:40], due_at=now + wait, **paused)


@transaction.atomic
def _note(webhook: Webhook, **values: object) -> None:
    """Write only where the lease is still ours."""
    rows = Webhook.objects.within(webhook.community_id).filter(pk=webhook.pk, leased_until=webhook.leased_until)
    rows.update(**values)
