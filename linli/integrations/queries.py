"""Reads: whose key this is, what an office has let in, what happened since."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from linli.accounts.kinds import PROGRAM
from linli.core import clock
from linli.core.actor import Actor, Grant
from linli.gate.services import secret_hash
from linli.integrations.models import ApiToken, Webhook
from linli.places.models import TenantQuerySet
from linli.timeline.models import Event, Seal

PREFIX = "linli"
EVENTS_AT_ONCE = 50


@dataclass(frozen=True, slots=True)
class Happened:
    """A link of the office's chain as other programs read it: codes, ids and numbers, nothing of a person."""

    position: int
    id: UUID
    at: datetime
    verb: str
    subject_kind: str
    subject_id: UUID
    before: str
    after: str
    facts: dict[str, Any]
    role: str


def community_in(secret: str) -> int | None:
    """The office that a key names, so that its row is looked for there alone (None for what is no key)."""
    prefix, _line, rest = secret.partition("_")
    code, _line, chance = rest.partition("_")
    if prefix != PREFIX or not (len(code) == 12 and code.isascii() and code.isdigit()) or len(chance) < 20:
        return None
    return int(code)


def hash_of(secret: str) -> bytes:
    """What is kept of a key."""
    return secret_hash("api.token", secret)


def token_of(secret: str) -> ApiToken | None:
    """The key that is good today, or None."""
    community_id = community_in(secret)
    if community_id is None:
        return None
    token = ApiToken.objects.within(community_id).filter(secret_hash=hash_of(secret), ended_at__isnull=True).first()
    if token is None or (token.expires_on is not None and token.expires_on < clock.today()):
        return None
    return token


def actor_of(token: ApiToken) -> Actor:
    """The program as the one who asks, with the rights it was given in its office."""
    grant = Grant(PROGRAM, frozenset(token.permissions), token.community_id, token.community_id)
    return Actor(key=f"program:{token.pk}", label=PROGRAM, grants=(grant,))


def tokens_of(community_id: int) -> list[ApiToken]:
    """The office's keys that were not ended, the newest first."""
    return list(ApiToken.objects.within(community_id).filter(ended_at__isnull=True).order_by("-id"))


def program_behind(key: str) -> UUID | None:
    """The program that an actor's key names; None where it is no program."""
    kind, _colon, program = key.partition(":")
    try:
        return UUID(program) if kind == PROGRAM else None
    except ValueError:
        return None


def program_name(community_id: int, by: Actor) -> str:
    """What the program that asks is called."""
    return program_names(community_id, [program_behind(by.key)]).get(program_behind(by.key), "")


def programs_made_by(community_id: int, key: str) -> TenantQuerySet:
    """The programs that this person let in, ended ones too."""
    return ApiToken.objects.within(community_id).filter(made_by=key)


def program_names(community_id: int, token_ids: Iterable[UUID | None]) -> dict[UUID | None, str]:
    """What these programs are called, ended ones too."""
    rows = ApiToken.objects.within(community_id).filter(pk__in=[key for key in token_ids if key])
    return dict(rows.values_list("pk", "name"))


def webhooks_of(community_id: int) -> list[Webhook]:
    """The office's addresses that were not taken away, the newest first."""
    return list(Webhook.objects.within(community_id).filter(ended_at__isnull=True).order_by("-id"))


def last_position(community_id: int) -> int:
    """Where the office's chain ends by now."""
    last = Seal.objects.within(community_id).order_by("-position").values_list("position", flat=True).first()
    return last or 0


def happened_after(community_id: int, position: int, size: int = EVENTS_AT_ONCE) -> list[Happened]:
    """What was sealed after this position, in order, at most `size`."""
    seals: TenantQuerySet = Seal.objects.within(community_id).filter(position__gt=position).order_by("position")
    links = list(seals.values_list("position", "event_id")[:size])
    rows = Event.objects.within(community_id).filter(pk__in=[event_id for _position, event_id in links])
    events = {event.pk: event for event in rows}
    return [_happened(place, events[event_id]) for place, event_id in links]


def _happened(position: int, event: Event) -> Happened:
    return Happened(
        position=position,
        id=event.pk,
        at=event.at,
        verb=event.verb,
        subject_kind=event.subject_kind,
        subject_id=event.subject_id,
        before=event.before,
        after=event.after,
        facts=event.facts,
        role=event.actor_role,
    )
