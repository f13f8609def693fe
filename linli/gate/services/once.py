"""POSTs that happen once, however often they are sent: the answer is kept under the key of the page."""

import json
from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import partial
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from linli.core import clock
from linli.core.actor import Actor
from linli.core.errors import BadInput, LinliError
from linli.gate.models import IdempotencyKey
from linli.gate.services.limits import secret_hash

KEEP_KEYS = timedelta(hours=24)
KEPT, KEEP_KEPT = "kept-", timedelta(days=60)
"""Keys of forms that wait on a phone: what was sent may only be heard of when the phone has signal again."""

Outcome = dict[str, Any]


def fingerprint_of(body: Mapping[str, object]) -> str:
    """What a POST asked for, as a hash: the same key with another body is a mistake, not a retry.

    Keyed, since names and phones are in it: without the installation's key nobody finds them by trying numbers.
    """
    return secret_hash("once", json.dumps(body, sort_keys=True, default=str, ensure_ascii=False)).hex()


def remembered(*, community_id: int, key: str, body: Mapping[str, object], by: Actor) -> Outcome | None:
    """What this key came to before, or None. Raises `BadInput` (422) when it stood for another body."""
    row = (
        IdempotencyKey.objects.within(community_id)
        .filter(actor=by.key, key=key)
        .values_list("fingerprint", "outcome")
        .first()
    )
    if row is None:
        return None
    if row[0] != fingerprint_of(body):
        raise BadInput(_("This page was already sent with other words. Open it again and repeat the change."))
    return dict(row[1])


def remember(*, community_id: int, key: str, body: Mapping[str, object], outcome: Outcome, by: Actor) -> None:
    """Keep an outcome under its key, in the service's own transaction. Raises IntegrityError where it stands."""
    row = IdempotencyKey(
        community_id=community_id,
        actor=by.key,
        key=key,
        fingerprint=fingerprint_of(body),
        outcome=outcome,
        made_at=clock.now(),
    )
    IdempotencyKey.objects.add(row)


def once(*, community_id: int, key: str, body: Mapping[str, object], do: Callable[[], Outcome], by: Actor) -> Outcome:
    """Run `do` and remember what it returned, or return what the same key came to before.

    `do` runs inside the transaction that keeps the key, so either both stand or neither; what it raises undoes both,
    so a loss that a retry shall hear again is returned, not raised. An empty key (a page made by hand) is refused.

    The same key twice at once: the second finds the key taken, or loses against the first inside `do`; both times it
    gets the first one's answer.
    """
    if not key or len(key) > 64:
        raise BadInput(_("This page is out of date. Open it again and repeat the change."))
    asked = partial(remembered, community_id=community_id, key=key, body=body, by=by)
    prior = asked()
    if prior is not None:
        return prior
    try:
        with transaction.atomic():
            outcome = do()
            remember(community_id=community_id, key=key, body=body, outcome=outcome, by=by)
            return outcome
    except (IntegrityError, LinliError):
        prior = asked()
        if prior is None:
            raise
        return prior


def forget_old_keys(*, community_id: int) -> int:
    """Drop keys older than 24 hours, those of forms kept on phones after 60 days."""
    now = clock.now()
    kept = Q(key__startswith=KEPT, actor__startswith="user:")
    old = (Q(made_at__lt=now - KEEP_KEYS) & ~kept) | Q(made_at__lt=now - KEEP_KEPT)
    with transaction.atomic():
        return IdempotencyKey.objects.within(community_id).filter(old).erase()
