"""Keys of other programs: made, ended."""

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from linli.core import clock
from linli.core.actor import Actor
from linli.core.errors import BadInput, NotHere
from linli.integrations.models import ApiToken
from linli.integrations.permissions import may_manage_programs, may_pass_to_program
from linli.integrations.queries import PREFIX, hash_of
from linli.timeline.services import record

MOST = 20
LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class Made:
    """A new key. `secret` is known here alone: it is shown once and kept nowhere."""

    token: ApiToken
    secret: str


@transaction.atomic
def make_token(
    *, community_id: int, name: str, permissions: Collection[str], expires_on: date | None = None, by: Actor
) -> Made:
    """Let a program in, with these rights in this office, until `expires_on`.

    Raises `BadInput` at the fields `name`, `permissions` and `expires_on`, `Refused` for whom it is not theirs.
    """
    may_manage_programs(by, community_id).enforce()
    name = " ".join(name.split())
    _check(community_id, name, permissions, expires_on)
    may_pass_to_program(by, community_id, permissions).enforce()
    secret = f"{PREFIX}_{community_id:012d}_{secrets.token_urlsafe(32)}"
    token = ApiToken.objects.create(
        community_id=community_id,
        name=name,
        secret_hash=hash_of(secret),
        permissions=sorted(permissions),
        made_at=clock.now(),
        made_by=by.key,
        expires_on=expires_on,
    )
    facts = {"permissions": token.permissions}
    record(community_id=community_id, subject=("program", token.pk), verb="program.let_in", facts=facts, by=by)
    return Made(token, secret)


def _check(community_id: int, name: str, permissions: Collection[str], expires_on: date | None) -> None:
    wrong: dict[str, list[object]] = {}
    if not 1 <= len(name) <= LONGEST_NAME:
        wrong["name"] = [_("Please say which program it is, in a few words.")]
    if not permissions:
        wrong["permissions"] = [_("Please choose at least one right.")]
    if expires_on is not None and expires_on < clock.today():
        wrong["expires_on"] = [_("This day has passed.")]
    if ApiToken.objects.within(community_id).filter(ended_at__isnull=True).count() >= MOST:
        wrong["name"] = [_("There are 20 keys already. End one that is not used any more.")]
    if wrong:
        raise BadInput(_("Please mend these fields."), wrong)


@transaction.atomic
def end_token(*, community_id: int, token_id: UUID, by: Actor) -> None:
    """The key is good no more, from the next request on. Ended twice is ended. Raises `NotHere`, `Refused`."""
    rows = ApiToken.objects.within(community_id).filter(pk=token_id)
    changed = rows.filter(ended_at__isnull=True).update(ended_at=clock.now())
    may_manage_programs(by, community_id).enforce()
    if not changed and not rows.exists():
        raise NotHere(_("There is no such key."))
    if changed:
        record(community_id=community_id, subject=("program", token_id), verb="program.end", by=by)


def note_use(token: ApiToken) -> None:
    """Note the day on which a key was last used: one write a day, not one a request."""
    today = clock.today()
    if token.last_used_on == today:
        return
    with transaction.atomic():
        ApiToken.objects.within(token.community_id).filter(pk=token.pk).update(last_used_on=today)
