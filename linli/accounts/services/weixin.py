"""Which account a Weixin signs in to: linked by its holder beforehand, never made by a scan."""

import secrets
from typing import Any

from django.contrib.sessions.backends.base import SessionBase
from django.db import transaction
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext_lazy as _

from linli.accounts.models import User, WeixinLink
from linli.accounts.services.second_factor import note_account_change
from linli.core import clock
from linli.core.crypto import blind_index
from linli.core.errors import BadInput, Conflict
from linli.core.ids import new_id

WAITING = "weixin"
"""The session's key for a scan under way: its state, when it began, and what it is for."""
GOOD_FOR = 600


def begin_scan(session: SessionBase, **purpose: str) -> str:
    """A state that only this browser can bring back, once and within ten minutes."""
    state = secrets.token_urlsafe(24)
    session[WAITING] = {"state": state, "at": clock.now().timestamp(), "for": purpose}
    return state


def end_scan(session: SessionBase, state: str) -> dict[str, Any]:
    """What the scan was for. Raises `BadInput` where this browser began none, another one, or long ago."""
    waiting = session.pop(WAITING, None)
    fresh = waiting and clock.now().timestamp() - waiting["at"] <= GOOD_FOR
    if not fresh or not constant_time_compare(state, waiting["state"]):
        raise BadInput(_("This page is not from here, or it is too old. Please begin again."))
    return dict(waiting["for"])


def weixin_of(user: User) -> WeixinLink | None:
    """The Weixin that this account is linked with."""
    return WeixinLink.objects.filter(user=user).first()


def user_of(openid: str) -> User | None:
    """Whose account this Weixin signs in to."""
    link = WeixinLink.objects.select_related("user").filter(openid_index=blind_index("weixin", openid)).first()
    return link.user if link is not None and link.user.is_active else None


@transaction.atomic
def link_weixin(*, user: User, openid: str) -> None:
    """From now on this Weixin signs in to this account. Raises `Conflict` where either is linked with another one."""
    fresh = WeixinLink(id=new_id(), user=user, openid_index=blind_index("weixin", openid), linked_at=clock.now())
    # two at once: one of the unique columns keeps the first
    WeixinLink.objects.bulk_create([fresh], ignore_conflicts=True)
    kept = weixin_of(user)
    if kept is None or bytes(kept.openid_index) != fresh.openid_index:
        raise Conflict(_("This Weixin, or your account, is linked already. Remove the old link first."))
    if kept.pk == fresh.pk:
        note_account_change(user, "link_weixin")


def forget_links() -> int:
    """No Weixin opens anything any more; how many were linked. For a change of the key that they are found by: of a
    Weixin only its hash is kept, so it cannot be made anew, and people link it once more.
    """
    return WeixinLink.objects.all().delete()[0]


@transaction.atomic
def unlink_weixin(*, user: User) -> None:
    """This Weixin opens nothing any more."""
    if WeixinLink.objects.filter(user=user).delete()[0]:
        note_account_change(user, "unlink_weixin")
