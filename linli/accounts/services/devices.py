"""Shared computers 共用电脑: marked by a worker, known by a cookie, locked when nothing is done there."""

import secrets
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.models import Session
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from linli.accounts.kinds.devices import device_of
from linli.accounts.models import Device, Seat, SignIn, User
from linli.accounts.permissions import may_have_password
from linli.accounts.queries import SHARED, SIGN_IN, actor_for, grants_of
from linli.core import clock
from linli.core.errors import NotHere, Refused
from linli.gate.services.limits import secret_hash
from linli.timeline.services import record

COOKIE = "linli_device"
WANTED = "shared_wanted"
"""The session's key for the box ticked at sign-in."""
LOCK_AFTER = timedelta(minutes=5)
NOTED_EVERY = timedelta(seconds=20)
"""What is done is written down this often, so a session locks after 5 minutes, or up to so much earlier."""


def note_for(user: User, verb: str, device: Device | None = None) -> None:
    """A row in the record of every office this person works in."""
    by = actor_for(user)
    places = {grant.place: grant for grant in grants_of(user.pk) if grant.first == grant.last}
    for place, grant in places.items():
        facts = {"role": grant.role} | ({"device": str(device.pk)} if device else {})
        record(community_id=place, subject=("account", user.pk), verb=verb, facts=facts, by=by)


def device_here(request: HttpRequest) -> Device | None:
    """The shared computer that asks, by its cookie."""
    token = request.COOKIES.get(COOKIE, "")
    return Device.objects.filter(token_hash=secret_hash("device", token)).first() if token else None


def _new_device(request: HttpRequest, user: User) -> Device:
    token = secrets.token_urlsafe(32)
    device = Device(
        token_hash=secret_hash("device", token),
        device=device_of(request.headers.get("User-Agent", "")),
        marked_at=clock.now(),
    )
    device.save(force_insert=True)
    # the middleware puts it into the cookie
    request.device_token = token  # type: ignore[attr-defined]  # -- read by ActorMiddleware alone
    note_for(user, "share_device", device)
    return device


def _take_seat(device: Device, user: User, signed_in_at: datetime) -> None:
    """Whoever signed in in full has a seat, with all tries."""
    fresh = Seat(device=device, user=user, signed_in_at=signed_in_at)
    Seat.objects.bulk_create([fresh], ignore_conflicts=True)
    Seat.objects.filter(device=device, user=user).update(signed_in_at=signed_in_at, tries=0)


def sit_down(request: HttpRequest, user: User, row: SignIn, *, in_full: bool) -> None:
    """Somebody signs in: on a shared computer, or one that they say is shared, the session is one that locks.

    For people who work at a desk; all others sign in there as anywhere.
    """
    wanted = request.session.pop(WANTED, False)
    if not may_have_password(actor_for(user)).allowed:
        return
    device = device_here(request)
    if device is None and wanted:
        device = _new_device(request, user)
    if device is None:
        return
    if in_full:
        _take_seat(device, user, row.at)
    row.shared, row.active_at = device, row.at
    request.session[SHARED] = device.pk.hex


@transaction.atomic
def share_device(*, request: HttpRequest, user: User, signed_in_at: datetime) -> None:
    """Mark the computer that asks as shared, from within a session. Raises `Refused` for who works at no desk."""
    may_have_password(actor_for(user)).enforce()
    device = device_here(request) or _new_device(request, user)
    _take_seat(device, user, signed_in_at)
    here = SignIn.objects.filter(session_key=request.session.session_key, user=user)
    if not here.update(shared=device, active_at=clock.now()):
        raise Refused(_("You signed in a while ago. Sign in again, then change this."))
    request.session[SHARED] = device.pk.hex


@transaction.atomic
def unshare_device(*, device: Device, user: User, session: SessionBase) -> None:
    """Nobody changes over here by PIN any more, and nothing locks. Sessions of others here end."""
    Device.objects.select_for_update().filter(pk=device.pk).first()
    others = SignIn.objects.filter(shared=device).exclude(session_key=session.session_key)
    Session.objects.filter(session_key__in=list(others.values_list("session_key", flat=True))).delete()
    others.delete()
    SignIn.objects.filter(shared=device).update(shared=None, active_at=None)
    Seat.objects.filter(device=device).delete()
    device.delete()
    session.pop(SHARED, None)
    note_for(user, "unshare_device", device)


@transaction.atomic
def end_seat(*, user: User, seat_id: UUID) -> None:
    """On that computer this person signs in in full again. Raises `NotHere` where there is no such seat."""
    if not Seat.objects.filter(pk=seat_id, user=user).delete()[0]:
        raise NotHere


def is_locked(session: SessionBase, *, acts: bool) -> bool:
    """Whether nothing was done in this session for five minutes. `acts`: whether somebody is doing something now.

    A session on a shared computer whose row is gone, or says nothing, is locked.
    """
    if SHARED not in session:
        return False
    now = clock.now()
    mine = SignIn.objects.filter(pk=UUID(session[SIGN_IN]), active_at__gt=now - LOCK_AFTER)
    active_at = mine.values_list("active_at", flat=True).first()
    if active_at is None:
        return True
    if acts and now - active_at > NOTED_EVERY:
        with transaction.atomic():
            return not mine.update(active_at=now)
    return False


def seconds_left(session: SessionBase) -> int:
    """How long until this session locks if nothing is done; 0 where it is locked."""
    row = SignIn.objects.filter(pk=UUID(session[SIGN_IN])).values_list("active_at", flat=True).first()
    return max(0, round((row + LOCK_AFTER - clock.now()).total_seconds())) if row else 0


@transaction.atomic
def lock_now(*, session: SessionBase) -> None:
    """Lock at once, as when one stands up."""
    if SHARED in session:
        SignIn.objects.filter(pk=UUID(session[SIGN_IN])).update(active_at=clock.now() - LOCK_AFTER)


def give_seat_up(session: SessionBase, user: Any) -> None:
    """Whoever signs out of a shared computer signs in in full the next time."""
    if SHARED in session and isinstance(user, User):
        Seat.objects.filter(device_id=UUID(session[SHARED]), user=user).delete()
