"""Where somebody is signed in: noted at each sign-in, seen now and then, ended by its holder."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.models import Session
from django.db import transaction
from django.http import HttpRequest

from linli.accounts.kinds.devices import device_of
from linli.accounts.models import Seat, SignIn, User
from linli.accounts.queries import SEEN, SIGN_IN, SIGNED_IN_AT, live_session
from linli.accounts.services.devices import give_seat_up, sit_down
from linli.core import clock
from linli.core.errors import NotHere
from linli.core.ids import new_id

SEEN_EVERY = timedelta(minutes=10)


@transaction.atomic
def note_sign_in(*, request: HttpRequest, user: User, **_signal: Any) -> None:
    """Somebody signed in: the session and its device stand on the list of their account.

    By PIN only, one has not signed in lately, so nothing of the account can be changed.
    """
    session, now = request.session, clock.now()
    in_full = not getattr(request, "by_pin", False)
    if session.session_key is None:
        # somebody else was signed in here, whose session Django has thrown away
        session.create()
    row = SignIn(
        id=new_id(),
        user=user,
        session_key=session.session_key or "",
        device=device_of(request.headers.get("User-Agent", "")),
        at=now,
        seen_at=now,
    )
    SignIn.objects.filter(session_key=session.session_key).delete()
    sit_down(request, user, row, in_full=in_full)
    row.save(force_insert=True)
    session[SIGN_IN], session[SEEN] = row.pk.hex, now.timestamp()
    session[SIGNED_IN_AT] = now.timestamp() if in_full else 0


@transaction.atomic
def note_sign_out(*, request: HttpRequest, user: User | None = None, **_signal: Any) -> None:
    """Somebody signed out."""
    give_seat_up(request.session, user)
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
    if row.shared_id:
        Seat.objects.filter(device_id=row.shared_id, user=user).delete()
    row.delete()


@transaction.atomic
def end_sessions(*, user: User, but: str = "") -> int:
    """Sign this account out everywhere, but in the session with this key; how many there were.

    On shared computers, but the one of that session, the PIN is not enough any more.
    """
    here = SignIn.objects.filter(user=user, session_key=but, shared__isnull=False)
    Seat.objects.filter(user=user).exclude(device__in=here.values("shared")).delete()
    rows = SignIn.objects.filter(user=user).exclude(session_key=but)
    keys = list(rows.values_list("session_key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    rows.delete()
    return len(keys)


@transaction.atomic
def leave(session: SessionBase) -> None:
    """Sign out where it is locked: django's way out knows nobody there."""
    row = SignIn.objects.filter(session_key=session.session_key).select_related("user").first()
    if row is not None:
        give_seat_up(session, row.user)
        row.delete()
    session.flush()


def forget_sign_ins() -> None:
    """Drop what was noted of sessions that are over."""
    with transaction.atomic():
        SignIn.objects.exclude(live_session()).delete()
