"""Passkeys: a key kept by a PC or a phone as the second step. WebAuthn itself is django-allauth's and fido2's."""

import ipaddress
import json
import struct
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.webauthn.internal import auth
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from linli.accounts.models import User
from linli.accounts.services.second_factor import forget_paper_where_last, note_account_change, opened, sealed
from linli.accounts.services.sessions import end_sessions
from linli.core.errors import BadInput, Conflict, NotHere

MOST = 10
Type = Authenticator.Type
_UNREADABLE = (
    ValidationError,
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    AttributeError,
    RecursionError,
    struct.error,
)
"""What the parsers of JSON, CBOR and keys say to a browser's answer that was made up."""


@dataclass(frozen=True, slots=True)
class Passkey:
    """One passkey, as its holder's page shows it."""

    id: int
    name: str
    added_at: datetime
    used_at: datetime | None


def _host() -> str:
    return urlsplit(settings.LINLI_PUBLIC_URL).hostname or ""


def _as_address(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None


def relying_party() -> str:
    """The name to which browsers bind passkeys: the host of the public address, `localhost` on the PC itself."""
    address = _as_address(_host())
    return "localhost" if address is not None and address.is_loopback else _host()


def passkeys_work() -> bool:
    """Whether browsers take a passkey at the public address: a name under https, or the PC itself."""
    host = relying_party()
    return host == "localhost" or (settings.LINLI_PUBLIC_URL.startswith("https:") and _as_address(host) is None)


def passkeys_of(user: User) -> list[Passkey]:
    """The account's passkeys, the oldest first."""
    rows = Authenticator.objects.filter(user=user, type=Type.WEBAUTHN).order_by("pk")
    return [Passkey(row.pk, opened(row.data["name"]), row.created_at, row.last_used_at) for row in rows]


def options_to_add(user: User) -> str:
    """What the browser needs to make a passkey, as JSON; its answer is expected in this session."""
    return json.dumps(auth.begin_registration(user, passwordless=False))


def _not_taken() -> BadInput:
    told = _("This passkey was not accepted. Please try again, or use a code.")
    return BadInput(told, {"credential": [told]})


@transaction.atomic
def add_passkey(*, user: User, name: str, credential: dict[str, Any], session_key: str) -> bool:
    """Keep what the browser answered; every other session ends. Returns whether fresh printed codes came with it.

    Raises `BadInput` for an answer to another question or another site, `Conflict` above ten passkeys.
    """
    User.objects.select_for_update().get(pk=user.pk)
    held = Authenticator.objects.filter(user=user)
    if held.filter(type=Type.WEBAUTHN).count() >= MOST:
        raise Conflict(_("These are ten passkeys already. Remove one that is no longer used."))
    try:
        auth.parse_registration_response(credential)
        auth.complete_registration(credential)
    except _UNREADABLE:
        raise _not_taken() from None
    had_paper = held.filter(type=Type.RECOVERY_CODES).exists()
    auth.WebAuthn.add(user, sealed(name), credential)
    RecoveryCodes.activate(user)
    end_sessions(user=user, but=session_key)
    note_account_change(user, "add_second_factor", way="passkey")
    return not had_paper


@transaction.atomic
def remove_passkey(*, user: User, passkey_id: int) -> None:
    """Without this one from now on. Raises `NotHere` where the account has no such passkey."""
    User.objects.select_for_update().get(pk=user.pk)
    if not Authenticator.objects.filter(user=user, pk=passkey_id, type=Type.WEBAUTHN).delete()[0]:
        raise NotHere
    forget_paper_where_last(user)
    note_account_change(user, "remove_second_factor", way="passkey")


@transaction.atomic
def use_passkey(*, user: User, credential: dict[str, Any]) -> Authenticator:
    """The passkey that signed this answer. Raises `BadInput` for somebody else's, and for a copy.

    A passkey that counts its uses never counts back: an answer that does was made by a copy of it.
    """
    list(Authenticator.objects.select_for_update().filter(user=user, type=Type.WEBAUTHN))
    try:
        answer = auth.parse_authentication_response(credential)
        row = auth.complete_authentication(user, credential)
    except _UNREADABLE:
        raise _not_taken() from None
    counted, before = answer.response.authenticator_data.counter, _uses(row)
    if (counted or before) and counted <= before:
        raise _not_taken()
    row.data["uses"] = counted
    row.save(update_fields=["data"])
    return row


def _uses(row: Authenticator) -> int:
    """How often the passkey was used, as it counted itself."""
    if "uses" in row.data:
        return int(row.data["uses"])
    return int(row.wrap().authenticator_data.counter)
