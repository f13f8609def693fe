"""Addresses that are told what happened: added, started again, taken away."""

import secrets
from collections.abc import Collection
from urllib.parse import urlsplit
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from linli.core import clock
from linli.core.actor import Actor
from linli.core.errors import BadInput, NotHere
from linli.integrations.models import Webhook
from linli.integrations.permissions import may_manage_programs
from linli.integrations.queries import last_position
from linli.timeline.kinds import known_verbs
from linli.timeline.services import record

MOST = 10
LONGEST_URL = 500


@transaction.atomic
def add_webhook(*, community_id: int, url: str, verbs: Collection[str] = (), by: Actor) -> Webhook:
    """Tell this address what happens from now on: everything, or these verbs. Its secret is made here.

    Raises `BadInput` at the fields `url` and `verbs`, `Refused`.
    """
    may_manage_programs(by, community_id).enforce()
    url = url.strip()
    _check(community_id, url, verbs)
    now = clock.now()
    webhook = Webhook.objects.create(
        community_id=community_id,
        url=url,
        secret=secrets.token_urlsafe(32),
        verbs=sorted(verbs),
        position=last_position(community_id),
        made_at=now,
        made_by=by.key,
        due_at=now,
    )
    facts = {"verbs": webhook.verbs}
    record(community_id=community_id, subject=("webhook", webhook.pk), verb="webhook.add", facts=facts, by=by)
    return webhook


def _check(community_id: int, url: str, verbs: Collection[str]) -> None:
    wrong: dict[str, list[object]] = {}
    if not _is_address(url):
        wrong["url"] = [_("Please enter an address that begins with https:// or http://, without name and password.")]
    elif Webhook.objects.within(community_id).filter(ended_at__isnull=True).count() >= MOST:
        wrong["url"] = [_("There are 10 addresses already. Take one away that is not used any more.")]
    if set(verbs) - known_verbs():
        wrong["verbs"] = [_("There is no such event.")]
    if wrong:
        raise BadInput(_("Please mend these fields."), wrong)


def _is_address(url: str) -> bool:
    if len(url) > LONGEST_URL or not url.isascii() or any(sign.isspace() for sign in url):
        return False
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return False
    named = bool(parts.hostname) and parts.username is None and parts.password is None
    return parts.scheme in {"http", "https"} and named and port != 0


@transaction.atomic
def end_webhook(*, community_id: int, webhook_id: UUID, by: Actor) -> None:
    """Tell this address nothing any more. Ended twice is ended. Raises `NotHere`, `Refused`."""
    rows = Webhook.objects.within(community_id).filter(pk=webhook_id)
    changed = rows.filter(ended_at__isnull=True).update(ended_at=clock.now(), url=b"", secret=b"")
    may_manage_programs(by, community_id).enforce()
    if not changed and not rows.exists():
        raise NotHere(_("There is no such address."))
    if changed:
        record(community_id=community_id, subject=("webhook", webhook_id), verb="webhook.end", by=by)


@transaction.atomic
def resume_webhook(*, community_id: int, webhook_id: UUID, by: Actor) -> None:
    """Try again at once, from where it stopped: nothing that happened meanwhile is left out.

    Raises `NotHere`, `Refused`.
    """
    rows = Webhook.objects.within(community_id).filter(pk=webhook_id, ended_at__isnull=True)
    changed = rows.update(paused_at=None, failures=0, problem="", due_at=clock.now())
    may_manage_programs(by, community_id).enforce()
    if not changed:
        raise NotHere(_("There is no such address."))
    record(community_id=community_id, subject=("webhook", webhook_id), verb="webhook.resume", by=by)
