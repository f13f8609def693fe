"""What the worker sends: by e-mail, text message, robot, webhook.

Once, and never lost: rows are leased by a conditional UPDATE before anything leaves the house, and marked as sent after
the other side took the message. What surely did not leave is tried again, later each time; after the fifth try the text
moves to the desk's list. Where nobody knows whether it left, because no answer came or the worker died, it is not sent
again, but moves to the desk at once, where a person sees it.
"""

import json
import logging
import math
import time
from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.utils import translation

from linli.core import clock
from linli.core.errors import TooMany
from linli.gate.services import limit
from linli.notifications import kinds
from linli.notifications.adapters import Undelivered, in_time
from linli.notifications.adapters.mail import send_mail
from linli.notifications.adapters.robots import say_by_robot
from linli.notifications.adapters.sms import send_sms
from linli.notifications.adapters.webhooks import post_to_webhook
from linli.notifications.kinds.channels import BY_MACHINE, EMAIL, SMS, WEBHOOK
from linli.notifications.models import WAITING, Channel, Outgoing
from linli.notifications.queries import email_works, quiet_hours, quiet_until, sms_template, wordings_of
from linli.notifications.services.delivering import failed, give_up_abandoned, lease, mark_sent, postpone
from linli.notifications.services.sending import COMPANY, forget_expired
from linli.places.models import Community

logger = logging.getLogger(__name__)
AT_ONCE = 20
PATIENCE = 10.0
LONGEST_PARAMETER = 35
MOST_TOGETHER = 6
"""So many numbers fit into one parameter, and so many texts into one message of a robot."""


def send_due() -> int:
    """Every community's texts that are due; how many left. A slow service keeps the other jobs waiting no longer than
    `PATIENCE` and the one message begun in it: the rest goes next time.
    """
    sent, until = 0, time.monotonic() + PATIENCE
    for community_id in Community.objects.order_by("pk").values_list("pk", flat=True):
        forget_expired(community_id=community_id)
        sent += send_due_in(community_id=community_id, until=until)
    return sent


def send_due_in(*, community_id: int, until: float = math.inf) -> int:
    """One community's texts that are due, none begun after `until` (monotonic); how many left."""
    now = clock.now()
    # those that become due in a moment leave together with those that are due, where the receiver is the same
    waiting = Outgoing.objects.within(community_id).filter(channel__in=_working(), state=WAITING)
    rows = list(waiting.filter(due_at__lte=now + COMPANY).order_by("due_at", "id")[:AT_ONCE])
    if not any(row.due_at <= now for row in rows):
        return 0
    sent = 0
    for group in _by_receiver(_awake(community_id, rows)):
        if time.monotonic() < until and any(row.due_at <= now for row in group):
            sent += _send_together(community_id, [row.pk for row in group[:MOST_TOGETHER]])
    return sent


def _working() -> list[str]:
    return [channel for channel in BY_MACHINE if channel != EMAIL or email_works()]


def _awake(community_id: int, rows: list[Outgoing]) -> list[Outgoing]:
    """The rows that may leave at this hour and are in nobody's hands; where a worker died, the text is given up."""
    morning = quiet_until(quiet_hours(community_id), clock.now())
    awake = []
    for row in rows:
        if row.leased_until is not None:
            give_up_abandoned(community_id=community_id, row=row)
        elif morning is None or kinds.text_of(row.kind).urgent:
            awake.append(row)
        elif mine := lease(community_id=community_id, keys=[row.pk]):
            postpone(mine, morning, tried=False)
    return awake


def _by_receiver(rows: Iterable[Outgoing]) -> list[list[Outgoing]]:
    """Texts that can leave as one message: what is urgent goes alone."""
    groups: dict[object, list[Outgoing]] = {}
    for row in rows:
        alone = kinds.text_of(row.kind).urgent
        groups.setdefault(row.pk if alone else _receiver(row), []).append(row)
    return list(groups.values())


def _receiver(row: Outgoing) -> tuple[object, ...]:
    """Who gets it by which way; a text message has room for several numbers, but not for several texts."""
    same: tuple[object, ...] = (row.channel, row.via_id, row.recipient_address)
    if row.channel != SMS:
        return same
    others = {name: word for name, word in _sms_words(row).items() if name != "number"}
    return (*same, row.kind, *sorted(others.items()))


def _send_together(community_id: int, keys: list[UUID]) -> int:
    rows = lease(community_id=community_id, keys=keys)
    if not rows:
        return 0
    try:
        if rows[0].channel == SMS:
            _count_sms(rows[0].recipient_address)
        _dispatch(rows, "\n\n".join(_texts(community_id, rows)))
    except TooMany as error:
        postpone(rows, clock.now() + timedelta(seconds=error.retry_after), "minute_limit", tried=False)
        return 0
    except Undelivered as error:
        logger.warning("%s %s failed, attempt %d: %s", rows[0].channel, rows[0].pk, rows[0].attempts, error.problem)
        failed(rows, error.problem, again=error.again, wait=error.wait)
        return 0
    except Exception as error:
        # whatever a service's own software did: the text must not be lost, nor stop those behind it
        logger.warning("%s %s failed: %s", rows[0].channel, rows[0].pk, type(error).__name__)
        failed(rows, "no_answer", again=False)
        return 0
    return mark_sent(rows)


def _texts(community_id: int, rows: list[Outgoing]) -> list[str]:
    if rows[0].channel == SMS:
        return []
    wordings = wordings_of(community_id)
    with translation.override(settings.LANGUAGE_CODE):
        return [kinds.render(row.kind, json.loads(row.payload), wordings) for row in rows]


def _count_sms(phone: str) -> None:
    """One text message more for this phone: at most one a minute and five a day, whatever they are about.

    Raises `TooMany` for the minute, `Undelivered` for the day.
    """
    limit(purpose="sms.minute", subject=phone, most=1, seconds=60)
    try:
        limit(purpose="sms.day", subject=phone, most=5, seconds=24 * 3600)
    except TooMany as error:
        raise Undelivered("day_limit") from error


def _dispatch(rows: list[Outgoing], text: str) -> None:
    """Hand the message over. Raises `Undelivered`, after `LONGEST` at the latest.

    What the demo's offices send to their groups leaves no machine.
    """
    first = rows[0]
    if first.channel == SMS:
        _by_sms(rows)
        return
    channel = _channel_of(first)
    if channel and settings.LINLI_DEMO:
        return
    address, secret = (channel.address, channel.secret) if channel else (first.recipient_address, "")
    if first.channel == EMAIL:
        with translation.override(settings.LANGUAGE_CODE):
            subject = kinds.render_subject(first.kind, json.loads(first.payload))
        in_time(lambda: send_mail(address, subject, text, first.pk))
    elif first.channel == WEBHOOK:
        in_time(lambda: post_to_webhook(address, secret, text, first.pk))
    else:
        in_time(lambda: say_by_robot(first.channel, address, secret, text))


def _channel_of(row: Outgoing) -> Channel | None:
    if row.via_id is None:
        return None
    found: Channel | None = Channel.objects.within(row.community_id).filter(pk=row.via_id, removed_at=None).first()
    if found is None:
        raise Undelivered("gone")
    return found


def _by_sms(rows: list[Outgoing]) -> None:
    first = rows[0]
    template, phone = sms_template(first.kind, first.recipient_address), first.recipient_address
    if not template:
        raise Undelivered("not_set")
    words = _sms_words(first)
    if "number" in words:
        words["number"] = "、".join(_sms_words(row)["number"] for row in rows)
    in_time(lambda: send_sms(phone, template, list(words.items())))


def _sms_words(row: Outgoing) -> dict[str, str]:
    """What may leave as parameters: the words registered for it, short, on one line."""
    with translation.override(settings.LANGUAGE_CODE):
        told = kinds.as_told(json.loads(row.payload))
    names = kinds.text_of(row.kind).sms
    return {name: " ".join(str(told[name]).split())[:LONGEST_PARAMETER] for name in names}
