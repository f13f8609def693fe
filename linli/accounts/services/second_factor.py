"""The second factor: a code of an app, a passkey or a printed code, asked for after the first at every sign-in.

The tables and the arithmetic are django-allauth's; its secrets are sealed with the installation's keyring.
"""

import base64
from collections.abc import Iterator
from uuid import UUID

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, validate_totp_code
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from linli.accounts.models import RoleGrant, User, WeixinLink
from linli.accounts.permissions import may_drop_second_factor
from linli.accounts.queries import actor_for, grants_of, has_second_factor
from linli.accounts.services.sessions import end_sessions
from linli.core.actor import SYSTEM, Actor
from linli.core.crypto import key_of, keyring, unseal
from linli.core.errors import BadInput, Conflict, NotHere
from linli.timeline.services import record

BOUND = "second factor"
Type = Authenticator.Type
SEALED = {Type.TOTP: "secret", Type.RECOVERY_CODES: "seed", Type.WEBAUTHN: "name"}
"""What is sealed of each kind: the secrets, and what people call a passkey, whose secret never leaves its device."""


def sealed(text: str) -> str:
    """A secret as it is stored."""
    return base64.b85encode(keyring().seal(text, BOUND)).decode("ascii")


def opened(stored: str) -> str:
    """A stored secret in plain. Raises `Unreadable`."""
    return unseal(base64.b85decode(stored), BOUND)


@transaction.atomic
def set_up_app(*, user: User, secret: str, code: str, session_key: str) -> None:
    """Keep the secret that the app has, once it showed a right code. Every other session ends.

    Raises `BadInput` for a wrong code, `Conflict` where there is an app already.
    """
    User.objects.select_for_update().get(pk=user.pk)
    if Authenticator.objects.filter(user=user, type=Type.TOTP).exists():
        raise Conflict(_("An app is set up already. Remove it first to use another one."))
    if not validate_totp_code(secret, code):
        told = _("This code is not right. Is the clock of the phone set automatically?")
        raise BadInput(told, {"code": [told]})
    TOTP.activate(user, secret)
    RecoveryCodes.activate(user)
    end_sessions(user=user, but=session_key)
    note_account_change(user, "add_second_factor", way="app")


def note_account_change(user: User, verb: str, **facts: str) -> None:
    """It is told in every community that this person works in: their account opens its records."""
    for place in sorted({grant.place for grant in grants_of(user.pk) if grant.first == grant.last}):
        record(community_id=place, subject=("account", user.pk), verb=verb, facts=facts, by=actor_for(user))


def printed_codes(user: User) -> list[str]:
    """The printed codes that were not used; none without a second factor."""
    row = Authenticator.objects.filter(user=user, type=Type.RECOVERY_CODES).first()
    return list(RecoveryCodes(row).get_unused_codes()) if row else []


@transaction.atomic
def renew_printed_codes(*, user: User) -> None:
    """Ten fresh codes; those printed before open nothing. Raises `NotHere` without a second factor."""
    User.objects.select_for_update().get(pk=user.pk)
    if not has_second_factor(user.pk):
        raise NotHere
    Authenticator.objects.filter(user=user, type=Type.RECOVERY_CODES).delete()
    RecoveryCodes.activate(user)


@transaction.atomic
def remove_app(*, user: User) -> None:
    """Without the app from now on. Whoever has no passkey either has no second factor then; a secretary is led to set
    one up again.
    """
    User.objects.select_for_update().get(pk=user.pk)
    if Authenticator.objects.filter(user=user, type=Type.TOTP).delete()[0]:
        forget_paper_where_last(user)
        note_account_change(user, "remove_second_factor", way="app")


def forget_paper_where_last(user: User) -> None:
    """Printed codes stand in for an app or a passkey; without either they are void."""
    if not has_second_factor(user.pk):
        Authenticator.objects.filter(user=user).delete()


@transaction.atomic
def drop_second_factor(*, grant_id: UUID, place: int, by: Actor) -> None:
    """Let a colleague in again who lost phone and paper: their second factor goes, their sessions end.

    Raises `NotHere` where there is no such role at this place, `Refused` for oneself, somebody of a higher rank, or
    somebody who also works elsewhere, `Conflict` where there is no second factor.
    """
    grant = RoleGrant.objects.select_related("user").filter(pk=grant_id, place=place).first()
    if grant is None:
        raise NotHere
    may_drop_second_factor(by, grant, grants_of(grant.user_id)).enforce()
    _drop(grant.user, [grant], by)


def drop_second_factor_at_console(user: User) -> None:
    """The same from the server, where nobody at the desk may: noted in every community this person works in."""
    with transaction.atomic():
        _drop(user, [grant for grant in grants_of(user.pk) if grant.first == grant.last], SYSTEM)


def _drop(user: User, grants: list[RoleGrant], by: Actor) -> None:
    if not Authenticator.objects.filter(user=user).delete()[0]:
        raise Conflict(_("This person has no second step."))
    # it is on the phone that was lost
    WeixinLink.objects.filter(user=user).delete()
    end_sessions(user=user)
    for grant in grants:
        facts = {"role": grant.role, "user": str(user.pk)}
        record(
            community_id=grant.place,
            subject=("role", grant.pk),
            verb="drop_second_factor",
            facts=facts,
            by=by,
        )


def _stored() -> Iterator[tuple[Authenticator, str]]:
    for row in Authenticator.objects.order_by("pk"):
        yield row, SEALED[Type(row.type)]


def seal_second_factors_anew() -> int:
    """Seal each secret that an old key sealed with the current one; how many."""
    done, current = 0, keyring().current
    for row, name in _stored():
        if key_of(base64.b85decode(row.data[name])) != current:
            with transaction.atomic():
                fresh = Authenticator.objects.select_for_update().get(pk=row.pk)
                fresh.data[name] = sealed(opened(fresh.data[name]))
                fresh.save(update_fields=["data"])
            done += 1
    return done


def count_second_factors_under_old_keys() -> int:
    """How many secrets the current key does not open."""
    current = keyring().current
    return sum(key_of(base64.b85decode(row.data[name])) != current for row, name in _stored())
