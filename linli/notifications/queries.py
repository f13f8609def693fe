"""Reads: what waits at the desk to be passed on, how the rest fares, and what an office has set up."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from importlib.util import find_spec
from uuid import UUID

from django.conf import settings
from django.db.models import Q

from linli.core import clock, masks
from linli.core.actor import Actor
from linli.notifications import kinds
from linli.notifications.kinds.channels import BY_MACHINE, problem_in_words
from linli.notifications.models import DESK, WAITING, Channel, Outgoing, QuietHours, Wording
from linli.places.models import TenantQuerySet


@dataclass(frozen=True, slots=True)
class Waiting:
    """One text on the list: who it is for, masked, and the words to copy; none where they are covered."""

    id: UUID
    kind: str
    label: str
    recipient: str
    text: str
    covered: bool
    made_at: datetime
    expires_at: datetime | None
    subject_kind: str
    subject_id: UUID | None


@dataclass(frozen=True, slots=True)
class Card:
    """What waits for one person, to be copied and sent as one message; `texts` are its rows, the oldest first."""

    texts: list[Waiting]

    @property
    def first(self) -> Waiting:
        return self.texts[0]

    @property
    def others(self) -> list[Waiting]:
        return self.texts[1:]

    @property
    def label(self) -> str:
        return "、".join(dict.fromkeys(text.label for text in self.texts))

    @property
    def text(self) -> str:
        """The words as the machine merges them: one after the other, an empty line between."""
        return "\n\n".join(text.text for text in self.texts)

    @property
    def expires_at(self) -> datetime | None:
        return min((text.expires_at for text in self.texts if text.expires_at), default=None)


@dataclass(frozen=True, slots=True)
class Sending:
    """How one text fares that leaves by machine. `recipient` is empty once it was sent: who it was for is erased."""

    label: object
    way: object
    recipient: str
    state: str
    state_label: object
    attempts: int
    problem: object
    made_at: datetime
    due_at: datetime
    sent_at: datetime | None


@dataclass(frozen=True, slots=True)
class Told:
    """How one text fares, for whom it is not meant: nothing of the recipient, none of its words."""

    id: UUID
    kind: str
    label: str
    way: str
    way_label: str
    state: str
    state_label: str
    attempts: int
    problem: str
    subject_kind: str
    subject_id: UUID | None
    made_at: datetime
    due_at: datetime
    sent_at: datetime | None


def email_works() -> bool:
    """Whether this installation can send e-mail at all."""
    return bool(settings.EMAIL_HOST)


SMS_EXTRAS = {"aliyun": "alibabacloud_dysmsapi20170525", "tencent": "tencentcloud"}
"""The software that each service needs: the extra of this name in pyproject.toml."""


@lru_cache(maxsize=len(SMS_EXTRAS))
def sms_extra_is_here(provider: str) -> bool:
    """Whether the optional software for this text message service is installed."""
    return find_spec(SMS_EXTRAS[provider]) is not None


def sms_works() -> bool:
    """Whether this installation can send text messages at all."""
    provider: str = settings.LINLI_SMS.provider
    return bool(provider) and sms_extra_is_here(provider)


def sms_template(kind: str, address: str) -> str:
    """The service's template by which texts of this kind go to this phone; empty where they do not."""
    if not settings.LINLI_SMS.provider or len(address) != 11 or address[0] != "1" or not address.isdecimal():
        return ""
    return str(settings.LINLI_SMS.templates.get(kind, "")) if sms_works() else ""


def _held(actor: Actor, community_id: int) -> set[str]:
    return {permission for grant in actor.grants if grant.covers(community_id) for permission in grant.permissions}


def _visible(actor: Actor, community_id: int) -> TenantQuerySet:
    held = _held(actor, community_id)
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


def as_shown(row: Outgoing, wordings: Mapping[str, str], *, uncovered: bool = False) -> Waiting:
    """The row with its words filled in, covered ones if told so. Raises `Unreadable` for one that was altered."""
    kind = kinds.text_of(row.kind)
    covered = kind.covered and not uncovered
    return Waiting(
        id=row.pk,
        kind=row.kind,
        label=str(kind.label),
        recipient=masked_recipient(row),
        text="" if covered else kinds.render(row.kind, json.loads(row.payload), wordings),
        covered=covered,
        made_at=row.made_at,
        expires_at=row.expires_at,
        subject_kind=row.subject_kind,
        subject_id=row.subject_id,
    )


def waiting_to_pass_on(actor: Actor, community_id: int, limit: int = 200) -> list[Waiting]:
    """What this person may pass on in this community, the oldest first."""
    wordings = wordings_of(community_id)
    return [as_shown(row, wordings) for row in _visible(actor, community_id).order_by("due_at", "id")[:limit]]


def uncovered(actor: Actor, community_id: int, outgoing_id: UUID) -> Waiting | None:
    """One covered text in plain, for whoever has its showing noted (`services.note_showing`); None once it is gone."""
    row = _visible(actor, community_id).filter(pk=outgoing_id).first()
    return as_shown(row, wordings_of(community_id), uncovered=True) if row else None


def cards_to_pass_on(actor: Actor, community_id: int, limit: int = 200) -> list[Card]:
    """The same, one card for each person, whoever has waited longest first. Codes stand alone, as do texts for a
    group.
    """
    wordings = wordings_of(community_id)
    cards: dict[object, Card] = {}
    for row in _visible(actor, community_id).order_by("due_at", "id")[:limit]:
        text = kinds.text_of(row.kind)
        alone = text.urgent or text.covered or not row.recipient_address
        cards.setdefault(row.pk if alone else row.recipient_address, Card([])).texts.append(as_shown(row, wordings))
    return list(cards.values())


def count_waiting(actor: Actor, community_id: int) -> int:
    """How many texts this person could pass on: the figure beside 待转发."""
    return _visible(actor, community_id).count()


def sendings(actor: Actor, community_id: int, limit: int = 30) -> list[Sending]:
    """The newest texts that leave by machine and whose kind this person may see, with how each fares."""
    rows = Outgoing.objects.within(community_id).filter(channel__in=BY_MACHINE, via=None)
    return [_faring(row) for row in rows.filter(permission__in=_held(actor, community_id)).order_by("-id")[:limit]]


def _faring(row: Outgoing) -> Sending:
    return Sending(
        label=kinds.text_of(row.kind).label,
        way=row.get_channel_display(),
        recipient=masked_recipient(row),
        state=row.state,
        state_label=row.get_state_display(),
        attempts=row.attempts,
        problem=problem_in_words(row.problem),
        made_at=row.made_at,
        due_at=row.due_at,
        sent_at=row.sent_at,
    )


def told_about(
    community_id: int, *, subject_id: UUID | None = None, before: UUID | None = None, size: int = 50
) -> tuple[list[Told], UUID | None]:
    """One page of the texts to people (about this subject), the newest first, and the key before which the next one
    begins. Codes are not among them.
    """
    rows = Outgoing.objects.within(community_id).filter(permission="outgoing.pass_on").order_by("-id")
    given = {"subject_id": subject_id, "pk__lt": before}
    rows = rows.filter(**{name: value for name, value in given.items() if value})
    found = list(rows.defer("recipient_name", "recipient_address", "payload")[: size + 1])
    told = [_told(row) for row in found[:size]]
    return told, told[-1].id if len(found) > size else None


def _told(row: Outgoing) -> Told:
    return Told(
        id=row.pk,
        kind=row.kind,
        label=str(kinds.text_of(row.kind).label),
        way=row.channel,
        way_label=str(row.get_channel_display()),
        state=row.state,
        state_label=str(row.get_state_display()),
        attempts=row.attempts,
        problem=str(problem_in_words(row.problem)),
        subject_kind=row.subject_kind,
        subject_id=row.subject_id,
        made_at=row.made_at,
        due_at=row.due_at,
        sent_at=row.sent_at,
    )


def channels_in_use(community_id: int) -> list[Channel]:
    """The office's channels, the oldest first."""
    return list(Channel.objects.within(community_id).filter(removed_at=None).order_by("made_at", "id"))


NIGHT = (21, 8)
"""Quiet hours where an office has not said otherwise."""


def quiet_hours(community_id: int) -> tuple[int, int]:
    """From and until which hour of the day nothing but codes leaves by machine."""
    told = QuietHours.objects.within(community_id).values_list("begin", "end").first()
    return told or NIGHT


def quiet_until(hours: tuple[int, int], now: datetime) -> datetime | None:
    """When these quiet hours end, if it is quiet now."""
    here, (begin, end) = clock.local(now), hours
    length, since = (end - begin) % 24, (here.hour - begin) % 24
    if since >= length:
        return None
    whole = here.replace(minute=0, second=0, microsecond=0)
    return whole + timedelta(hours=length - since)


def wordings_of(community_id: int) -> dict[str, str]:
    """The office's own templates by the kind of text."""
    return dict(Wording.objects.within(community_id).values_list("kind", "text"))


def channels_awaited(community_id: int) -> set[UUID]:
    """The channels to which something is on its way at this moment."""
    rows = Outgoing.objects.within(community_id).filter(state=WAITING, via__isnull=False)
    return set(rows.values_list("via_id", flat=True))


def count_all_waiting(community_id: int) -> int:
    """How many texts wait to be passed on by whoever works there: a figure for the staff's own notice."""
    now = clock.now()
    rows = Outgoing.objects.within(community_id).filter(channel=DESK, state=WAITING, due_at__lte=now)
    return rows.filter(Q(expires_at__isnull=True) | Q(expires_at__gt=now), permission="outgoing.pass_on").count()
