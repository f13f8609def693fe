"""The PIN with which one goes on at a shared computer: set on one's own account page, checked with few tries."""

from itertools import pairwise
from uuid import UUID

from django.contrib.auth import SESSION_KEY, login
from django.contrib.auth.hashers import check_password, make_password
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import F
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from linli.accounts.models import Device, Seat, SignIn, User
from linli.accounts.permissions import may_have_password
from linli.accounts.queries import PIN_TRIES, SIGN_IN, actor_for, fresh_seat, has_second_factor, second_factor_by
from linli.accounts.services.devices import note_for
from linli.core import clock
from linli.core.errors import BadInput, Conflict, NotHere, Refused, TooMany
from linli.gate.services import limit
from linli.gate.services.limits import secret_hash

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
WRONG_A_DAY = 15
"""Of one person, on whatever computers."""
CLOSED = PIN_TRIES + 1
KNOWN_TO_ALL = frozenset({"1314", "2580", "0852", "5201", "5210", "1688", "147258", "159753", "520131", "201314"})


def _peppered(pin: str) -> str:
    """Six digits are soon tried through: without the installation's key a stolen hash is of no use."""
    return secret_hash("pin", pin).hex()


def is_weak(pin: str, phone: str) -> bool:
    """One that is tried first: the same digit, digits in a row, a repeated pair, digits of the phone, lucky numbers."""
    steps = {(int(after) - int(before)) % 10 for before, after in pairwise(pin)}
    repeated = any(pin == pin[:size] * (len(pin) // size) for size in (1, 2, 3) if len(pin) % size == 0)
    return repeated or steps in ({1}, {9}) or pin in phone or pin in KNOWN_TO_ALL


@transaction.atomic
def set_pin(*, user: User, pin: str) -> None:
    """A PIN of 4 to 6 digits. Raises `Refused` for who works at no desk, `BadInput` for one that is easily guessed."""
    may_have_password(actor_for(user)).enforce()
    told = None
    if not (4 <= len(pin) <= 6 and pin.isascii() and pin.isdigit()):
        told = _("Please use 4 to 6 digits.")
    elif is_weak(pin, user.phone):
        told = _("This one is guessed first. Please take digits that are not in a row and not of your phone.")
    if told:
        raise BadInput(told, {"pin": [told]})
    user.pin = make_password(_peppered(pin))
    user.save(update_fields=["pin"])
    note_for(user, "set_pin")


@transaction.atomic
def remove_pin(*, user: User) -> None:
    """Without a PIN one signs in in full each time."""
    if user.pin:
        user.pin = ""
        user.save(update_fields=["pin"])
        note_for(user, "remove_pin")


def _sign_in_in_full() -> Refused:
    return Refused(_("The PIN is not enough here any more. Please sign in in full; after that it works again."))


def check_pin(*, seat: Seat, pin: str) -> None:
    """Whether this is the PIN of whoever has the seat. Each try is counted before it is looked at.

    Raises `BadInput` for a wrong one, `Refused` where one has to sign in in full. Call it outside a transaction, so
    that the count stays.
    """
    mine = Seat.objects.filter(pk=seat.pk)
    with transaction.atomic():
        counted = mine.filter(fresh_seat()).update(tries=F("tries") + 1)
    if not counted or not seat.user.pin:
        raise _sign_in_in_full()
    if check_password(_peppered(pin), seat.user.pin):
        with transaction.atomic():
            mine.filter(tries__lt=CLOSED).update(tries=0)
        return
    try:
        limit(purpose="pin.wrong", subject=str(seat.user_id), most=WRONG_A_DAY, seconds=24 * 3600)
    except TooMany:
        with transaction.atomic():
            Seat.objects.filter(user_id=seat.user_id).update(tries=CLOSED)
    left = PIN_TRIES - (mine.values_list("tries", flat=True).first() or CLOSED)
    if left <= 0:
        raise _sign_in_in_full()
    told = ngettext(
        "This PIN is not right. {left} more try, then one has to sign in in full.",
        "This PIN is not right. {left} more tries, then one has to sign in in full.",
        left,
    ).format(left=left)
    raise BadInput(told, {"pin": [told]})


def may_unlock(seat: Seat) -> bool:
    """Whether the PIN unlocks the own session: one is set, the role is in force, not too long ago, few wrong ones."""
    usable = seat.user.is_active and seat.user.pin and may_have_password(actor_for(seat.user)).allowed
    return bool(usable) and Seat.objects.filter(fresh_seat(), pk=seat.pk).exists()


def needs_full_sign_in(seat: Seat) -> bool:
    """Whether the PIN is not enough to change over to this person.

    Somebody with a second factor, or whose role asks for one, has signed in in full on this very day.
    """
    if not may_unlock(seat):
        return True
    actor = actor_for(seat.user)
    guarded = has_second_factor(seat.user_id) or second_factor_by(actor) is not None
    return guarded and clock.local(seat.signed_in_at).date() != clock.today()


def seat_at(device: Device, seat_id: UUID) -> Seat:
    """The seat at this computer. Raises `NotHere` for one of another."""
    seat = Seat.objects.select_related("user").filter(pk=seat_id, device=device).first()
    if seat is None:
        raise NotHere
    return seat


def go_on(*, request: HttpRequest, seat: Seat, pin: str) -> None:
    """Unlock, or change over to the person of this seat, by PIN.

    Raises as `check_pin()`, and `Conflict` where somebody else has signed in on this computer meanwhile.
    """
    mine = request.session.get(SESSION_KEY) == str(seat.user_id)
    # a secretary's own session of yesterday is unlocked by the PIN; to change over to her takes more
    if not (may_unlock(seat) if mine else not needs_full_sign_in(seat)):
        raise _sign_in_in_full()
    check_pin(seat=seat, pin=pin)
    with transaction.atomic():
        if mine:
            _unlock(request)
        else:
            _change_over(request, seat)


def _unlock(request: HttpRequest) -> None:
    key = request.session.session_key
    rows = SignIn.objects.filter(pk=UUID(request.session[SIGN_IN]), session_key=key, shared__isnull=False)
    if not rows.update(active_at=clock.now()):
        raise _sign_in_in_full()


def _change_over(request: HttpRequest, seat: Seat) -> None:
    """One session at a time on one computer: who is changed to replaces whoever was there."""
    Device.objects.select_for_update().get(pk=seat.device_id)
    before = request.session.session_key
    if before and not Session.objects.filter(session_key=before).exists():
        raise Conflict(_("Somebody else has just signed in on this computer. Please look who it is."))
    request.by_pin = True  # type: ignore[attr-defined]  # -- read by note_sign_in() alone
    login(request, seat.user, BACKEND)
    rows = SignIn.objects.filter(shared_id=seat.device_id).exclude(session_key=request.session.session_key)
    Session.objects.filter(session_key__in=list(rows.values_list("session_key", flat=True))).delete()
    rows.delete()
    note_for(seat.user, "switch_person", seat.device)
