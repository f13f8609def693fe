"""Where somebody is signed in: noted at each sign-in, seen now and then, ended by its holder."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.models import Session
from django.db import transaction
from django.http import HttpRequest

from linli.accounts.kinds.devices import device_of
from linli.accounts.models import SignIn, User
from linli.accounts.queries import SEEN, SIGN_IN, SIGNED_IN_AT, live_session
from linli.core import clock
from linli.core.errors import NotHere
from linli.core.ids import new_id

SEEN_EVERY = timedelta(minutes=10)


@transaction.atomic
def note_sign_in(*, request: HttpRequest, user: User, **_signal: Any) -> None:
    """Somebody signed in: the session and its device stand on the list of their account."""
    session, now = request.session, clock.now()
    row = SignIn(
        id=new_id(),
        user=user,
        session_key=session.session_key or "",
        device=device_of(request.headers.get("User-Agent", "")),
        at=now,
        seen_at=now,
    )
    SignIn.objects.filter(session_key=session.session_key).delete()
    row.save(force_insert=True)
    session[SIGN_IN], session[SIGNED_IN_AT], session[SEEN] = row.pk.hex, now.timestamp(), now.timestamp()


@transaction.atomic
def note_sign_out(*, request: HttpRequest, **_signal: Any) -> None:
    """Somebody signed out."""
    if request.session.session_key:
        SignIn.objects.filter(session_key=request.session.session_key).delete()


def note_seen(session: SessionBase) -> None:
    """The session was used just now. Written every ten minutes, and only where the page looked at the session."""
    if not session.accessed or SIGN_IN not in session:
        return
    now = clock.now()
    if now.timestamp() - session.get(SEEN, 0) < SEEN_EVERY.total_seconds():
        return
    session[SEEN] = now.timestamp()
    with transaction.atomic():
        SignIn.objects.filter(pk=UUID(session[SIGN_IN])).update(seen_at=now)


@transaction.atomic
def follow_new_key(session: SessionBase) -> None:
    """The session got a new key, as after a change of the password; its row follows."""
    if SIGN_IN in session:
        SignIn.objects.filter(pk=UUID(session[SIGN_IN])).update(session_key=session.session_key)


@transaction.atomic
def end_session(*, user: User, sign_in_id: UUID) -> None:
    """Sign this account out on one device, at its next request. Raises `NotHere` where it is not signed in there."""
    row = SignIn.objects.filter(pk=sign_in_id, user=user).first()
    if row is None:
        raise NotHere
    Session.objects.filter(session_key=row.session_key).delete()
    row.delete()


@transaction.atomic
def end_sessions(*, user: User, but: str = "") -> int:
    """Sign this account out everywhere, but in the session with this key; how many there were."""
    rows = SignIn.objects.filter(user=user).exclude(session_key=but)
    keys = list(rows.values_list("session_key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    rows.delete()
    return len(keys)


def forget_sign_ins() -> None:
    """Drop what was noted of sessions that are over."""
    with transaction.atomic():
        SignIn.objects.exclude(live_session()).delete()
