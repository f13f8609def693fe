"""The first start: a one-time link that opens a community and names its secretary."""

import hashlib
import secrets
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from linli.accounts.models import SetupLink, User
from linli.accounts.queries import any_role_granted
from linli.accounts.services.roles import ensure_user, grant_role
from linli.core import clock
from linli.core.actor import SYSTEM
from linli.core.errors import NotHere
from linli.places.models import Community
from linli.places.services import open_community

GOOD_FOR = timedelta(hours=24)


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


@transaction.atomic
def make_setup_link() -> str:
    """A fresh token; those that were never used stop working, so that only the link printed last opens the door."""
    token = secrets.token_urlsafe(32)
    SetupLink.objects.filter(used_at__isnull=True).delete()
    SetupLink.objects.create(token_hash=_hash(token), made_at=clock.now())
    return token


def setup_link() -> str | None:
    """The address to print at the first start, or None once anybody holds a role."""
    if any_role_granted():
        return None
    return f"{settings.LINLI_PUBLIC_URL}{reverse('setup', args=[make_setup_link()])}"


def is_open(token: str) -> bool:
    """Whether this link may still be used."""
    fresh = SetupLink.objects.filter(token_hash=_hash(token), used_at__isnull=True, made_at__gt=clock.now() - GOOD_FOR)
    return fresh.exists() and not any_role_granted()


def consume_setup_link(token: str) -> None:
    """Use the link up, in the caller's transaction. Raises `NotHere` when it was used, replaced, is too old or none."""
    rows = SetupLink.objects.filter(token_hash=_hash(token), used_at__isnull=True, made_at__gt=clock.now() - GOOD_FOR)
    if not rows.update(used_at=clock.now()):
        raise NotHere(_("This link has been used or is too old. Start the server again to get a new one."))


@transaction.atomic
def open_office(
    *,
    code: int | str,
    phone: str,
    centre_name: str = "",
    centre_address: str = "",
    hours: str = "",
    office_phone: str = "",
) -> tuple[Community, User]:
    """Open a community and make whoever has this phone its secretary, as the platform itself.

    Raises `BadInput` for a code that is no community's or a phone that is none, `Conflict` for a community opened
    already.
    """
    user = ensure_user(phone)
    community = open_community(
        code=code, centre_name=centre_name, centre_address=centre_address, hours=hours, phone=office_phone, by=SYSTEM
    )
    grant_role(user=user, role="secretary", place=community.pk, by=SYSTEM)
    return community, user
